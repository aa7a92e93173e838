"""Measures what the system promises about time, each figure beside its bar; exit 1 if one is missed (`scripts/bench`).

    scripts/bench [WHAT ...] [--quick] [--rounds N] [--json]

WHAT: programs (the commands that people wait for), mirror (mirror, rebuild, verify), follow (block to SQL),
certificates (size, issue, check), growth (cost of an event as the chain grows). Without WHAT: all of them, about half
an hour; with --quick a few minutes, on chains that are too small to judge by.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import orjson

from tests.benchmarks import certificates, following, growth, mirroring, programs
from tests.benchmarks.figures import Figure, Say

EVENTS, FEWER = 200_000, 20_000
SIZES, SMALLER = (20_000, 200_000, 2_000_000), (20_000, 100_000)
BLOCKS, SHORTER = 100, 20
BESIDE, NEAR = 50_000, 2_000


def main() -> int:
    """Print a line for each figure, or all as JSON."""
    read = argparse.ArgumentParser(prog="scripts/bench", description=__doc__.partition("\n")[0])
    read.add_argument("what", nargs="*", choices=[*_measures(False, 1), []], default=[])
    read.add_argument("--quick", action="store_true", help="small chains, one round: to see that it works")
    read.add_argument("--rounds", type=int, default=0, help="medians of so many (default 3)")
    read.add_argument("--json", action="store_true")
    given = read.parse_args()
    measures = _measures(given.quick, given.rounds or (1 if given.quick else 3))
    figures: list[Figure] = []
    for what in given.what or measures:
        with tempfile.TemporaryDirectory(prefix="ledger-bench-") as folder:
            found = measures[what](Path(folder), lambda line: print(f"... {line}", file=sys.stderr))
        figures += found
        if not given.json:
            print("\n".join(figure.line() for figure in found), flush=True)
    if given.json:
        print(orjson.dumps([figure.as_dict() for figure in figures], option=orjson.OPT_INDENT_2).decode())
    return int(not all(figure.good for figure in figures))


def _measures(quick: bool, rounds: int) -> dict[str, Callable[[Path, Say], list[Figure]]]:
    return {
        "programs": programs.measure,
        "mirror": lambda folder, say: mirroring.measure(folder, FEWER if quick else EVENTS, rounds, say),
        "follow": lambda folder, say: following.measure(folder, SHORTER if quick else BLOCKS, rounds, say),
        "certificates": lambda folder, say: certificates.measure(folder, NEAR if quick else BESIDE, say),
        "growth": lambda folder, say: growth.measure(folder, SMALLER if quick else SIZES, rounds, say),
    }


if __name__ == "__main__":
    sys.exit(main())
