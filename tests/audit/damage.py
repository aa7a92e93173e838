"""Somebody with the database file in hand: alters one cell after the other, and ``verify`` must name each."""

import random
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from ledger.audit.verify import Verdict

Cell = int | bytes | str | float | None


def run(path: Path, statement: str, *values: Cell) -> list[tuple[Cell, ...]]:
    """Run one statement on the file, in a transaction of its own."""
    connection = sqlite3.connect(path, timeout=30)
    try:
        with connection:
            return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


def each_cell_is_named_alone(
    path: Path, verify: Callable[[], Verdict], tables: Sequence[str], turns: int, seed: int = 20
) -> None:
    """Alter ``turns`` random cells of the tables, one at a time; each must be the one finding. Leaves no damage."""
    dice, named = random.Random(seed), 0
    filled = [table for table in tables if run(path, f"SELECT 1 FROM {table} LIMIT 1")]
    while named < turns:
        table = filled[named % len(filled)]
        infos = run(path, f"PRAGMA table_info({table})")
        columns, keys = [str(info[1]) for info in infos], [str(info[1]) for info in infos if info[5]]
        before = dict(zip(columns, dice.choice(run(path, f"SELECT * FROM {table}")), strict=True))
        column = dice.choice(columns)
        after = before | {column: _other(dice, before[column])}
        change = f"UPDATE {table} SET {column} = ? WHERE {' AND '.join(f'{name} = ?' for name in keys)}"
        try:
            run(path, change, after[column], *(before[name] for name in keys))
        except sqlite3.IntegrityError:
            continue  # that is the key of another row
        found = verify().findings
        assert [(f.kind, f.table, f.column) for f in found] == [("altered", table, column)], (table, before, after)
        run(path, f"DELETE FROM {table} WHERE {' AND '.join(f'{name} IS ?' for name in columns)}", *after.values())
        run(path, f"INSERT INTO {table} VALUES ({', '.join('?' for _ in columns)})", *before.values())
        named += 1
    assert verify().ok


def _other(dice: random.Random, value: Cell) -> Cell:
    """Another value: of the same type, or of one that the column must not have."""
    choices: list[Cell] = [1, "text", b"\0"]
    if isinstance(value, bytes):
        place = dice.randrange(len(value)) if value else 0
        flipped = value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :] if value else b"\1"
        choices = [flipped, value + b"\0", "text", 7]
    elif isinstance(value, int):
        choices = [value + 1, value + 1000, -value - 1, "text", b"\0", 0.5]
    return dice.choice(choices)
