"""One random cell after the other altered, every table and column in turn: ``verify`` must name each, and it alone.

python -m tests.audit.thousand [--database sqlite|postgresql] [--turns 1000] [--seed NUMBER]
"""

import argparse
import random
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from ledger.audit.verify import Verdict, verify
from ledger.chain import clock, network
from ledger.chain.client import Chain
from ledger.chain.network import Network
from ledger.chain.node import Node
from ledger.indexer.opening import open_indexer
from ledger.store.mirror import Mirror
from ledger.store.office import open_office
from ledger.store.source import Source
from tests.audit.cells import Hand
from tests.audit.filled import fill
from tests.county import YEAR, County
from tests.postgres import serve
from tests.stores import KINDS, Place, places


@dataclass(frozen=True)
class Mirrored:
    """A mirror that holds the whole chain, and the office for what is found."""

    mirror: Mirror
    source: Source
    office: Engine

    def verify(self) -> Verdict:
        """Everything."""
        return verify(self.mirror, self.source, self.office)


@contextmanager
def filled(folder: Path) -> Iterator[County]:
    """A chain on a node of its own on which everything has happened."""
    embedded = network.load("embedded")
    node = Node(folder / "chain", embedded, port=0)
    node.start(genesis_time=clock.wall() - 20 * YEAR)
    try:
        with node.rpc() as rpc:
            county = County(node, rpc, embedded, folder)
            fill(county)
            yield county
    finally:
        node.stop()


def mirrored(chain: Chain, profile: Network, place: Place) -> Mirrored:
    """Mirror a chain into a place."""
    indexer = open_indexer(chain, profile, place.mirror)
    indexer.start()
    indexer.sync()
    return Mirrored(indexer.mirror, indexer.source, open_office(place.office))


def alter(case: Mirrored, turns: int, seed: int, tell: Callable[[int], object]) -> set[tuple[str, str]]:
    """Alter one cell after the other; AssertionError when it is not what is found, alone. Returns the columns."""
    hand = Hand(case.mirror, random.Random(seed))
    places, seen = hand.places(), set[tuple[str, str]]()
    for turn in range(turns):
        table, at = places[turn % len(places)]
        with hand.altered(table, at) as finding:
            found = case.verify().findings
            assert found == (finding,), f"seed {seed}, turn {turn}: {finding} altered, found {found}"
        seen.add((table.name, table.columns[at].name))
        tell(turn + 1)
    assert case.verify().ok
    assert turns < len(places) or len(seen) == sum(len(table.columns) for table in hand.tables)
    return seen


def main(given: list[str]) -> int:
    """Run it and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit.thousand", description=__doc__)
    parser.add_argument("--database", choices=KINDS, default=KINDS[0])
    parser.add_argument("--turns", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    asked = parser.parse_args(given)
    print(f"{asked.database}, seed {asked.seed}", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        county = stack.enter_context(filled(Path(folder)))
        place = places(lambda: stack.enter_context(contextmanager(serve)()))(asked.database, Path(folder))
        case = mirrored(county.chain, county.network, place)

        def tell(turn: int) -> None:
            if turn % 100 == 0:
                print(f"{turn} altered, {turn} found ({time.monotonic() - started:.0f} s)", flush=True)

        seen = alter(case, asked.turns, asked.seed, tell)
        columns = sum(len(table.columns) for table in case.mirror.tables)
        print(f"{asked.turns} cells altered, {asked.turns} found, each alone: {len(seen)} of {columns} columns")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
