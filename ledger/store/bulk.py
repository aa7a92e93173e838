"""Many rows of one table in few statements: ``executemany`` on SQLite, COPY on PostgreSQL.

All functions take whole rows of ``columns``, the table's key first, no key twice, and run in the caller's transaction.
"""

from collections.abc import Sequence
from struct import Struct
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
    if driver.execute(sql.stage_used_sql(connection.dialect, table)).fetchone()[0]:
        driver.execute(sql.stage_emptied_sql(connection.dialect, table))
    _copy(connection, sql.stage(connection.dialect, table), table, columns, rows)
    count: int = driver.execute(statement).rowcount
    return count


def _copy(connection: Connection, target: str, table: Table, columns: tuple[str, ...], rows: Rows) -> None:
    driver: Any = connection.connection.driver_connection
    names = ", ".join(connection.dialect.identifier_preparer.quote(column) for column in columns)
    kinds = [isinstance(table.c[name].type, LargeBinary) for name in columns]
    with driver.cursor() as cursor, cursor.copy(f"COPY {target} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(_OPENING)
        for at in range(0, len(rows), _AT_ONCE):
            copy.write(_encoded(kinds, rows[at : at + _AT_ONCE]))
        copy.write(_ENDING)


def _encoded(kinds: Sequence[bool], rows: Rows) -> bytes:
    """Rows as COPY reads them: how many fields, then each with its length before it.

    Column by column: psycopg's own dumpers are asked for every cell, which takes ten times as long.
    """
    columns = zip(*rows, strict=True)
    cells = [_blobs(c) if is_blob else _numbers(c) for c, is_blob in zip(columns, kinds, strict=True)]
    count = len(kinds).to_bytes(2, "big")
    return b"".join([count + b"".join(row) for row in zip(*cells, strict=True)])


def _numbers(column: Sequence[int | None]) -> list[bytes]:
    pack = _NUMBER.pack
    return [_NULL if value is None else pack(8, value) for value in column]


def _blobs(column: Sequence[bytes | None]) -> list[bytes]:
    pack = _LENGTH.pack
    return [_NULL if value is None else pack(len(value)) + value for value in column]


_AT_ONCE = 1_000
_OPENING, _ENDING = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_NULL = b"\xff\xff\xff\xff"
_NUMBER, _LENGTH = Struct(">iq"), Struct(">i")
