"""A few dozen of the thousand kills (`scripts/torture kills`): nothing is lost, doubled or wrong."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.node
COUNT = 40


def torture(*words: str) -> str:
    """Run a long test's command in a process of its own, which forks and must have no threads; what it tells."""
    command = [sys.executable, "-m", "tests.faults", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    print(done.stdout)
    return done.stdout


def test_an_indexer_killed_at_random_moments_ends_with_the_fold_from_genesis(tool: Callable[[str], Path]) -> None:
    tool("anvil")
    told = torture("kills", "--count", str(COUNT))
    assert re.search(rf"seed \d+\n{COUNT} kills .* digest == fold from genesis", told)
