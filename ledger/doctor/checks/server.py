"""PostgreSQL: whether the server lets us in, is young enough, was prepared, and grants what it should and no more."""

import shlex
from collections.abc import Iterator

from sqlalchemy import Connection

from ledger.doctor.grants import Grant, held, mighty, role_of, wanted
from ledger.doctor.outcome import Found, check, fault, warning
from ledger.doctor.patient import Patient
from ledger.store import postgresql
from ledger.store.db import address, reading
from ledger.store.errors import DatabaseOld, DatabaseRefused, SchemaMissing
from ledger.store.looking import look, sqlite_file
from ledger.store.roles import ROLES

_PREPARE = "ledger database prepare {owner}"
_SQL = 'psql {owner} -c "{sql}"'
_SHOWN = 3
_NAMES = [role.name for role in ROLES]


@check(
    refused=fault(_PREPARE + " --new-passwords"),
    old=fault(),
    unprepared=fault(_PREPARE),
    lacks=fault(_PREPARE),
    wide=warning(_SQL),
    mighty=warning(_SQL),
)
def server(patient: Patient) -> Iterator[Found]:
    """Whether PostgreSQL lets each role do its work and nothing more. On SQLite there is nothing to look at."""
    seen: set[tuple[str, str, str]] = set()
    for url, schema in ((patient.mirror_url, "mirror"), (patient.office_url, "office")):
        if sqlite_file(url) is not None:
            continue
        host, port, database = postgresql.where(address(url))
        owner = shlex.quote(postgresql.as_role(address(url), "OWNER"))
        fields = {"host": host, "port": port, "database": database, "owner": owner}
        try:
            with reading(look(url, schema)) as connection:
                postgresql.check(connection, schema)
                yield from _of_role(connection, schema, fields)
                if (host, port, database) not in seen:
                    yield from _of_all(connection, fields)
                seen.add((host, port, database))
        except DatabaseRefused as error:
            yield Found("refused", fields=fields | {"detail": error.fields["detail"]})
        except DatabaseOld as error:
            yield Found("old", fields=error.fields | fields)
        except SchemaMissing as error:
            yield Found("unprepared", fields=error.fields | fields)


def _of_role(connection: Connection, schema: str, fields: dict[str, str]) -> Iterator[Found]:
    """What the role that we are lacks. One that is not of ours may own everything and is not judged by our table."""
    role = role_of(connection)
    asked = {one for one in wanted(connection) if one.role == role}
    lacking = sorted(asked - held(connection, [role]))
    if lacking:
        yield Found("lacks", fields=fields | {"role": role, "grants": _said(lacking)})


def _of_all(connection: Connection, fields: dict[str, str]) -> Iterator[Found]:
    """What roles have that they should not."""
    for role in mighty(connection, [*_NAMES, role_of(connection)]):
        sql = f"ALTER ROLE {role} NOSUPERUSER NOCREATEROLE NOCREATEDB"
        yield Found("mighty", fields=fields | {"role": role, "sql": sql})
        if role in _NAMES:
            return  # what it may besides says nothing more
    more = sorted(held(connection, _NAMES) - wanted(connection))
    if more:
        first = more[0]
        privileges = ", ".join(sorted({one.privilege for one in more if one.role == first.role}))
        sql = f"REVOKE {privileges} ON ALL TABLES IN SCHEMA {first.schema} FROM {first.role}"
        yield Found("wide", fields=fields | {"role": first.role, "grants": _said(more), "sql": sql})


def _said(grants: list[Grant]) -> str:
    shown = [f"{one.role}: {one.privilege} {one.schema}.{one.table}" for one in grants[:_SHOWN]]
    return "; ".join(shown) + (f" (+{len(grants) - _SHOWN})" if len(grants) > _SHOWN else "")
