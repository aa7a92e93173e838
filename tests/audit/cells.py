"""Somebody with the database in hand: alters a cell, deletes a row, adds one, on either kind of database."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, Table
from sqlalchemy.exc import DBAPIError

from ledger.audit.findings import Finding, shown
from ledger.store.db import reading, writing
from ledger.store.mirror import Mirror
from ledger.store.schema import key_of

Cell = Any
Row = tuple[Cell, ...]
Place = tuple[Table, int]
"""A table and which of its columns."""


class Hand:
    """On the mirror of one chain. Whatever it does is undone at the end of the ``with``. ``among``: which rows."""

    def __init__(
        self, mirror: Mirror, dice: random.Random, among: Callable[[Table, Row], bool] = lambda table, row: True
    ) -> None:
        self.tables = mirror.tables
        self._engine: Engine = mirror.engine
        self._dice = dice
        self._loose = self._engine.dialect.name == "sqlite"
        self._rows = {table.name: [row for row in self._read(table) if among(table, row)] for table in self.tables}

    def places(self) -> list[Place]:
        """Every column of every table that has a row, in a random order that begins with one column of each table."""
        first, rest = [], []
        for table in (table for table in self.tables if self._rows[table.name]):
            columns = [(table, at) for at in range(len(table.columns))]
            self._dice.shuffle(columns)
            first.append(columns[0])
            rest.extend(columns[1:])
        self._dice.shuffle(first)
        self._dice.shuffle(rest)
        return first + rest

    @contextmanager
    def altered(self, table: Table, at: int) -> Iterator[Finding]:
        """One cell of a random row has another value; gives the one finding that this must lead to."""
        before, after = self._alter(table, at)
        yield Finding(
            "altered", table.name, _key(table, before), table.columns[at].name, shown(before[at]), shown(after[at])
        )
        column = self._quote(table.columns[at].name)
        self._run(
            f"UPDATE {self._name(table)} SET {column} = ? WHERE {self._where(table)}", before[at], *_ids(table, after)
        )
        assert self._find(table, before) == before

    @contextmanager
    def deleted(self, table: Table) -> Iterator[Finding]:
        """A random row is gone."""
        row = self._dice.choice(self._rows[table.name])
        self._delete(table, row)
        yield Finding("missing", table.name, _key(table, row), None, _whole(table, row), None)
        self._insert(table, row)

    @contextmanager
    def inserted(self, table: Table) -> Iterator[Finding]:
        """There is a row that no event made: a random one's copy under another key."""
        last = len(key_of(table))
        while True:
            row = self._dice.choice(self._rows[table.name])
            copy = (*row[:last], self._other(row[last], False), *row[last + 1 :])
            try:
                self._insert(table, copy)
            except DBAPIError:
                continue  # that is the key of another row
            found = self._find(table, copy)
            assert found is not None
            break
        yield Finding("extra", table.name, _key(table, found), None, None, _whole(table, found))
        self._delete(table, copy)

    def _alter(self, table: Table, at: int) -> tuple[Row, Row]:
        """Try values until the database takes one and really holds another than before."""
        column = self._quote(table.columns[at].name)
        change = f"UPDATE {self._name(table)} SET {column} = ? WHERE {self._where(table)}"
        while True:
            before = self._dice.choice(self._rows[table.name])
            value = self._other(before[at], bool(table.columns[at].nullable))
            wanted = (*before[:at], value, *before[at + 1 :])
            try:
                self._run(change, value, *_ids(table, before))
            except DBAPIError:
                continue  # the key of another row, or a type that this database refuses
            after = self._find(table, wanted)
            assert after is not None
            if after != before or type(after[at]) is not type(before[at]):
                assert [one for one in range(len(after)) if after[one] != before[one]] == [at]
                return before, after

    def _other(self, value: Cell, nullable: bool) -> Cell:
        """Another value: of the same type, none, or (where a database takes it) of another type."""
        dice = self._dice
        choices: list[Cell] = [None] if nullable and value is not None else []
        if isinstance(value, int):
            choices += [value + 1, value - 1, value + 1000, -value - 1, dice.randrange(2**62)]
            choices += ["text", b"\0", 0.5] if self._loose else []
        elif isinstance(value, bytes):
            at = dice.randrange(len(value)) if value else 0
            flipped = value[:at] + bytes([value[at] ^ 1 << dice.randrange(8)]) + value[at + 1 :] if value else b"\1"
            choices += [flipped, flipped, dice.randbytes(len(value) or 1), value + b"\0", value[:-1] if value else b"x"]
            choices += ["text", 7] if self._loose else []
        else:
            choices += [dice.randrange(2**31), dice.randbytes(20)]
        return dice.choice(choices)

    def _read(self, table: Table) -> list[Row]:
        with reading(self._engine) as connection:
            found = connection.exec_driver_sql(f"SELECT {self._columns(table)} FROM {self._name(table)}")
            return sorted((tuple(row) for row in found), key=repr)

    def _find(self, table: Table, row: Row) -> Row | None:
        with reading(self._engine) as connection:
            query = f"SELECT {self._columns(table)} FROM {self._name(table)} WHERE {self._where(table)}"
            found = connection.exec_driver_sql(self._marked(query), _ids(table, row)).first()
        return None if found is None else tuple(found)

    def _insert(self, table: Table, row: Row) -> None:
        marks = ", ".join("?" for _ in row)
        self._run(f"INSERT INTO {self._name(table)} ({self._columns(table)}) VALUES ({marks})", *row)

    def _delete(self, table: Table, row: Row) -> None:
        self._run(f"DELETE FROM {self._name(table)} WHERE {self._where(table)}", *_ids(table, row))

    def _run(self, statement: str, *values: Cell) -> None:
        with writing(self._engine) as connection:
            assert connection.exec_driver_sql(self._marked(statement), values).rowcount == 1

    def _marked(self, statement: str) -> str:
        return statement if self._engine.dialect.paramstyle == "qmark" else statement.replace("?", "%s")

    def _columns(self, table: Table) -> str:
        return ", ".join(self._quote(column.name) for column in table.columns)

    def _where(self, table: Table) -> str:
        return " AND ".join(f"{self._quote(column.name)} = ?" for column in table.primary_key.columns)

    def _name(self, table: Table) -> str:
        return self._engine.dialect.identifier_preparer.format_table(table)

    def _quote(self, name: str) -> str:
        return self._engine.dialect.identifier_preparer.quote(name)


def _ids(table: Table, row: Row) -> Row:
    return row[: len(key_of(table)) + 1]


def _key(table: Table, row: Row) -> dict[str, Cell]:
    return dict(list(_whole(table, row).items())[: len(key_of(table)) + 1])


def _whole(table: Table, row: Sequence[Cell]) -> dict[str, Cell]:
    return {column.name: shown(value) for column, value in zip(table.columns, row, strict=True)}
