"""`python -m tests.faults kills|…`: the long runs of what tests/faults does in short (`scripts/torture`)."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom

from ledger.chain import network, process
from ledger.chain.node import Node
from ledger.store.db import sqlite_url
from tests import postgres
from tests.faults import forks, imports
from tests.faults.kills import Torture
from tests.faults.unsteady import endure
from tests.indexer.shelf import Node as Anvil
from tests.stores import KINDS


def main() -> int:
    """Print the seed first, so that a run that fails can be repeated."""
    parser = argparse.ArgumentParser(prog="scripts/torture")
    commands = parser.add_subparsers(dest="command", required=True)
    kills = commands.add_parser("kills")
    kills.add_argument("--count", type=int, default=1000)
    node = commands.add_parser("node")
    node.add_argument("--count", type=int, default=1000)
    import_ = commands.add_parser("import")
    import_.add_argument("--count", type=int, default=100)
    import_.add_argument("--home", type=Path)
    for command in (kills, import_):
        command.add_argument("--database", choices=KINDS, default="sqlite")
    for command in (kills, node, import_):
        command.add_argument("--seed", type=int, default=SystemRandom().getrandbits(32))
    given = parser.parse_args()
    print(f"{given.command}: seed {given.seed}", flush=True)
    if given.command == "kills":
        with _database(given.database) as found:
            print(Torture(given.count, given.seed, found.indexer if found else None).run())
    elif given.command == "node":
        print(_node(given.count, given.seed))
    else:
        with _database(given.database) as found:
            if found is not None:
                os.environ |= {"LEDGER_MIRROR": found.indexer, "LEDGER_OFFICE": found.api}
            print(_import(given.home, given.count, given.seed))
    return 0


def _node(count: int, seed: int) -> str:
    """So many faults of the connection to a node."""
    with tempfile.TemporaryDirectory() as folder:
        node = Anvil.start(process.program())
        try:
            told = endure(node, sqlite_url(Path(folder) / "mirror.db"), seed, count)
        finally:
            node.stop()
    return f"{count} faults, told as {dict(told)}; digest == fold from genesis"


def _import(home: Path | None, count: int, seed: int) -> str:
    """On the home that is given, or on one of our own where the sample is played first."""
    if home is not None:
        return imports.torture(home, count, seed)
    with tempfile.TemporaryDirectory() as folder:
        # The node is of another process, so that this one stays without threads.
        forks.finish(forks.start(lambda: imports.play(Path(folder))))
        try:
            return imports.torture(Path(folder), count, seed)
        finally:
            Node(Path(folder) / "chain", network.load("embedded")).stop()


@contextmanager
def _database(kind: str) -> Iterator[postgres.Database | None]:
    """An empty database on a server of our own; None for files that are made later."""
    if kind == "sqlite":
        yield None
        return
    with contextmanager(postgres.serve)() as server:
        yield server.database()


if __name__ == "__main__":
    sys.exit(main())
