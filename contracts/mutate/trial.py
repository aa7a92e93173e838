"""One altered system against the tests: what they say, and which of them said it."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from contracts.compile import ROOT, TARGET

TESTS = ROOT / "contracts" / "test"
LEFT_OUT = {"test_gas.py": "any change of code changes its size", "test_deployment.py": "deploys what is committed"}
"""Test files that an altered system is not held to, and why."""
FIRST = {
    "Enrolments": ["enrolments"], "Dossiers": ["enrolments", "vectors"], "Kinds": ["kinds"], "Parties": ["parties"],
    "Postings": ["postings"], "OfficeGates": ["postings", "gates"], "Divisions": ["postings", "vectors"],
    "Gated": ["gates"], "Assets": ["assets"], "Publicity": ["assets"], "Rights": ["rights", "grants"],
    "RightBook": ["rights", "locks"], "Layers": ["rights_layers"], "Locks": ["locks", "rights_subs", "consents"],
    "Orders": ["orders"], "Transfers": ["transfers", "grants"], "Mortgages": ["mortgages", "consents"],
    "MortgageBook": ["mortgages"], "MortgageChanges": ["mortgages_changes", "mortgages"],
    "Offers": ["transfers", "mortgages_offer"], "Barrable": ["parties", "orders"], "Jurisdiction": ["vectors"],
    "Ids": ["vectors"], "Subject": ["vectors"], "Recorder": ["enrolments"], "Collective": ["mortgages_offer", "assets"],
}  # fmt: skip
"""Source -> the tests that most likely notice: they come first, the rest follows."""
SECONDS = 300
"""Longer than any run of the tests: a change that makes them hang is noticed, too."""


def ordered(source: str) -> list[str]:
    """Paths of all test files, the likely ones for a source (its stem) first, the stateful runs last."""
    names = sorted(path.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py"))
    first = [f"test_{part}" for part in FIRST.get(source, [])]

    def place(name: str) -> tuple[bool, int]:
        return "/" in name, next((at for at, part in enumerate(first) if name.startswith(part)), len(first))

    return [f"contracts/test/{name}" for name in sorted(names, key=place) if name not in LEFT_OUT]


def noticed(artifacts: Mapping[str, Any], tests: Sequence[str], *options: str) -> list[str]:
    """Names of the tests that fail with these contracts in the place of the committed ones."""
    with tempfile.TemporaryDirectory() as folder:
        for path in TARGET.glob("*.json"):
            row = artifacts.get(path.stem)
            text = json.dumps(row) if row else path.read_text("utf-8")
            Path(folder, path.name).write_text(text, "utf-8")
        if "Words" in artifacts:
            Path(folder, "Words.json").write_text(json.dumps(artifacts["Words"]), "utf-8")
        return _failures(folder, [*tests, *options])


def unaltered(artifacts: Mapping[str, Any]) -> bool:
    """Whether the compiler made the same code as before: no test can tell such a mutant."""
    ours = {name: row for name, row in artifacts.items() if name != "Words"}
    committed = {name: json.loads((TARGET / f"{name}.json").read_text("utf-8")) for name in ours}
    return all(row["bytecode"] == committed[name]["bytecode"] for name, row in ours.items())


def _failures(folder: str, arguments: Sequence[str]) -> list[str]:
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider", "-rfE", *arguments]
    environment = os.environ | {"CONTRACTS_UNDER_TEST": folder, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return ["(the tests do not end)"]
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    found = re.findall(r"^(?:FAILED|ERROR) contracts/test/(\S+?::\w+)", done.stdout, re.MULTILINE)
    if done.returncode and not found:
        raise RuntimeError(done.stdout[-2000:])
    return list(dict.fromkeys(found))
