"""From a block on a real Anvil to its rows in SQL, while the indexer follows in a process of its own."""

import random
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import Engine, select

from ledger.chain import clock, network
from ledger.chain.node import Node
from ledger.kit.numbers import PartyKind, Role
from ledger.parties.commands import NewParty, register
from ledger.store import base
from ledger.store.db import open_store, reading
from tests.benchmarks.figures import Figure, Say, at_most, plain
from tests.benchmarks.running import STORES, stores
from tests.conftest import ROOT
from tests.county import VILLAGE, YEAR, County

LIMIT = 250
ROWS = 10
"""Parties that each block registers."""
GAPS = (0.05, 0.45)
"""Seconds between two blocks, at random."""


def measure(folder: Path, blocks: int, rounds: int, say: Say) -> list[Figure]:
    """Every round a new database; the median of the rounds' 95th percentiles counts."""
    say("deploying the contracts on Anvil")
    profile = network.load("embedded")
    node = Node(folder / "chain", profile, port=0)
    node.start(genesis_time=clock.wall() - 20 * YEAR)
    try:
        with node.rpc() as rpc, stores() as places:
            county = County(node, rpc, profile, folder)
            county.chain.deployment.save(folder / "deployment.json")
            figures = []
            for store in STORES:
                found = []
                for number in range(rounds):
                    say(f"round {number + 1} of {rounds}: following {blocks} blocks, {store}")
                    place = places(store, folder)
                    with _follower(folder, node.url, place.mirror, place.office):
                        found.append(_latencies(county, place.mirror, blocks))
                tails = [quantiles(one, n=20)[-1] for one in found]
                named = f"block to SQL, {store}, a live follow of Anvil"
                figures.append(at_most(f"{named}, 95 of 100, ms", tails, LIMIT))
                figures.append(plain(f"{named}, half of them, ms", [median(one) for one in found]))
            return figures
    finally:
        node.stop()


@contextmanager
def _follower(folder: Path, node: str, mirror: str, office: str) -> Iterator[None]:
    words = ["follow", str(folder), node, mirror, office]
    command = [sys.executable, "-m", "tests.benchmarks.worker", *words]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()  # it has caught up
            yield
        finally:
            process.kill()


def _latencies(county: County, url: str, blocks: int) -> list[float]:
    """Milliseconds from the node's telling of a block to its rows in the database, for each block."""
    told: dict[int, float] = {}
    stop = threading.Event()
    watcher = threading.Thread(target=_watch, args=(county, told, stop))
    watcher.start()
    while not told:
        time.sleep(0.002)
    engine, found = open_store(url, "mirror"), []
    try:
        for _ in range(blocks):
            time.sleep(random.uniform(*GAPS))
            number = _next_block(county)
            while _mirrored(engine) < number:
                time.sleep(0.002)
            mirrored = time.perf_counter()
            # The node may have gone on before it was asked again.
            found.append(1000 * (mirrored - min(seen for height, seen in told.items() if height >= number)))
    finally:
        stop.set()
        watcher.join()
        engine.dispose()
    return found


def _watch(county: County, told: dict[int, float], stop: threading.Event) -> None:
    with county.node.rpc() as rpc:
        while not stop.is_set():
            told.setdefault(rpc.height(), time.perf_counter())
            time.sleep(0.002)


def _next_block(county: County) -> int:
    rows = [NewParty(PartyKind.HOUSEHOLD, VILLAGE, secrets.token_bytes(32), bytes(32)) for _ in range(ROWS)]
    [call] = register(county.bureau.id, rows)
    return county.one(county.bureau, Role.REGISTER, call).block


def _mirrored(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.execute(select(base.checkpoint.c.number)).scalar() or -1
