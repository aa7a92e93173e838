"""The long tests as commands of their own, as `scripts/torture` runs them."""

import subprocess
import sys

from tests.conftest import ROOT


def torture(*words: str) -> str:
    """Run a long test's command in a process of its own, which forks and must have no threads; what it tells."""
    command = [sys.executable, "-m", "tests.faults", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    print(done.stdout)
    return done.stdout
