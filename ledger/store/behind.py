"""One job at a time beside what its owner computes: for databases that work in a process of their own.

A server writes while we go on; SQLite works in our own process and gives way after every row, so there the job is done
at once.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from sqlalchemy import Dialect

Job = Callable[[], None]


class Behind:
    """A job is named with ``then``, begins with ``go`` and is over after ``wait``, which raises what it raised.

    What the job uses is its own between ``go`` and ``wait``. Leaving the context does what is left to do.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._pool = ThreadPoolExecutor(1) if dialect.name == "postgresql" else None
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
        if self._pool is None:
            job()
        else:
            self._running = self._pool.submit(job)

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
            if self._pool is not None:
                self._pool.shutdown()
