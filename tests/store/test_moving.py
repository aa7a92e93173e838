"""An office that is moved, and one that comes back from a backup: everything is there, and it goes on."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from ledger.audit import runs
from ledger.documents.store import Documents
from ledger.store.db import reading, writing
from ledger.store.errors import OfficeNotEmpty
from ledger.store.filings import Filing, Filings
from ledger.store.moving import move_office
from ledger.store.office import TABLES, certificates, open_office
from ledger.vault.vault import Vault
from tests.conftest import lacking
from tests.postgres import Server
from tests.stores import KINDS, Places

SUBJECT = b"s" * 16
RUN = {"chain_id": 1, "block": 5, "at": 6, "rows": 7, "events": 8, "subjects": 9, "hash": b"h" * 32, "since": None}


@pytest.fixture
def office(places: Places, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An office with a row in every table."""
    engine = open_office(places(getattr(request, "param", "sqlite"), tmp_path).office)
    vault = Vault(engine, tmp_path / "vault.key")
    vault.put([(SUBJECT, {"name": "王小芳"})])
    Documents(engine, vault).put({"name": "东塘"}, SUBJECT)
    Filings(engine, 1).put(Filing(b"t" * 20, b"a call", b"m" * 20, 100))
    runs.keep(engine, RUN | {"findings": [{"kind": "altered"}]})
    filled = {column.name: {"LargeBinary": b"x"}.get(type(column.type).__name__, 1) for column in certificates.columns}
    row = filled | {"number": "1", "kind": "asset", "reason": "none", "head": b"h" * 32}
    with writing(engine) as connection:
        connection.execute(insert(certificates).values(row))
    yield engine
    engine.dispose()


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with reading(engine) as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table)))) for table in TABLES}


@pytest.mark.parametrize(("office", "kind"), [KINDS, KINDS[::-1]], indirect=["office"])
def test_an_office_moves_whole_and_goes_on(office: Engine, kind: str, places: Places, tmp_path: Path) -> None:
    there = open_office(places(kind, tmp_path).office)
    before = rows(office)
    assert all(before.values())
    assert move_office(office, there) == sum(map(len, before.values()))
    assert rows(there) == rows(office) == before
    assert Vault(there, tmp_path / "vault.key").get(SUBJECT) == {"name": "王小芳"}
    runs.keep(there, RUN | {"block": 50, "findings": []})
    newest = runs.latest(there, 1)
    assert newest is not None
    assert newest["block"] == 50
    there.dispose()


def test_two_offices_are_not_mixed(office: Engine, places: Places, tmp_path: Path) -> None:
    other = open_office(places("postgresql", tmp_path).office)
    Filings(other, 1).put(Filing(b"t" * 20, b"a call", b"m" * 20, 100))
    before = rows(other)
    with pytest.raises(OfficeNotEmpty):
        move_office(office, other)
    assert rows(other) == before
    other.dispose()


@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
def test_a_backup_of_the_office_comes_back_on_a_prepared_server(
    office: Engine, postgres: Server, tmp_path: Path
) -> None:
    if not (postgres.binaries / "pg_dump").exists():
        lacking("pg_dump")
    before, new = rows(office), postgres.database()
    dump, old = tmp_path / "office.dump", postgres.url(str(office.url.database), "ledger_api")
    run(postgres, "pg_dump", "--format=custom", "--table=office.*", f"--file={dump}", old)
    run(postgres, "pg_restore", "--clean", "--if-exists", f"--dbname={new.api}", str(dump))
    restored = open_office(new.api)
    assert rows(restored) == before
    runs.keep(restored, RUN | {"findings": []})
    restored.dispose()


def run(server: Server, program: str, *words: str) -> None:
    done = subprocess.run([str(server.binaries / program), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
