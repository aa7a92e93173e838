"""What every test may use: what the machine must have, and what to do when it has not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent


def lacking(reason: str) -> NoReturn:
    """Skips the test that calls it; in CI, where nothing may be lacking, fails it. `reason`: what is missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must not lack this: {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def tool() -> Callable[[str], Path]:
    """`tool("anvil")`: the path of a program from node_modules or PATH; skips, or in CI fails, when there is none."""

    def find(name: str) -> Path:
        path = shutil.which(name, path=f"{ROOT / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}")
        if path is None:
            lacking(f"{name} is neither in node_modules nor in PATH")
        return Path(path)

    return find
