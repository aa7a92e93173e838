"""An office that moves into another database, whole: from a file to a server, or back."""

from sqlalchemy import Connection, Engine, Table, func, insert, select

from ledger.store.db import alone, reading, writing
from ledger.store.errors import OfficeNotEmpty
from ledger.store.office import OFFICE, TABLES, verify_runs

_AT_ONCE = 500


def move_office(source: Engine, target: Engine) -> int:
    """Copy every row into an office that has none, all or nothing; the source stays. Returns how many. OfficeNotEmpty.

    Both must be migrated. Nobody may write the source meanwhile: what comes later is not taken along.
    """
    count = 0
    with reading(source) as old, writing(target) as new:
        alone(new, OFFICE)
        if any(new.execute(select(table).limit(1)).first() is not None for table in TABLES):
            raise OfficeNotEmpty(str(target.url.database))
        for table in TABLES:
            count += _copy(old, new, table)
        _count_on(new)
    return count


def _copy(old: Connection, new: Connection, table: Table) -> int:
    count = 0
    for part in old.execution_options(yield_per=_AT_ONCE).execute(select(table)).mappings().partitions():
        new.execute(insert(table), [dict(row) for row in part])
        count += len(part)
    return count


def _count_on(connection: Connection) -> None:
    """Rows that are numbered by PostgreSQL go on after those that came with their numbers."""
    last = connection.execute(select(func.max(verify_runs.c.run))).scalar()
    if last is not None and connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT setval(pg_get_serial_sequence('verify_runs', 'run'), %s)", (last,))
