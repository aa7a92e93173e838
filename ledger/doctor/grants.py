"""What the roles of a PostgreSQL may do with the tables of mirror and office, beside what ``roles`` says they shall."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from ledger.store.roles import ROLES

WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
SCHEMAS = ("mirror", "office")

_HELD = text(
    "SELECT r.rolname, n.nspname, c.relname, p.privilege"
    " FROM pg_roles r CROSS JOIN pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " CROSS JOIN unnest(CAST(:privileges AS text[])) AS p(privilege)"
    " WHERE r.rolname = ANY(:roles) AND n.nspname = ANY(:schemas) AND c.relkind = 'r'"
    " AND has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_table_privilege(r.oid, c.oid, p.privilege)"
)
_TABLES = text(
    "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = ANY(:schemas) AND c.relkind = 'r'"
)
_MIGHTY = text(
    "SELECT rolname FROM pg_roles WHERE rolname = ANY(:roles) AND (rolsuper OR rolcreaterole OR rolcreatedb)"
)


@dataclass(frozen=True, order=True, slots=True)
class Grant:
    """One privilege of one role on one table."""

    role: str
    schema: str
    table: str
    privilege: str


def role_of(connection: Connection) -> str:
    """Return as whom we are logged in."""
    found: str = connection.execute(text("SELECT current_user")).scalar_one()
    return found


def held(connection: Connection, roles: list[str]) -> set[Grant]:
    """Return what these roles may do, by whichever way they came to it."""
    values = {"privileges": ["SELECT", *WRITES], "roles": roles, "schemas": list(SCHEMAS)}
    return {Grant(*row) for row in connection.execute(_HELD, values)}


def wanted(connection: Connection) -> set[Grant]:
    """Return what the roles shall be able to do with the tables that are there."""
    tables = connection.execute(_TABLES, {"schemas": list(SCHEMAS)}).all()
    found: set[Grant] = set()
    for role in ROLES:
        for schema, table in tables:
            privileges = ("SELECT", *WRITES) if schema == role.owns else ("SELECT",) if schema in role.reads else ()
            found |= {Grant(role.name, schema, table, privilege) for privilege in privileges}
    return found


def mighty(connection: Connection, roles: list[str]) -> list[str]:
    """Return those of the roles that may make databases or roles, or may do everything."""
    return sorted(connection.execute(_MIGHTY, {"roles": roles}).scalars())
