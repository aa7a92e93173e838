"""Databases by URL: the mirror and the office, two files on SQLite, two schemas on PostgreSQL.

Nothing outside this module knows which of the two runs.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from ledger.kit.home import Home
from ledger.kit.keccak import keccak
from ledger.store import postgresql
from ledger.store.errors import DatabaseGone, DatabaseUnknown
from ledger.store.outage import outage

BUSY_MS = 30_000
_WRITE = "ledger_write"
_FILE = "ledger_file"


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite file."""
    return f"sqlite:///{path}"


def mirror_url(home: Home) -> str:
    """Where the mirror is: LEDGER_MIRROR, else a file. DatabaseUnknown."""
    return _named("LEDGER_MIRROR", home) or sqlite_url(home.mirror)


def office_url(home: Home) -> str:
    """Where the office is: LEDGER_OFFICE, else a file. DatabaseUnknown."""
    return _named("LEDGER_OFFICE", home) or sqlite_url(home.office)


def address(url: str) -> URL:
    """Read a URL: ``sqlite:///…``, ``postgresql://…`` (the driver's name may be left out). DatabaseUnknown."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseUnknown("?") from None
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise DatabaseUnknown(parsed.drivername)
    return parsed


def open_store(url: str, schema: str) -> Engine:
    """Open a database. ``schema`` ("mirror" or "office") is where its tables lie on PostgreSQL.

    SQLite: the file's folder is made, WAL, foreign keys on, writers wait for each other up to 30 s. PostgreSQL: it must
    have been prepared (``roles``). Raises DatabaseUnknown, DatabaseOld, SchemaMissing, StoreDown.
    """
    parsed = address(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine = create_engine(parsed)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "connect", _mirror_sqlite if schema == "mirror" else _office_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # pre_ping: a server that was restarted meanwhile must not fail the first transaction after it.
    engine = create_engine(parsed, connect_args=postgresql.connect_args(parsed, schema), pool_pre_ping=True)
    with reading(engine) as connection:
        postgresql.check(connection, schema)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: takes SQLite's write lock at once, so it never fails halfway for being late.

    StoreDown when the database cannot; then nothing was written (or all, if it was lost while it said so).
    """
    with outage(engine), engine.connect().execution_options(**{_WRITE: True}) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that reads one state of the database, whatever is written meanwhile. StoreDown."""
    with outage(engine):
        connection = engine.connect()
        if engine.dialect.name == "postgresql":
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            connection = connection.execution_options(**options)
        with connection, connection.begin():
            yield connection


def scrub(engine: Engine, *tables: Table) -> None:
    """Make what was just deleted from these tables unreadable in the files, too.

    SQLite's log still has the old pages, PostgreSQL's table the old rows. What a server keeps to replay after a crash,
    or sends to an archive, ages out there. DatabaseBusy when somebody reads the tables for long: then try again.
    """
    with outage(engine):
        if engine.dialect.name == "sqlite":
            raw = engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                raw.close()
            return
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"SET lock_timeout = {BUSY_MS}")
            for table in tables:
                connection.exec_driver_sql(f"VACUUM (FULL) {table.name}")
            connection.exec_driver_sql("RESET lock_timeout")


def may_write(connection: Connection, table: Table) -> bool:
    """Whether our role may write a table that exists; on SQLite everybody who opens the file."""
    if connection.dialect.name == "sqlite":
        return True
    return bool(connection.exec_driver_sql("SELECT has_table_privilege(%s, 'INSERT')", (table.name,)).scalar())


def alone(connection: Connection, what: str, patience: int = BUSY_MS) -> None:
    """Let nobody else pass here for the same ``what`` before this transaction ends; ``patience`` in milliseconds.

    SQLite's own lock does that for the whole file. DatabaseBusy, from the transaction's end.
    """
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(keccak(f"ledger {what}".encode())[:8], "big", signed=True)
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {patience}")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (key,))


def durable(connection: Connection) -> None:
    """Let this transaction, and so all before it, wait for the disk: what nobody would do again by itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL synchronous_commit = on")


def _prepare_sqlite(dbapi: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    assert isinstance(dbapi, sqlite3.Connection)
    # Transactions are ours (BEGIN below); text that is no UTF-8 must reach ``verify``, which names it.
    dbapi.isolation_level = None
    dbapi.text_factory = _text
    _write_ahead(dbapi)
    _set(dbapi, "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}")
    _, _, path = dbapi.execute("PRAGMA database_list").fetchone()
    record.info[_FILE] = (path, _identity(path))


def _write_ahead(dbapi: sqlite3.Connection) -> None:
    """SQLite does not wait by itself for another that makes the same new file one with a log."""
    until = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            dbapi.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.01)


def _office_sqlite(dbapi: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # What the vault destroys must not stay readable in free pages.
    _set(dbapi, "secure_delete=ON")


def _mirror_sqlite(dbapi: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # Everything in it is public to the network. 24 MB of pages: rows come sorted by key, so more is memory for nothing.
    # 64 MB of log: a backfill writes pages all over the file, and what it writes twice goes there once.
    _set(dbapi, "secure_delete=OFF", "cache_size=-24576", "wal_autocheckpoint=16000", "journal_size_limit=33554432")


def _set(dbapi: DBAPIConnection, *pragmas: str) -> None:
    cursor = dbapi.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _begin_sqlite(connection: Connection) -> None:
    kind = "IMMEDIATE" if connection.get_execution_options().get(_WRITE) else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {kind}")
    # A file that was deleted still takes what is written, and nobody will ever read it.
    path, identity = connection.info[_FILE]
    if _identity(path) != identity:
        raise DatabaseGone(path)


def _identity(path: str) -> tuple[int, int] | None:
    """Which file lies there; None for none, or for a database in memory."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _named(variable: str, home: Home) -> str:
    url = os.environ.get(variable)
    if not url:
        return ""
    parsed = address(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = postgresql.with_passfile(parsed, home.root)
    return parsed.render_as_string(hide_password=False)
