"""The roles of a PostgreSQL database, as data, and the statements that make them: what its owner runs once.

Everything may be run again: what stands is left, what is missing is added, passwords stay.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, create_engine, text

from ledger.store import postgresql
from ledger.store.db import address
from ledger.store.outage import outage


@dataclass(frozen=True, slots=True)
class Role:
    """Who logs in. ``owns``: the schema whose tables it makes and writes; ``reads``: those it only reads."""

    name: str
    owns: str | None = None
    reads: tuple[str, ...] = ()
    stages: bool = False
    """Whether it needs temporary tables: bulk writing goes through them."""


INDEXER = Role("ledger_indexer", owns="mirror", stages=True)
API = Role("ledger_api", owns="office", reads=("mirror",))
READER = Role("ledger_reader", reads=("mirror",))
ROLES = (INDEXER, API, READER)
"""Nobody else may connect, but superusers and the database's owner."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of a role. ``password``: the one it has now, None where it was left as it is."""

    role: Role
    made: bool
    password: str | None

    def __repr__(self) -> str:
        return f"Prepared({self.role.name}, made={self.made})"


def prepare(url: str, given: Mapping[str, str], keep: Callable[[list[Prepared]], None]) -> None:
    """Make roles, schemas and grants of a database, all or none. ``given``: role -> password that it shall have.

    A new role for which none is given gets a random one. ``keep`` is called before all of it is committed, so that no
    password is set that nobody kept. The URL's role must be superuser, or own the database and have CREATEROLE.
    Raises DatabaseOld, GrantMissing, StoreDown.
    """
    parsed = address(url)
    engine = create_engine(parsed, connect_args=postgresql.connect_args(parsed, "public"))
    try:
        with outage(engine), engine.begin() as connection:
            postgresql.check_version(connection)
            done = [_role(connection, role, given.get(role.name)) for role in ROLES]
            for statement in statements(_database(connection)):
                connection.exec_driver_sql(statement)
            keep(done)
    finally:
        engine.dispose()


def statements(database: str) -> Iterator[str]:
    """Yield the schemas and grants of a database; ``database`` quoted. The roles must exist."""
    yield f"REVOKE ALL ON DATABASE {database} FROM PUBLIC"
    # A cluster that was upgraded from before 15 still lets everybody write there.
    yield "CREATE SCHEMA IF NOT EXISTS public"
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
    for role in ROLES:
        yield f"GRANT CONNECT{', TEMPORARY' if role.stages else ''} ON DATABASE {database} TO {role.name}"
        # To give a schema to a role, one that is no superuser must belong to it for a moment.
        yield f"GRANT {role.name} TO CURRENT_USER"
    for role in ROLES:
        if role.owns:
            yield f"CREATE SCHEMA IF NOT EXISTS {role.owns} AUTHORIZATION {role.name}"
            yield f"REVOKE ALL ON SCHEMA {role.owns} FROM PUBLIC"
            # What was taken from an owner is given back.
            yield f"GRANT ALL ON SCHEMA {role.owns} TO {role.name}"
            yield f"GRANT ALL ON ALL TABLES IN SCHEMA {role.owns} TO {role.name}"
    for role in ROLES:
        for schema in role.reads:
            owner = next(other.name for other in ROLES if other.owns == schema)
            yield f"GRANT USAGE ON SCHEMA {schema} TO {role.name}"
            yield f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role.name}"
            # Tables that are made later, by a rebuild or another release, get the same.
            yield f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT SELECT ON TABLES TO {role.name}"
    for role in ROLES:
        yield f"REVOKE {role.name} FROM CURRENT_USER"


def _role(connection: Connection, role: Role, given: str | None) -> Prepared:
    there = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": role.name}).scalar()
    password = given if there or given else secrets.token_urlsafe(24)
    if not there:
        connection.exec_driver_sql(f"CREATE ROLE {role.name} LOGIN")
    if password:
        driver: Any = connection.connection.driver_connection
        # The server's log may keep this statement, so it holds no password but what proves one (SCRAM).
        proof: bytes = driver.pgconn.encrypt_password(password.encode(), role.name.encode(), b"scram-sha-256")
        connection.exec_driver_sql(f"ALTER ROLE {role.name} PASSWORD '{proof.decode()}'")
    return Prepared(role, not there, password)


def _database(connection: Connection) -> str:
    name: str = connection.execute(text("SELECT current_database()")).scalar_one()
    quote: Callable[[str], str] = connection.dialect.identifier_preparer.quote
    return quote(name)
