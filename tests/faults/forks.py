"""Processes made by forking one that is warm: starting costs milliseconds, and a SIGKILL is a real one.

The process that forks must have no threads and no open database.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import NoReturn


def start(work: Callable[[], object]) -> int:
    """Run ``work`` in a process of its own; its number. It exits 0, or 1 after a traceback on stderr."""
    sys.stdout.flush()
    sys.stderr.flush()
    number = os.fork()
    if number == 0:
        _run(work)
    return number


def finish(number: int) -> None:
    """Wait for it; RuntimeError unless all went well there."""
    _, status = os.waitpid(number, 0)
    if status != 0:
        raise RuntimeError(f"process {number} ended with {status}")


def kill(number: int, after: float) -> bool:
    """SIGKILL it after so many seconds. False if it had ended well before; RuntimeError if badly."""
    time.sleep(after)
    os.kill(number, signal.SIGKILL)
    _, status = os.waitpid(number, 0)
    if os.WIFSIGNALED(status):
        return True
    if status != 0:
        raise RuntimeError(f"process {number} ended by itself with {status}")
    return False


def _run(work: Callable[[], object]) -> NoReturn:
    code = 1
    try:
        work()
        code = 0
    finally:  # nothing of the parent may go on in the child
        if code:
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(code)
