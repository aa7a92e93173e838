"""The tables of the mirror: made where they are missing, refused where another release made them otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.schema import CreateTable, DropTable

from ledger.store.db import alone, durable, reading, writing
from ledger.store.errors import SchemaOld

_COLUMNS = {
    "sqlite": "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'",
    "postgresql": "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
    "WHERE c.relnamespace = to_regnamespace(current_schema()) AND c.relkind = 'r' AND a.attnum > 0 "
    "AND NOT a.attisdropped",
}


def create(engine: Engine, tables: Sequence[Table]) -> None:
    """Make the tables that are missing, without their indexes (see ``indexes``). Where all stand, nothing is written,
    so that a role which only reads may call it. SchemaOld when one has other columns."""
    with reading(engine) as connection:
        present = _present(connection)
    if misfits := _misfits(present, tables):
        raise SchemaOld([table.name for table in misfits])
    if any(table.name not in present for table in tables):
        with writing(engine) as connection:
            alone(connection, "tables")
            durable(connection)
            _make(connection, tables)


def renew(engine: Engine, tables: Sequence[Table]) -> None:
    """Make the tables that are missing, and anew those with other columns: their rows are lost, of all chains."""
    with writing(engine) as connection:
        alone(connection, "tables")
        durable(connection)
        for table in _misfits(_present(connection), tables):
            connection.execute(DropTable(table))
        _make(connection, tables)


def differences(connection: Connection, tables: Iterable[Table]) -> list[str]:
    """Return what is not as this release makes it: tables that are missing, columns that are missing or too many."""
    present = _present(connection)
    found: list[str] = []
    for table in tables:
        if table.name not in present:
            found.append(table.name)
        else:
            wrong = sorted(present[table.name] ^ set(table.columns.keys()))
            found += [f"{table.name}.{column}" for column in wrong]
    return found


def _make(connection: Connection, tables: Iterable[Table]) -> None:
    for table in tables:
        connection.execute(CreateTable(table, if_not_exists=True))


def _present(connection: Connection) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for table, column in connection.execute(text(_COLUMNS[connection.dialect.name])):
        found[table].add(column)
    return found


def _misfits(present: dict[str, set[str]], tables: Iterable[Table]) -> list[Table]:
    return [table for table in tables if table.name in present and present[table.name] != set(table.columns.keys())]
