"""Many rows of one table in few statements: ``executemany`` on SQLite, COPY on PostgreSQL.

All functions take whole rows of ``columns``, the table's key first, no key twice, and run in the caller's transaction.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table
from sqlalchemy.exc import IntegrityError

from ledger.store import sql
from ledger.store.errors import MirrorDamaged

Rows = Sequence[Sequence[Any]]

FEW_TO_COPY, FEW_TO_STAGE = 4, 64
"""Up to so many rows PostgreSQL takes them one by one: COPY, or filling a stage, costs as much as that (measured)."""


def insert(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows) -> None:
    """Write rows that must not exist. MirrorDamaged when one does."""
    dialect = connection.dialect
    try:
        if _copies(connection, rows, FEW_TO_COPY):
            _copy(connection, sql.name(dialect, table), table, columns, rows)
        elif rows:
            connection.exec_driver_sql(sql.insert_sql(dialect, table, columns), [tuple(row) for row in rows])
    except (IntegrityError, dialect.loaded_dbapi.IntegrityError) as error:
        raise MirrorDamaged(table.name) from error


def upsert(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows) -> None:
    """Write rows; of those that exist, change the columns after the key."""
    width = len(table.primary_key)
    key, rest = columns[:width], columns[width:]
    if _copies(connection, rows, FEW_TO_STAGE):
        _through_stage(connection, table, columns, rows, sql.upsert_staged_sql(connection.dialect, table, key, rest))
    elif rows:
        statement = sql.upsert_sql(connection.dialect, table, key, rest)
        connection.exec_driver_sql(statement, [tuple(row) for row in rows])


def update(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows) -> int:
    """Change the columns after the key. Returns how many of the rows exist."""
    width = len(table.primary_key)
    key, rest = columns[:width], columns[width:]
    if _copies(connection, rows, FEW_TO_STAGE):
        statement = sql.update_staged_sql(connection.dialect, table, rest, key)
        return _through_stage(connection, table, columns, rows, statement)
    if not rows:
        return 0
    turned = [(*row[width:], *row[:width]) for row in rows]
    return connection.exec_driver_sql(sql.update_sql(connection.dialect, table, rest, key), turned).rowcount


def delete(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows) -> int:
    """Remove rows by their key, which is all of ``columns``. Returns how many there were."""
    if _copies(connection, rows, FEW_TO_STAGE):
        statement = sql.delete_staged_sql(connection.dialect, table, columns)
        return _through_stage(connection, table, columns, rows, statement)
    if not rows:
        return 0
    statement = sql.delete_sql(connection.dialect, table, columns)
    return connection.exec_driver_sql(statement, [tuple(row) for row in rows]).rowcount


def _copies(connection: Connection, rows: Rows, few: int) -> bool:
    return connection.dialect.name == "postgresql" and len(rows) > few


def _through_stage(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows, statement: str) -> int:
    """Copy rows into the table's stage and run the statement that takes them from there; returns what it touched."""
    driver: Any = connection.connection.driver_connection
    driver.execute(sql.stage_sql(connection.dialect, table))
    _copy(connection, sql.stage(connection.dialect, table), table, columns, rows)
    count: int = driver.execute(statement).rowcount
    return count


def _copy(connection: Connection, target: str, table: Table, columns: tuple[str, ...], rows: Rows) -> None:
    driver: Any = connection.connection.driver_connection
    names = ", ".join(connection.dialect.identifier_preparer.quote(column) for column in columns)
    with driver.cursor() as cursor, cursor.copy(f"COPY {target} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["bytea" if isinstance(table.c[name].type, LargeBinary) else "int8" for name in columns])
        write = copy.write_row
        for row in rows:
            write(row)
