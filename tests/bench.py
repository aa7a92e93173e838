"""Measures what the system promises about time, on a home of its own; exit 1 if it is slower (`scripts/bench`)."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ledger.chain.process import free_port
from ledger.intake.columns import Field
from ledger.intake.dry_run import dry_run
from ledger.intake.rows import Settings
from ledger.intake.template import write_register
from ledger.sample.places import divisions
from ledger.sample.world import generate
from tests.conftest import ROOT

ROWS = 20_000
Figure = tuple[str, float, str, bool]


def main() -> int:
    """Prints a line for each figure: what, measured, bar."""
    with tempfile.TemporaryDirectory() as folder:
        figures = [_help(), _import(Path(folder)), *_runs(Path(folder) / "home")]
    for name, found, bar, good in figures:
        print(f"{'ok  ' if good else 'SLOW'} {name:<44} {found:>10,.2f}   {bar}")
    return int(not all(good for _, _, _, good in figures))


def _help() -> Figure:
    """The best of three: what the machine does beside it is not ours."""
    best = min(_timed(["--help"], {})[0] for _ in range(3))
    return "ledger --help, s", best, "<= 0.3", best <= 0.3


def _import(folder: Path) -> Figure:
    """A register of the first village's rows, again and again under new numbers."""
    rows = [dict(row.cells) for row in generate().assets if row.village == 0 and row.cells.get(Field.OWN_NUMBER)]
    book = folder / "large.xlsx"
    write_register(book, "登记表", "", ({**rows[at % len(rows)], Field.OWN_NUMBER: f"N{at}"} for at in range(ROWS)))
    settings, started = Settings(divisions()), time.perf_counter()
    report = dry_run(book, settings)
    rate = len(report.rows) / (time.perf_counter() - started)
    return "import, rows a second to the dry-run result", rate, ">= 10,000", rate >= 10_000


def _runs(home: Path) -> list[Figure]:
    environment, port = {"LEDGER_HOME": str(home)}, str(free_port(0))
    start = ["up", "--detach", "--port", port, "--json"]
    try:
        first, _ = _timed(start, environment)
        _timed(["down"], environment)
        again, _ = _timed(start, environment)
        _, found = _timed(["verify", "--json"], environment)
    finally:
        _timed(["down"], environment)
    checked = float(found["seconds"])
    return [
        ("up with packages installed, s", first, "<= 180", first <= 180),
        ("up again, s", again, "<= 10", again <= 10),
        ("verify of the three villages, s", checked, "<= 5", checked <= 5),
    ]


def _timed(words: list[str], environment: dict[str, str]) -> tuple[float, dict[str, Any]]:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "ledger", *words],
        env=os.environ | environment,
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    return seconds, json.loads(done.stdout) if "--json" in words else {}


if __name__ == "__main__":
    sys.exit(main())
