"""Rows as the database really holds them: no type is assumed, because somebody may have changed them by hand."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Table, select

from ledger.store import base
from ledger.store.schema import CHAIN

Cell = int | bytes | str | float | None
"""What SQLite may give for any column; PostgreSQL gives the declared type."""
Row = tuple[Cell, ...]


def rows(connection: Connection, table: Table, *where: ColumnElement[bool]) -> Iterator[Row]:
    """Yield whole rows, ``chain_id`` first, in no order. Conditions may compare columns with integers only."""
    query = select(table).where(*where).compile(connection.engine, compile_kwargs={"literal_binds": True})
    for row in connection.exec_driver_sql(str(query), execution_options={"yield_per": 2000}):
        yield tuple(row)


def strangers(connection: Connection, table: Table, chain_id: int) -> ColumnElement[bool]:
    """Return the condition for rows of a chain that this database does not mirror: nobody but a hand put them there."""
    known = [chain_id, *_other_chains(connection, chain_id)]
    return table.c[CHAIN].not_in(known)


def _other_chains(connection: Connection, chain_id: int) -> list[int]:
    """Chains that have a checkpoint of another deployment than ours."""
    found = list(rows(connection, base.checkpoint))
    ours = {row[3:] for row in found if row[0] == chain_id}
    return [row[0] for row in found if isinstance(row[0], int) and row[0] != chain_id and row[3:] not in ours]
