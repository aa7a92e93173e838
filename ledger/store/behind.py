"""One job at a time beside what its owner computes.

A database server works in a process of its own, so all of a job is done beside. SQLite works in ours and gives way
after every row, so there the rows are written at once, and only what is one long step is done beside: a commit, an
index.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from sqlalchemy import Dialect

Step = Callable[[], None]
Job = Callable[[], Step | None]
"""Writes rows, and returns the long step that is left, if there is one."""


class Behind:
    """A job is named with ``then``, begins with ``go`` and is over after ``wait``, which raises what it raised.

    What the job uses is its own between ``go`` and ``wait``. Leaving the context does what is left to do.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._at_once = dialect.name == "sqlite"
        self._pool = ThreadPoolExecutor(1)
        self._next: Job | None = None
        self._running: Future[None] | None = None

    def then(self, job: Job) -> None:
        """Say what is to be done next."""
        self._next = job

    def go(self) -> None:
        """Begin it, if there is one, once the one before is over: what that raised is raised here."""
        self.wait()
        job, self._next = self._next, None
        if job is None:
            return
        if not self._at_once:
            self._running = self._pool.submit(_all, job)
        elif (step := job()) is not None:
            self._running = self._pool.submit(step)

    def wait(self) -> None:
        """Wait until it is over."""
        running, self._running = self._running, None
        if running is not None:
            running.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is None:
                self.go()
                self.wait()
        finally:
            self._pool.shutdown()


def _all(job: Job) -> None:
    step = job()
    if step is not None:
        step()
