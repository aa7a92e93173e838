"""The committed files, as git knows them, for the tests of conventions."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def files(root: Path) -> Callable[..., list[Path]]:
    """`files(".py", ".sol")`: what git tracks or would track, with one of these endings; all files without one."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    paths = [root / name for name in listed.stdout.decode().split("\0") if name]

    def ending(*suffixes: str) -> list[Path]:
        return [p for p in paths if p.is_file() and (not suffixes or p.suffix in suffixes)]

    return ending
