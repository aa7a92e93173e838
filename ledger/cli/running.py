"""What runs here: the process of `ledger up` and its port, in a file of the home."""

import fcntl
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import orjson

from ledger.chain import process
from ledger.kit.errors import LedgerError
from ledger.kit.home import Home

PORT = 8600
"""Of the pages, unless another was given once."""
MARKER = "ledger"
"""In the command line of our process: numbers of processes are used again."""


@dataclass(frozen=True)
class Running:
    """A process that serves on a port of this machine."""

    pid: int
    port: int

    @property
    def url(self) -> str:
        """What the user opens."""
        return f"http://127.0.0.1:{self.port}/"

    @classmethod
    def of_this_process(cls, port: int) -> Self:
        """This one."""
        return cls(os.getpid(), port)

    def alive(self) -> bool:
        """Whether the process lives and is ours."""
        return process.runs(self.pid, MARKER)

    def answers(self, timeout: float = 10.0) -> bool:
        """Whether the URL answers within so many seconds."""
        try:
            # Not httpx, which takes a quarter of a second to load.
            with urllib.request.urlopen(self.url, timeout=timeout) as response:
                return bool(response.status < 500)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False

    def end(self) -> None:
        """Ask it to end, which stops the node in good order; after half a minute make it."""
        process.end(self.pid, MARKER)


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """One `ledger up` for a home, from before it plays. LedgerError AlreadyStarting."""
    with (home.root / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LedgerError("AlreadyStarting") from None
        yield


def read(home: Home) -> Running | None:
    """Return what was written last; it may have died since."""
    path = _path(home)
    return Running(**orjson.loads(path.read_bytes())) if path.exists() else None


def write(home: Home, running: Running) -> None:
    """Say that this process serves."""
    draft = _path(home).with_suffix(".draft")
    draft.write_bytes(orjson.dumps(asdict(running)))
    draft.replace(_path(home))
    (home.root / "port").write_text(str(running.port), encoding="ascii")


def port(home: Home) -> int:
    """Where a start serves unless it is told otherwise: where the last one did, so that a restart keeps its URL."""
    try:
        return int((home.root / "port").read_text("ascii"))
    except (OSError, ValueError):
        return PORT


def forget(home: Home) -> None:
    """Nothing serves any more."""
    _path(home).unlink(missing_ok=True)


def _path(home: Home) -> Path:
    return home.root / "up.json"
