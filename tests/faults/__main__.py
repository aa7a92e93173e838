"""`python -m tests.faults kills|…`: the long runs of what tests/faults does in short (`scripts/torture`)."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from random import SystemRandom

from tests import postgres
from tests.faults.kills import Torture


def main() -> int:
    """Print the seed first, so that a run that fails can be repeated."""
    parser = argparse.ArgumentParser(prog="scripts/torture")
    commands = parser.add_subparsers(dest="command", required=True)
    kills = commands.add_parser("kills")
    kills.add_argument("--count", type=int, default=1000)
    kills.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    for command in (kills,):
        command.add_argument("--seed", type=int, default=SystemRandom().getrandbits(32))
    given = parser.parse_args()
    print(f"{given.command}: seed {given.seed}", flush=True)
    with _database(given.database) as url:
        print(Torture(given.count, given.seed, url).run())
    return 0


@contextmanager
def _database(kind: str) -> Iterator[str | None]:
    """The URL of an empty mirror on a server of our own; None for a file that is made later."""
    if kind == "sqlite":
        yield None
        return
    with contextmanager(postgres.serve)() as server:
        yield server.database().indexer


if __name__ == "__main__":
    sys.exit(main())
