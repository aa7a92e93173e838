"""Rows as the database really holds them: no type is assumed, because somebody may have changed them by hand."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, select, true, type_coerce
from sqlalchemy.types import NULLTYPE

from ledger.store import base
from ledger.store.schema import CHAIN

Cell = int | bytes | str | float | None
"""What SQLite may give for any column; PostgreSQL gives the declared type."""
Row = tuple[Cell, ...]


def rows(connection: Connection, table: Table, *where: ColumnElement[bool], by_key: bool = False) -> Iterator[Row]:
    """Yield whole rows, ``chain_id`` first; ``by_key``: in the order of the key, otherwise in none."""
    query = _whole(table).where(*where)
    if by_key:
        query = query.order_by(*table.primary_key.columns)
    for row in connection.execute(query, execution_options={"yield_per": 2000}):
        yield tuple(row)


def one(connection: Connection, table: Table, chain_id: int, key: Iterable[int | bytes | None]) -> Row | None:
    """Return the whole row with this key, None where there is none."""
    where = (column == value for column, value in zip(table.primary_key.columns, (chain_id, *key), strict=True))
    row = connection.execute(_whole(table).where(*where)).first()
    return None if row is None else tuple(row)


def events(connection: Connection, chain_id: int, last: int) -> Iterator[Row]:
    """Yield the rows of ``events`` up to a block, in order, without ``chain_id``, each with its block's time."""
    logs, blocks = base.events, base.blocks
    query = (
        select(*(_as_it_is(column) for column in (*logs.columns, blocks.c.time) if column.name != CHAIN))
        .select_from(logs)
        .join(blocks, (blocks.c[CHAIN] == logs.c[CHAIN]) & (blocks.c.number == logs.c.block))
        .where(logs.c[CHAIN] == chain_id, logs.c.block <= last)
        .order_by(logs.c.block, logs.c.log)
    )
    for row in connection.execute(query, execution_options={"yield_per": 2000}):
        yield tuple(row)


def other_chains(connection: Connection, chain_id: int) -> list[int]:
    """Return the chains that have a checkpoint of another deployment than ours."""
    found = list(rows(connection, base.checkpoint))
    ours = {row[3:] for row in found if row[0] == chain_id}
    return [row[0] for row in found if isinstance(row[0], int) and row[0] != chain_id and row[3:] not in ours]


def not_of(table: Table, others: Iterable[int]) -> ColumnElement[bool]:
    """Return the condition for rows of none of these chains: ours, and what nobody but a hand can have put there."""
    known = list(others)
    return table.c[CHAIN].not_in(known) if known else true()


def strangers(connection: Connection, table: Table, chain_id: int) -> ColumnElement[bool]:
    """Return the condition for rows of a chain that this database does not mirror."""
    return table.c[CHAIN].not_in([chain_id, *other_chains(connection, chain_id)])


@cache
def _whole(table: Table) -> Select[Any]:
    return select(*(_as_it_is(column) for column in table.columns))


def _as_it_is(column: Column[Any]) -> ColumnElement[Any]:
    """Without a type nothing is made of what is stored: text in a column of bytes stays text."""
    return type_coerce(column, NULLTYPE)
