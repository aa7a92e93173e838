"""Places for a mirror and an office on each kind of database: what tests that run on both are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from ledger.store.db import sqlite_url
from tests.postgres import Server

KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Place:
    """URLs of an empty mirror and an empty office. ``reader``: the mirror, for those who only read."""

    kind: str
    mirror: str
    office: str
    reader: str


Places = Callable[[str, Path], Place]
"""Takes a kind and a folder that SQLite may fill; every call gives a new place."""


def places(server: Callable[[], Server]) -> Places:
    """``server`` is called when PostgreSQL is first asked for."""
    numbers = count(1)

    def place(kind: str, folder: Path) -> Place:
        if kind == "postgresql":
            made = server().database()
            return Place(kind, made.indexer, made.api, made.reader)
        number = next(numbers)
        mirror, office = (sqlite_url(folder / f"{name}-{number}.db") for name in ("mirror", "office"))
        return Place(kind, mirror, office, mirror)

    return place
