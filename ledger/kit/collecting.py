"""How often Python looks for cycles among its objects: seldom, while masses of rows pass through.

The default looks after every 700 objects that were made and not yet dropped, and a batch of events is tens of
thousands; there is never a cycle among them, and looking took a sixth of the time of a rebuild.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_SELDOM = 100_000
_lock = Lock()
_inside = 0
_before = (0, 0, 0)


@contextmanager
def seldom() -> Iterator[None]:
    """While inside, in any thread, collect once in 100,000 objects; afterwards as before."""
    global _inside, _before
    with _lock:
        if _inside == 0:
            _before = gc.get_threshold()
            gc.set_threshold(_SELDOM, *_before[1:])
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                gc.set_threshold(*_before)
