"""Secondary indexes of the mirror: absent while much is written, made when a reader may come.

Whoever is killed between the two leaves tables without indexes: slower, not wrong. The next sync that has caught up
makes what is missing.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Index, Table, text
from sqlalchemy.schema import CreateIndex, DropIndex

from ledger.store.db import alone

_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()",
}


def missing(connection: Connection, tables: Iterable[Table]) -> list[Index]:
    """Return the indexes of these tables that the database has not."""
    present = set(connection.execute(text(_PRESENT[connection.dialect.name])).scalars())
    return [index for index in _of(tables) if index.name not in present]


def make(connection: Connection, tables: Iterable[Table]) -> int:
    """Make those that are missing; returns how many. The planner of PostgreSQL learns of the rows at the same time."""
    alone(connection, "tables")
    found = missing(connection, tables)
    for index in found:
        connection.execute(CreateIndex(index))
    if found and connection.dialect.name == "postgresql":
        for table in tables:
            connection.exec_driver_sql(f"ANALYZE {connection.dialect.identifier_preparer.format_table(table)}")
    return len(found)


def drop(connection: Connection, tables: Iterable[Table]) -> None:
    """Take them all away, in the caller's transaction."""
    alone(connection, "tables")
    for index in _of(tables):
        connection.execute(DropIndex(index, if_exists=True))


def _of(tables: Iterable[Table]) -> list[Index]:
    found = (index for table in tables for index in table.indexes)
    return sorted(found, key=lambda index: str(index.name))
