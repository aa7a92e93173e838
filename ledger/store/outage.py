"""What a database says when it cannot work now, as errors that tell a person what to do.

Everything passes here that leaves a transaction of ``db``: nothing of that transaction was written.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from ledger.kit.errors import LedgerError
from ledger.store import postgresql
from ledger.store.errors import (
    DatabaseBroken,
    DatabaseBusy,
    DatabaseDown,
    DatabaseFull,
    DatabaseGone,
    DatabaseRefused,
    GrantMissing,
)

_FULL = {sqlite3.SQLITE_FULL, "53100"}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, "40001", "40P01", "55P03", "57014"}
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, "XX001", "XX002"}
_DOWN = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, "25006"}
_DOWN_CLASSES = ("08", "53", "57P", "58")
"""SQLSTATE of lost connections, lack of means, a server that ends or starts, faults of the system below it."""


@contextmanager
def outage(engine: Engine) -> Iterator[None]:
    """Around a transaction. Raises a StoreDown for what is the database's state, GrantMissing for what the role may not
    do, everything else as it is."""
    dbapi = engine.dialect.loaded_dbapi
    try:
        yield
    except (DBAPIError, dbapi.Error) as error:
        found = _typed(engine, error.orig if isinstance(error, DBAPIError) and error.orig else error)
        if found is None:
            raise
        # What is left in the pool may be dead, too.
        engine.dispose()
        raise found from error
    except DatabaseGone:
        engine.dispose()
        raise


def _typed(engine: Engine, error: BaseException) -> LedgerError | None:
    """Return the error that says it, None for what is not the database's state."""
    name = postgresql.place(engine.url) if engine.dialect.name != "sqlite" else str(engine.url.database)
    says = str(error).strip().partition("\n")[0]
    code: int | str | None = getattr(error, "sqlstate", None)
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _FULL:
        return DatabaseFull(name)
    if code in _BUSY:
        return DatabaseBusy(name, says)
    if code in _BROKEN:
        return DatabaseBroken(name, says)
    if code == "42P01" or (code == sqlite3.SQLITE_ERROR and says.startswith("no such table")):
        return DatabaseGone(name)
    if code in _DOWN or (isinstance(code, str) and code.startswith(_DOWN_CLASSES)):
        return DatabaseDown(name, says)
    if code == "42501":
        return GrantMissing(name, says)
    if code is None and isinstance(error, engine.dialect.loaded_dbapi.OperationalError):
        if engine.dialect.name == "postgresql" and postgresql.turned_away(engine, error):
            return DatabaseRefused(name, says)
        return DatabaseDown(name, says)
    return None
