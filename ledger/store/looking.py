"""Opens a database to look at it and never to write: nothing is created, nothing migrated, nobody waits for long."""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from ledger.kit.errors import LedgerError
from ledger.store import postgresql
from ledger.store.db import address

_PATIENCE = 1
"""Seconds for a lock."""
_ANSWER = 5
"""Seconds for a statement on PostgreSQL."""


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite URL, None for another database. DatabaseUnknown."""
    parsed = address(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def look(url: str, schema: str) -> Engine:
    """Return a database that can only be read; ``schema`` as for ``open_store``.

    LedgerError DatabaseMissing, DatabaseUnknown. Whether a server answers shows with the first question.
    """
    parsed, path = address(url), sqlite_file(url)
    if path is None:
        arguments = postgresql.connect_args(parsed, schema)
        arguments["options"] += f" -cdefault_transaction_read_only=on -cstatement_timeout={_ANSWER}s"
        arguments["options"] += f" -clock_timeout={_PATIENCE}s"
        return create_engine(parsed, poolclass=NullPool, connect_args=arguments | {"connect_timeout": 3})
    if not path.is_file():
        raise LedgerError("DatabaseMissing", path=path)
    engine = create_engine(parsed, creator=lambda: _connect(path), poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _connect(path: Path) -> sqlite3.Connection:
    log = path.with_name(path.name + "-wal")
    # Without a log nobody writes: SQLite would make one, and its index, merely to read.
    still = not log.exists() or log.stat().st_size == 0
    uri = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if still else ''}"
    connection = sqlite3.connect(uri, uri=True, timeout=_PATIENCE, check_same_thread=False)
    connection.isolation_level = None
    # Text that is no UTF-8 is somebody's hand: it must be told, not stop us.
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
