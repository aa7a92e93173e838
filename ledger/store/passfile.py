"""Passwords in the form of libpq's password file: a line each, host:port:database:role:password, mode 0600."""

import os
from collections.abc import Mapping
from pathlib import Path


def keep(path: Path, where: tuple[str, str, str], passwords: Mapping[str, str]) -> None:
    """Put passwords by role into the file, in place of older ones; all other lines stay. Whole or not at all."""
    added = {_line((*where, role)): _escaped(password) for role, password in passwords.items()}
    kept = path.read_text("utf-8").splitlines() if path.exists() else []
    lines = [line for line in kept if not line.startswith(tuple(f"{start}:" for start in added))]
    lines += [f"{start}:{password}" for start, password in added.items()]
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
    draft.replace(path)


def _line(parts: tuple[str, ...]) -> str:
    return ":".join(map(_escaped, parts))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(":", "\\:")
