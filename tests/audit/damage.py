"""Somebody with the database file in hand."""

import sqlite3
from pathlib import Path

Cell = int | bytes | str | float | None


def run(path: Path, statement: str, *values: Cell) -> list[tuple[Cell, ...]]:
    """Run one statement on the file, in a transaction of its own."""
    connection = sqlite3.connect(path, timeout=30)
    try:
        with connection:
            return connection.execute(statement, values).fetchall()
    finally:
        connection.close()
