"""The indexer killed at random moments while blocks arrive; at the end the mirror is what a fold from genesis gives.

Each child is a whole indexer that follows the chain, or first rebuilds, resyncs or rewinds. It notes in a shared byte
what it is doing, so that the report can say in what the kills hit.
"""

import mmap
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from threading import Event

from sqlalchemy import Connection, event

from ledger.chain import process
from ledger.chain.deployment import Deployment
from ledger.chain.rpc import Rpc
from ledger.store import indexes
from ledger.store.db import reading, sqlite_url
from tests.faults import forks, oracle
from tests.faults.acts import Acts
from tests.indexer.shelf import Node, World, artifacts, deploy, world

PHASES = ("starting", "asking the node", "reading the database", "in a transaction", "writing rows", "comparing, idle")
_CHECK = 25
"""After so many kills the mirror is compared as the kill left it."""


class Torture:
    """One chain, one database. ``url`` None: a SQLite file of its own."""

    def __init__(self, count: int, seed: int, url: str | None = None) -> None:
        self.count, self.random, self._given = count, Random(seed), url
        self._phase = mmap.mmap(-1, 1)
        self._end = mmap.mmap(-1, 1)
        self.hit: Counter[str] = Counter()
        self.works: Counter[str] = Counter()

    def run(self) -> str:
        """All of it. Returns what to tell; RuntimeError or AssertionError when the mirror is wrong at any time."""
        artifacts()
        with tempfile.TemporaryDirectory() as folder:
            self._url = self._given or sqlite_url(Path(folder) / "mirror.db")
            node = Node.start(process.program(), "--prune-history", "64")
            try:
                return self._play(node.rpc.url, deploy(node.rpc))
            finally:
                node.stop()

    def _play(self, rpc: str, deployment: Deployment) -> str:
        self._rpc, self._deployment = rpc, deployment
        seed, started = self.random.getrandbits(64), time.monotonic()
        producer = forks.start(lambda: self._produce(seed))
        kills = 0
        try:
            while kills < self.count:
                kills += self._once()
                if kills % _CHECK == 0:
                    forks.finish(forks.start(self._check))
        finally:
            self._end[0] = 1
            forks.finish(producer)
        forks.finish(forks.start(self._settle))
        return (
            f"{kills} kills in {time.monotonic() - started:.0f} s; hit while {dict(self.hit)}; "
            f"killed in {dict(self.works)}; {Rpc(rpc).height()} blocks; digest == fold from genesis"
        )

    def _once(self) -> bool:
        random = self.random
        work = random.choices(("follow", "rebuild", "resync", "rewind"), (20, 2, 1, 1))[0]
        self._phase[0] = 0
        child = forks.start(lambda: self._index(work))
        # Long work is hit anywhere, the usual start and its first blocks densely; half of all wait for a chosen phase.
        phase = random.choice((None, 2, 3, 4, 4, 5, 5))
        after = random.uniform(0, 0.2) if work == "follow" and phase is None else 10 ** random.uniform(-1.5, 0)
        self._wait(phase, after)
        killed = forks.kill(child, random.uniform(0, 0.003))
        if killed:
            self.hit[PHASES[self._phase[0]]] += 1
            self.works[work] += 1
        return killed

    def _wait(self, phase: int | None, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self._phase[0] != phase and time.monotonic() < until:
            time.sleep(0.0002)

    def _open(self) -> World:
        return world(Rpc(self._rpc), self._deployment, self._url)

    def _index(self, work: str) -> None:
        made = self._open()
        made.indexer.tell = _quiet
        _note(made, self._phase)
        made.indexer.start()
        if work == "rewind":
            made.indexer.rewind(max(0, made.chain.rpc.height() - 30))
        elif work == "resync":
            made.indexer.resync()
        elif work == "rebuild" and made.indexer.sync() >= 0:
            made.indexer.rebuild()
        made.indexer.follow(Event(), 0.005)

    def _produce(self, seed: int) -> None:
        random = Random(seed)
        acts = Acts(self._open(), random, silence=20)
        while not self._end[0]:
            acts.step()
            time.sleep(random.uniform(0, 0.02))

    def _check(self) -> None:
        """What a kill left is whole: every table is at the checkpoint's block."""
        made = self._open()
        made.mirror.create()
        with reading(made.mirror.engine) as connection:
            at = made.mirror.checkpoint(connection)
            found, broken = oracle.stored(connection, made.mirror), oracle.broken(connection, made.mirror)
        last = made.chain.deployment.start_block - 1 if at is None else at.number
        _same(found, oracle.folded(made.mirror, made.source, last, broken))

    def _settle(self) -> None:
        """Let it come to the end, and compare all."""
        made = self._open()
        made.indexer.tell = _quiet
        made.indexer.start()
        made.indexer.sync()
        made.indexer.sync()
        with reading(made.mirror.engine) as connection:
            found = oracle.stored(connection, made.mirror)
            assert not indexes.missing(connection, made.mirror.tables)
        _same(found, oracle.folded(made.mirror, made.source, made.chain.rpc.height()))


def _same(found: oracle.Digests, right: oracle.Digests) -> None:
    wrong = sorted(name for name in right if found[name] != right[name])
    assert not wrong, f"other than the fold: {', '.join(wrong)}"


def _quiet(key: str, fields: dict[str, object]) -> None:
    """Say only what no kill explains."""
    if key not in ("store.broken", "store.goes_on"):
        print(key, fields, file=sys.stderr)


def _note(made: World, phase: mmap.mmap) -> None:
    """Keep the shared byte at what the database is doing."""

    def begun(connection: Connection) -> None:
        phase[0] = 3 if connection.get_execution_options().get("ledger_write") else 2

    def wrote(*given: object) -> None:
        if phase[0] == 3 and str(given[2]).startswith(("INSERT", "UPDATE", "DELETE")):
            phase[0] = 4

    def ended(_: Connection) -> None:
        phase[0] = 5 if phase[0] in (4, 5) else 1

    event.listen(made.mirror.engine, "begin", begun)
    event.listen(made.mirror.engine, "commit", ended)
    event.listen(made.mirror.engine, "rollback", ended)
    event.listen(made.mirror.engine, "after_cursor_execute", wrote)
