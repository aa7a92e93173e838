"""`python -m tests.faults kills|…`: the long runs of what tests/faults does in short (`scripts/torture`)."""

import argparse
import sys
from random import SystemRandom

from tests.faults.kills import Torture


def main() -> int:
    """Print the seed first, so that a run that fails can be repeated."""
    parser = argparse.ArgumentParser(prog="scripts/torture")
    commands = parser.add_subparsers(dest="command", required=True)
    kills = commands.add_parser("kills")
    kills.add_argument("--count", type=int, default=1000)
    kills.add_argument("--seed", type=int, default=SystemRandom().getrandbits(32))
    kills.add_argument("--url")
    given = parser.parse_args()
    print(f"{given.command}: seed {given.seed}", flush=True)
    print(Torture(given.count, given.seed, given.url).run())
    return 0


if __name__ == "__main__":
    sys.exit(main())
