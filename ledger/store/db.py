"""Databases by URL: the mirror and the office, two files on SQLite, two schemas on PostgreSQL.

Nothing outside this module knows which of the two runs.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.schema import CreateSchema

from ledger.kit.home import Home
from ledger.store.errors import DatabaseGone
from ledger.store.outage import outage

BUSY_MS = 30_000
_WRITE = "ledger_write"
_FILE = "ledger_file"


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite file."""
    return f"sqlite:///{path}"


def mirror_url(home: Home) -> str:
    """Where the mirror is: LEDGER_MIRROR, else a file."""
    return os.environ.get("LEDGER_MIRROR") or sqlite_url(home.mirror)


def office_url(home: Home) -> str:
    """Where the office is: LEDGER_OFFICE, else a file."""
    return os.environ.get("LEDGER_OFFICE") or sqlite_url(home.office)


def open_store(url: str, schema: str) -> Engine:
    """Open a database. ``schema`` ("mirror" or "office") is where its tables lie on PostgreSQL.

    SQLite: the file's folder is made, WAL, foreign keys on, writers wait for each other up to 30 s.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine = create_engine(parsed)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(parsed, connect_args={"options": f"-csearch_path={schema}"})
    with outage(engine), engine.begin() as connection:
        connection.execute(CreateSchema(schema, if_not_exists=True))
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
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection, connection.begin():
            yield connection


def scrub(engine: Engine) -> None:
    """Make what was just deleted unreadable in the files, too: SQLite's log still has the old pages."""
    if engine.dialect.name == "sqlite":
        with outage(engine):
            raw = engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                raw.close()


def create(engine: Engine, tables: Iterable[Table]) -> None:
    """Make the tables, with their indexes, that do not exist yet."""
    metadata = MetaData()
    for table in tables:
        table.to_metadata(metadata)
    with writing(engine) as connection:
        metadata.create_all(connection)


def _prepare_sqlite(dbapi: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    assert isinstance(dbapi, sqlite3.Connection)
    # Transactions are ours (BEGIN below); text that is no UTF-8 must reach ``verify``, which names it.
    dbapi.isolation_level = None
    dbapi.text_factory = _text
    # secure_delete: what the vault destroys must not stay readable in free pages.
    settings = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON")
    for pragma in (*settings, f"busy_timeout={BUSY_MS}"):
        dbapi.execute(f"PRAGMA {pragma}")
    _, _, path = dbapi.execute("PRAGMA database_list").fetchone()
    record.info[_FILE] = (path, _identity(path))


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
