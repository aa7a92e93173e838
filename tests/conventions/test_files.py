"""What every committed file keeps to: size, licence line, and nothing that belongs to one machine or one host."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

Files = Callable[..., list[Path]]

MAX_LINES = 250
# Written in halves, so that this file does not break its own rules.
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
MACHINE = re.compile(r"(?<![\w.}/])/(work|root|home|tmp)/" + r"\w")
PACKAGE_HOSTS = [
    "pythonhosted" + ".org",
    "pypi" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "yarnpkg" + ".com",
    "npmmirror" + ".com",
    "tuna.tsinghua" + ".edu.cn",
]
TEXT = (".py", ".sol", ".md", ".toml", ".txt", ".json", ".yaml", ".yml", ".html", ".css", ".js", ".sh", ".ini", "")


def _lines(paths: list[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{path}:{number}", line


def test_source_files_stay_small(files: Files) -> None:
    sizes = {str(p): len(p.read_text(encoding="utf-8").splitlines()) for p in files(".py", ".sol")}
    assert {path: size for path, size in sizes.items() if size > MAX_LINES} == {}


def test_solidity_names_its_licence(files: Files) -> None:
    first = {str(p): p.read_text(encoding="utf-8").partition("\n")[0] for p in files(".sol")}
    assert [path for path, line in first.items() if line != "// SPDX-License-Identifier: Apache-2.0"] == []


def test_python_starts_with_its_docstring(files: Files) -> None:
    texts = {str(p): p.read_text(encoding="utf-8").removeprefix("#!/usr/bin/env python3\n") for p in files(".py")}
    assert [path for path, text in texts.items() if not text.startswith(('"""', 'r"""'))] == []


def test_nothing_is_left_for_later(files: Files) -> None:
    assert [
        at for at, line in _lines(files(".py", ".sol", ".js", ".html", ".toml", "")) if UNFINISHED.search(line)
    ] == []


def test_nothing_names_a_path_of_one_machine(files: Files) -> None:
    assert [at for at, line in _lines(files(*TEXT)) if MACHINE.search(line)] == []


def test_nothing_names_a_package_host(files: Files) -> None:
    assert [at for at, line in _lines(files(*TEXT)) if any(host in line for host in PACKAGE_HOSTS)] == []


def test_the_lock_file_holds_a_hash_for_every_package(root: Path) -> None:
    packages = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [
        name for name, entry in packages.items() if name and ("integrity" not in entry or "resolved" in entry)
    ] == []
