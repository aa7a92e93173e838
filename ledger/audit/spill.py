"""The steps of all rows, sorted on disk: however long the chain, memory holds one row's steps at a time.

A private temporary SQLite file that ends with the process. Steps come in the order of the events and are given back
row by row, in the order in which every database sorts the keys of its table.
"""

import marshal
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from types import TracebackType
from typing import Self

from sqlalchemy import LargeBinary, Table

from ledger.store.fold import Values
from ledger.store.schema import key_of
from ledger.store.stored import Row

CACHE_KIB = 8_192
_AT_ONCE = 2_000

Code = Callable[[Iterable[object]], bytes | None]
Steps = list[tuple[int, Values]]
"""Of one row, in order: which rule, and the values of the columns that it fills."""


def coder(table: Table) -> Code:
    """Return the function that writes a key (without ``chain_id``) as bytes that sort as databases sort the key.

    It gives None for what no key can be: of another type, or of another length.
    """
    sizes = [_size(table, name) for name in key_of(table)]
    if len(sizes) == 1 and sizes[0] is not None:
        return _whole(sizes[0])

    def code(key: Iterable[object]) -> bytes | None:
        parts = []
        for size, value in zip(sizes, key, strict=True):
            if size is None:
                if type(value) is not int:
                    return None
                parts.append((value + 2**63).to_bytes(8))
            elif isinstance(value, bytes) and len(value) == size:
                parts.append(value)
            else:
                return None
        return b"".join(parts)

    return code


def _whole(size: int) -> Code:
    """Most keys are one id."""

    def code(key: Iterable[object]) -> bytes | None:
        (value,) = key
        return value if isinstance(value, bytes) and len(value) == size else None

    return code


def key_in(table: Table, code: bytes) -> Values:
    """Return the key that ``coder`` wrote."""
    key: list[int | bytes] = []
    for name in key_of(table):
        size = _size(table, name)
        part, code = code[: size or 8], code[size or 8 :]
        key.append(int.from_bytes(part) - 2**63 if size is None else part)
    return tuple(key)


def _size(table: Table, name: str) -> int | None:
    """How many bytes a column of a key has; None for a number."""
    kind = table.c[name].type
    if not isinstance(kind, LargeBinary):
        return None
    assert kind.length is not None, f"{table.name}: bytes of any length are no key"
    return kind.length


class Spill:
    """Steps by table. ``kept``, ``given``: how many came in, how many went out."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "temp_store=FILE", f"cache_size=-{CACHE_KIB}"):
            self._db.execute(f"PRAGMA {pragma}")
        self._codes: dict[str, Code] = {}
        self._places: dict[str, int] = {}
        self._waiting: dict[str, list[tuple[bytes | None, int, bytes]]] = {}
        self.kept = self.given = 0
        for place, table in enumerate(tables):
            self._db.execute(f"CREATE TABLE steps{place} (key BLOB, rule INTEGER, data BLOB)")
            self._codes[table.name], self._places[table.name] = coder(table), place
            self._waiting[table.name] = []

    def add(self, table: str, key: Values, rule: int, values: Values) -> None:
        """Keep a step."""
        waiting = self._waiting[table]
        waiting.append((self._codes[table](key), rule, marshal.dumps(values)))
        self.kept += 1
        if len(waiting) >= _AT_ONCE:
            self._write(table)

    def rows(self, table: str) -> Iterator[tuple[bytes, Steps]]:
        """Yield each row's key, as ``coder`` writes it, and steps, by rising key."""
        self._write(table)
        found = self._db.execute(f"SELECT key, rule, data FROM steps{self._places[table]} ORDER BY key, rowid")
        for key, steps in groupby(found, itemgetter(0)):
            row = [(rule, marshal.loads(data)) for _, rule, data in steps]
            self.given += len(row)
            yield key, row

    def _write(self, table: str) -> None:
        waiting = self._waiting[table]
        self._db.execute("BEGIN")
        self._db.executemany(f"INSERT INTO steps{self._places[table]} VALUES (?, ?, ?)", waiting)
        self._db.execute("COMMIT")
        waiting.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()


def by_key(table: Table, chain_id: int, rows: Iterable[Row]) -> Iterator[tuple[bytes | None, Row]]:
    """Yield stored rows with their keys as ``coder`` writes them, None for a row that can be none of this chain."""
    code, width = coder(table), 1 + len(key_of(table))
    for row in rows:
        yield (code(row[1:width]) if row[0] == chain_id and type(row[0]) is int else None), row
