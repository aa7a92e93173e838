"""One altered system against the tests: what they say, and which of them said it."""

import json
import os
import re
import signal
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from contracts.compile import ROOT, TARGET
from contracts.test import gate_cases, heads, machine, world  # loaded once, for every child

TESTS = ROOT / "contracts" / "test"
LOADED = (gate_cases, heads, machine, world)
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


def ordered(source: str) -> tuple[list[str], list[str]]:
    """Paths of the test files that likely notice a change of a source (its stem), and of all others, the stateful
    runs last."""
    names = sorted(path.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py"))
    first = [f"test_{part}" for part in FIRST.get(source, [])]

    def place(name: str) -> tuple[bool, int]:
        return "/" in name, next((at for at, part in enumerate(first) if name.startswith(part)), len(first))

    paths = [f"contracts/test/{name}" for name in sorted(names, key=place) if name not in LEFT_OUT]
    likely = sum(place(name)[1] < len(first) for name in names if name not in LEFT_OUT)
    return paths[:likely], paths[likely:]


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
    """A child of this process runs the tests: what they import is loaded already."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        child = os.fork()
        if child == 0:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            os.environ |= {"CONTRACTS_UNDER_TEST": folder, "STATEFUL_RUNS": os.environ.get("STATEFUL_RUNS", "24")}
            signal.alarm(SECONDS)
            os._exit(pytest.main(["-q", "--tb=no", "-p", "no:cacheprovider", "-rfE", *arguments]))
        _, status = os.waitpid(child, 0)
        output.seek(0)
        said = output.read()
    if os.WIFSIGNALED(status):
        return ["(the tests do not end)"]
    found = re.findall(r"^(?:FAILED|ERROR) contracts/test/(\S+?::\w+(?:\[\d+ \w+\])?)", said, re.MULTILINE)
    if os.WEXITSTATUS(status) not in (0, 1) or bool(found) != bool(status):
        raise RuntimeError(said[-2000:])
    return list(dict.fromkeys(found))
