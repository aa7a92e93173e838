"""The processes of a measurement: a made chain and its node, a PostgreSQL as it comes, one worker at a time."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from tests.benchmarks.making import Making
from tests.conftest import ROOT
from tests.postgres import serve
from tests.stores import Places, places

STORES = ("sqlite", "postgresql")


@contextmanager
def served(folder: Path, events: int) -> Iterator[str]:
    """The URL of a node that serves a made chain of so many events, made in this folder unless it is there."""
    if not (folder / "deployment.json").exists():
        Making(folder, events).write()
    command = [sys.executable, "-m", "tests.benchmarks.served", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


@contextmanager
def stores() -> Iterator[Places]:
    """Places for databases. PostgreSQL runs with its own defaults: fsync on, nothing tuned."""
    for server in serve(("max_connections=20",)):
        yield places(lambda server=server: server)  # type: ignore[misc]


def ceiling(node: str, blocks: int) -> tuple[float, float]:
    """Seconds that raw ``eth_getLogs`` takes for all blocks of the chain: of the clock, of the processor."""
    _, clock, processor = _said("ceiling", node, "1", str(blocks)).split()
    return float(clock), float(processor)


def worker(what: str, folder: Path, node: str, mirror: str, office: str) -> dict[str, float]:
    """What one process took to do one thing."""
    taken: dict[str, float] = orjson.loads(_said("worker", what, str(folder), node, mirror, office))
    return taken


def _said(module: str, *words: str) -> str:
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module} {words[0]} failed")
    return done.stdout
