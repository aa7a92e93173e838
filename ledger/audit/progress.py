"""How far a run of ``verify`` has come, told to whoever wants to show it."""

from collections.abc import Callable

Tell = Callable[[str, int, int], None]
"""Takes the phase, how much of it is done, of how much: ``chain`` in blocks read and proved, ``rows`` in steps folded
and compared; and, 0 of 0, why a run looks at everything after all: ``whole`` when it cannot stand on the last one,
``wider`` when something differs."""


def silent(_phase: str, _done: int, _total: int) -> None:
    """Tell nobody."""
