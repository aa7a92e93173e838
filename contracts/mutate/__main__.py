"""Alters the contracts and asks whether the tests notice.

scripts/mutate run --count 300 --seed 1 [--record FILE]   mutants drawn at random; goes on where it stopped
scripts/mutate report [--record FILE]                     score and survivors
scripts/mutate planted [NAME...]                          the planted bugs, and which tests find each
"""

import argparse
import sys
from pathlib import Path

from contracts.compile import ROOT
from contracts.mutate import campaign, planted

RECORD = ROOT / ".cache" / "mutants.jsonl"


def main(arguments: list[str]) -> int:
    """Exit code: 1 when a planted bug is not found."""
    parser = argparse.ArgumentParser(prog="scripts/mutate", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run, report = commands.add_parser("run"), commands.add_parser("report")
    run.add_argument("--count", type=int, default=300)
    run.add_argument("--seed", type=int, default=1)
    run.add_argument("--again", action="store_true", help="survivors once more")
    for command in (run, report):
        command.add_argument("--record", type=Path, default=RECORD)
    bugs = commands.add_parser("planted")
    bugs.add_argument("names", nargs="*")
    options = parser.parse_args(arguments)
    if options.command == "planted":
        return planted.run(options.names)
    options.record.parent.mkdir(exist_ok=True)
    results = campaign.read(options.record)
    if options.command == "run":
        results = campaign.run(options.count, options.seed, options.record, options.again)
    print(campaign.report(results))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
