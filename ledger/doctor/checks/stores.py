"""Why a database cannot be read: not there, no database, held by another program, or its server away."""

import shlex
from pathlib import Path

from sqlalchemy import text

from ledger.doctor.evidence import written
from ledger.doctor.outcome import Found
from ledger.kit.errors import LedgerError
from ledger.store import postgresql
from ledger.store.db import address, reading
from ledger.store.errors import DatabaseBusy, DatabaseRefused, DatabaseUnknown, StoreDown
from ledger.store.looking import look, sqlite_file


def trouble(url: str, schema: str, log: Path) -> Found | None:
    """Return `unknown`, `missing`, `broken`, `locked` or `away`; None for a database that answers.

    A server that answers and refuses is the check of servers' to tell. ``log``: that of `ledger up`.
    """
    try:
        path = sqlite_file(url)
        shown = shlex.quote(str(path) if path is not None else postgresql.place(address(url)))
        engine = look(url, schema)
    except DatabaseUnknown:
        return Found("unknown")
    except LedgerError:
        return Found("missing", fields={"path": shown})
    try:
        with reading(engine) as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_master" if path is not None else "SELECT 1"))
    except DatabaseRefused:
        return None
    except StoreDown as error:
        fields = {"path": shown, "detail": error.fields.get("detail", "")}
        if isinstance(error, DatabaseBusy):
            return Found("locked", fields=fields)
        if path is not None:
            return Found("broken", written(path), fields=fields)
        host, port, _ = postgresql.where(address(url))
        return Found("away", _told(log, postgresql.place(address(url))), fields=fields | {"host": host, "port": port})
    finally:
        engine.dispose()
    return None


def _told(log: Path, place: str) -> int | None:
    """When the indexer lost the database: it says so once, and goes on trying without a word."""
    lines = log.read_text("utf-8", "replace").splitlines() if log.is_file() else []
    return written(log) if lines and place in lines[-1] else None
