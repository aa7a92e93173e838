"""PostgreSQL behind a URL: how we connect, what must stand before we work, and why a server turned us away.

The driver is loaded only where a URL names a PostgreSQL.
"""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, text

from ledger.store.errors import DatabaseOld, SchemaMissing

OLDEST = 15
"""The oldest version that the tests run on, and the oldest whose ``public`` schema is closed."""
PASSFILE = "pgpass"
"""In the home: passwords that ``ledger database prepare`` made, in the form of libpq's password file, mode 0600."""

_CONNECTING = ("connection failed", "connection is bad")
"""How the driver begins what it says when no connection came about; the rest is the server's, in its language."""


def with_passfile(url: URL, folder: Path) -> URL:
    """Return the URL with the home's password file, unless a password comes from elsewhere or there is no file."""
    own = folder / PASSFILE
    elsewhere = url.password or "passfile" in url.query or os.environ.get("PGPASSFILE") or os.environ.get("PGPASSWORD")
    return url if elsewhere or not own.is_file() else url.update_query_dict({"passfile": str(own)})


def connect_args(url: URL, schema: str) -> dict[str, Any]:
    """What the driver is told besides the URL: the schema, and patience of ten seconds with a host that is silent.

    What is lost when a server dies right after a commit of the mirror is read from the chain again, so the mirror does
    not wait for the disk: a transaction is there whole or not at all.
    """
    options = [str(url.query.get("options", "")), f"-csearch_path={schema}"]
    if schema == "mirror":
        options.append("-csynchronous_commit=off")
    found: dict[str, Any] = {"options": " ".join(options).strip(), "application_name": f"ledger {schema}"}
    if "connect_timeout" not in url.query:
        found["connect_timeout"] = 10
    return found


def place(url: URL) -> str:
    """Which database a URL names, for a person: without role, password and options."""
    host, port, database = where(url)
    return f"{host}:{port}/{database}"


def where(url: URL) -> tuple[str, str, str]:
    """Return host (or the folder of its socket), port and database as a password file has them."""
    host, port = url.host or url.query.get("host"), url.port or url.query.get("port")
    return str(host or "localhost"), str(port or 5432), url.database or ""


def as_role(url: URL, role: str) -> str:
    """The same database as a person writes it for another role: no password, no options but a socket's."""
    host, port, database = where(url)
    if host.startswith("/"):
        return f"postgresql://{role}@/{database}?host={host}&port={port}"
    return f"postgresql://{role}@{host}:{port}/{database}"


def check(connection: Connection, schema: str) -> None:
    """Refuse a server that is too old and a database that was not prepared. DatabaseOld, SchemaMissing."""
    url = connection.engine.url
    check_version(connection)
    there = text("SELECT coalesce(has_schema_privilege(to_regnamespace(:schema)::oid, 'USAGE'), false)")
    if not connection.execute(there, {"schema": schema}).scalar():
        raise SchemaMissing(place(url), schema, url.username or "")


def check_version(connection: Connection) -> None:
    """Refuse a server older than ``OLDEST``. DatabaseOld."""
    driver: Any = connection.connection.driver_connection
    refuse_old(driver.info.server_version, place(connection.engine.url))


def refuse_old(number: int, database: str) -> None:
    """Refuse versions before ``OLDEST``; ``number`` as the server gives it: 150018 is 15.18. DatabaseOld."""
    if number < OLDEST * 10_000:
        raise DatabaseOld(database, f"{number // 10_000}.{number % 10_000}", OLDEST)


def turned_away(engine: Engine, error: BaseException) -> bool:
    """Whether a server that does answer refused this role, password or database.

    Its words are in its own language, so they are not read: it is asked whether it takes connections, and if so tried
    once more, because a moment ago it may have been starting.
    """
    import psycopg

    if not str(error).startswith(_CONNECTING):
        return False
    _, arguments = engine.dialect.create_connect_args(engine.url)
    arguments.pop("context", None)  # SQLAlchemy's own, no option of a connection
    conninfo = psycopg.conninfo.make_conninfo(**{"connect_timeout": 10, **arguments})
    if psycopg.pq.PGconn.ping(conninfo.encode()) != psycopg.pq.Ping.OK:
        return False
    try:
        psycopg.connect(conninfo).close()
    except psycopg.OperationalError:
        return True
    return False
