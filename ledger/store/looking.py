"""Opens a database to look at it and never to write: nothing is created, nothing migrated, nobody waits for long."""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.pool import NullPool

from ledger.kit.errors import LedgerError

_PATIENCE = 1
"""Seconds for a lock."""
_ANSWER = 5
"""Seconds for a statement on PostgreSQL."""


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite URL, None for another database."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    return Path(parsed.database or "")


def look(url: str, schema: str) -> Engine:
    """Return a database that can only be read; ``schema`` as for ``open_store``. LedgerError DatabaseMissing."""
    path = sqlite_file(url)
    if path is None:
        settings = f"-csearch_path={schema} -cdefault_transaction_read_only=on"
        settings += f" -cstatement_timeout={_ANSWER}s -clock_timeout={_PATIENCE}s"
        arguments = {"options": settings, "connect_timeout": 3}
        return create_engine(url, poolclass=NullPool, connect_args=arguments)
    if not path.is_file():
        raise LedgerError("DatabaseMissing", path=path)
    engine = create_engine(url, creator=lambda: _connect(path), poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def index_names(connection: Connection) -> set[str]:
    """Return the names of all indexes; SQLAlchemy does not see those over expressions on SQLite."""
    sqlite = connection.dialect.name == "sqlite"
    names = "SELECT name FROM sqlite_master WHERE type = 'index'"
    query = names if sqlite else "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
    return set(connection.execute(text(query)).scalars())


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
