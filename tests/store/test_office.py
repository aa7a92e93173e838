"""The office on both databases: migrated once whoever comes first, and what waits for its second person."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import psycopg
import pytest
from sqlalchemy import Engine, inspect

from ledger.store.db import open_store, reading
from ledger.store.errors import FilingUnknown
from ledger.store.filings import Filing, Filings
from ledger.store.office import NEWEST, TABLES, open_office
from tests.stores import Place, Places

ONE = Filing(b"t" * 20, b"first call", b"m" * 20, 100)
TWO = Filing(b"t" * 20, b"second call", b"m" * 20, 50)


@pytest.fixture
def office(place: Place) -> Iterator[Engine]:
    engine = open_office(place.office)
    yield engine
    engine.dispose()


def version(engine: Engine) -> str:
    with reading(engine) as connection:
        found: str = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    return found


def test_the_newest_migration_makes_what_the_code_declares(office: Engine) -> None:
    assert version(office) == NEWEST
    with reading(office) as connection:
        found = inspect(connection)
        for table in TABLES:
            columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
            assert columns == {column.name: column.nullable for column in table.columns}
            assert found.get_pk_constraint(table.name)["constrained_columns"] == list(table.primary_key.columns.keys())


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_that_come_at_once_migrate_once(kind: str, places: Places, tmp_path: Path) -> None:
    url = places(kind, tmp_path).office
    if kind == "postgresql":
        with psycopg.connect(url, options="-csearch_path=office") as connection:
            connection.execute(f"DROP TABLE alembic_version, {', '.join(table.name for table in TABLES)}")
    found: list[str] = []
    barrier = Barrier(2)

    def come() -> None:
        barrier.wait()
        engine = open_office(url)
        found.append(version(engine))
        engine.dispose()

    threads = [Thread(target=come) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [NEWEST] * 2


def test_a_filed_call_waits_until_it_is_dropped_or_expires(office: Engine) -> None:
    filings = Filings(office, 1)
    filings.put(ONE)
    filings.put(TWO)
    filings.put(ONE)
    assert filings.waiting(now=50) == [TWO, ONE]
    assert filings.waiting(now=51) == [ONE]
    assert filings.get(TWO.call_hash) == TWO
    filings.drop(TWO)
    with pytest.raises(FilingUnknown):
        filings.get(TWO.call_hash)
    assert Filings(office, 2).waiting(now=0) == []


def test_what_was_written_is_there_when_it_is_opened_again(office: Engine, place: Place) -> None:
    Filings(office, 1).put(ONE)
    office.dispose()
    again = open_store(place.office, "office")
    assert Filings(again, 1).waiting(now=0) == [ONE]
    again.dispose()
