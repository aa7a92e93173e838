"""A few dozen of the thousand kills (`scripts/torture kills`): nothing is lost, doubled or wrong."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.node
KILLS = {"sqlite": 40, "postgresql": 20}


def torture(*words: str) -> str:
    """Run a long test's command in a process of its own, which forks and must have no threads; what it tells."""
    command = [sys.executable, "-m", "tests.faults", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    print(done.stdout)
    return done.stdout


@pytest.mark.parametrize(("database", "count"), KILLS.items())
def test_an_indexer_killed_at_random_moments_ends_with_the_fold_from_genesis(
    tool: Callable[[str], Path], request: pytest.FixtureRequest, database: str, count: int
) -> None:
    tool("anvil")
    if database == "postgresql":
        request.getfixturevalue("postgres")  # skips where there is none
    told = torture("kills", "--count", str(count), "--database", database)
    assert re.search(rf"seed \d+\n{count} kills .* digest == fold from genesis", told)
