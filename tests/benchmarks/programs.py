"""The commands that people wait for, on a home of its own: help, import, up, up again, verify."""

import json
import os
import subprocess
import sys
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
from tests.benchmarks.figures import Figure, Say, at_least, at_most
from tests.conftest import ROOT

ROWS = 20_000


def measure(folder: Path, say: Say) -> list[Figure]:
    """Each once, but the help: the best of three, as what the machine does beside it is not ours."""
    say("help, a register of 20,000 rows, the sample villages")
    return [_help(), _import(folder), *_runs(folder / "home")]


def _help() -> Figure:
    return at_most("ledger --help, s", [min(_timed(["--help"], {})[0] for _ in range(3))], 0.3)


def _import(folder: Path) -> Figure:
    """A register of the first village's rows, again and again under new numbers."""
    rows = [dict(row.cells) for row in generate().assets if row.village == 0 and row.cells.get(Field.OWN_NUMBER)]
    book = folder / "large.xlsx"
    write_register(book, "登记表", "", ({**rows[at % len(rows)], Field.OWN_NUMBER: f"N{at}"} for at in range(ROWS)))
    settings, started = Settings(divisions()), time.perf_counter()
    report = dry_run(book, settings)
    rate = len(report.rows) / (time.perf_counter() - started)
    return at_least("import, rows a second to the dry-run result", [rate], 10_000)


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
        at_most("up with packages installed, s", [first], 180),
        at_most("up again, s", [again], 10),
        at_most("verify of the three villages, s", [checked], 5),
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
