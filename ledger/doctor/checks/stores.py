"""Why a database cannot be read: not there, no database, held by another program, or its server away."""

import shlex

from sqlalchemy import make_url, text

from ledger.doctor.evidence import written
from ledger.doctor.outcome import Found
from ledger.kit.errors import LedgerError
from ledger.store.db import reading
from ledger.store.errors import DatabaseBusy, StoreDown
from ledger.store.looking import look, sqlite_file


def trouble(url: str, schema: str) -> Found | None:
    """Return `missing`, `broken`, `locked` or `away`; None for a database that answers."""
    path = sqlite_file(url)
    shown = shlex.quote(str(path) if path is not None else make_url(url).render_as_string(hide_password=True))
    try:
        engine = look(url, schema)
    except LedgerError:
        return Found("missing", fields={"path": shown})
    try:
        with reading(engine) as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_master" if path is not None else "SELECT 1"))
    except StoreDown as error:
        fields = {"path": shown, "detail": error.fields.get("detail", "")}
        if isinstance(error, DatabaseBusy):
            return Found("locked", fields=fields)
        if path is not None:
            return Found("broken", written(path), fields=fields)
        place = make_url(url)
        return Found("away", fields=fields | {"host": place.host or "localhost", "port": place.port or 5432})
    finally:
        engine.dispose()
    return None
