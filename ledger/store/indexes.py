"""Secondary indexes of the mirror: absent while much is written, made when a reader may come.

Whoever is killed between the two leaves tables without indexes: slower, not wrong. The next sync that has caught up
makes what is missing.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Index, Table, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateIndex, DropIndex

from ledger.store.db import BUSY_MS, alone, durable

_MOMENT = 300
"""Milliseconds that we wait for readers: less than PostgreSQL lets two wait for each other."""
_MANY, _SOME = "1000000", "20"
"""Rows of a table, and of it rows with one value of an indexed column, as SQLite's statistics have them."""
_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()",
}


def missing(connection: Connection, tables: Iterable[Table]) -> list[Index]:
    """Return the indexes of these tables that the database has not."""
    present = set(connection.execute(text(_PRESENT[connection.dialect.name])).scalars())
    return [index for index in _of(tables) if index.name not in present]


def make(connection: Connection, tables: Sequence[Table]) -> int:
    """Make those that are missing, and tell the planner what they are worth; returns how many."""
    alone(connection, "tables")
    found = missing(connection, tables)
    if found:  # nobody looks again before the next start
        durable(connection)
    for index in found:
        connection.execute(CreateIndex(index))
    if found and connection.dialect.name == "postgresql":
        for table in tables:
            connection.exec_driver_sql(f"ANALYZE {connection.dialect.identifier_preparer.format_table(table)}")
    elif found:
        _advise_sqlite(connection, tables)
    return len(found)


def drop(connection: Connection, tables: Iterable[Table]) -> bool:
    """Take them all away, in the caller's transaction. False where somebody reads the tables for long: then they stay,
    because on PostgreSQL all other readers would wait behind us, and we could wait for each other."""
    alone(connection, "tables")
    found = _of(tables)
    if found and connection.dialect.name == "postgresql" and not _ours(connection, found):
        return False
    for index in found:
        connection.execute(DropIndex(index, if_exists=True))
    return True


def _ours(connection: Connection, found: Iterable[Index]) -> bool:
    """Lock the indexes' tables, all at once or none."""
    names = {
        connection.dialect.identifier_preparer.format_table(index.table) for index in found if index.table is not None
    }
    attempt = connection.begin_nested()
    try:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_MOMENT}")
        connection.exec_driver_sql(f"LOCK TABLE {', '.join(sorted(names))} IN ACCESS EXCLUSIVE MODE")
    except OperationalError as error:
        attempt.rollback()
        if getattr(error.orig, "sqlstate", None) not in ("55P03", "40P01"):
            raise
        return False
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_MS}")
    attempt.commit()
    return True


def _advise_sqlite(connection: Connection, tables: Iterable[Table]) -> None:
    """Say that ``chain_id`` singles out nothing: SQLite, which counts nothing by itself, takes the key's first column
    for a better way to a row than any index, and would read every event of a chain for the history of one asset."""
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # makes the table of statistics
    for table in tables:
        connection.exec_driver_sql("DELETE FROM sqlite_stat1 WHERE tbl = ?", (table.name,))
        key = [_MANY] * (len(table.primary_key) - 1)
        rows = [(table.name, table.name, " ".join([_MANY, *key, "1"]))]
        for index in table.indexes:
            rest = [_SOME] * (len(list(index.expressions)) - 1)
            rows.append((table.name, str(index.name), " ".join([_MANY, _MANY, *rest])))
        connection.exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", rows)
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # reads it


def _of(tables: Iterable[Table]) -> list[Index]:
    found = (index for table in tables for index in table.indexes)
    return sorted(found, key=lambda index: str(index.name))
