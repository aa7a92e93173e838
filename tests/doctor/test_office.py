"""The office: gone, damaged, of another version, documents missing or altered, the vault closed; the last verify."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from ledger.assets.mirror import assets
from ledger.audit.verify import verify
from ledger.chain import clock
from ledger.doctor.checks import office
from ledger.doctor.examine import outcomes
from ledger.doctor.outcome import State
from ledger.doctor.patient import Patient
from ledger.indexer.opening import open_mirror
from ledger.store.db import writing
from ledger.store.office import NEWEST, open_office
from ledger.store.source import Source
from tests.doctor.clinic import Clinic, blind, fine, recent, says, sql
from tests.doctor.test_mirror import AWAY

pytestmark = pytest.mark.node

_PARTIAL = """
INSERT INTO verify_runs (chain_id, block, at, rows, events, subjects, hash, since)
SELECT chain_id, block, ?, 0, 0, 0, hash, block FROM verify_runs
"""


def compared(clinic: Clinic, one: Patient, *, altered: bool = False) -> int:
    """Run `verify` on the patient, after somebody altered a row or not; when it ran."""
    own, store = open_mirror(Source(clinic.county.chain), one.mirror_url), open_office(one.office_url)
    if altered:
        with writing(own.engine) as connection:
            connection.execute(update(assets).values(quantity=assets.c.quantity + 1))
    verdict = verify(own, Source(clinic.county.chain), store)
    assert verdict.ok is not altered
    own.engine.dispose()
    store.dispose()
    return verdict.at


def test_a_whole_ledger_has_an_office_that_is_well(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    compared(clinic, one)
    for check in (office.office, office.migration, office.verified, office.papers, office.contents, office.vault):
        assert fine(one, check)


def test_office_unknown(clinic: Clinic) -> None:
    one = replace(clinic.patient(clinic.home), office_url="mysql://root@localhost/ledger")
    assert says(one, office.office, "unknown").command == "unset LEDGER_OFFICE"


def back(path: Path) -> str:
    """A copy is put in the place of a file that nobody holds, and whose log is gone."""
    return f"ledger down && rm -f {path}-wal {path}-shm && cp BACKUP/office.db {path}"


def test_office_missing(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    one.home.office.unlink()
    assert says(one, office.office, "missing").command == back(one.home.office)
    assert blind(one, office.papers) == "DatabaseMissing"
    assert not one.home.office.exists()


def test_office_broken(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    content = bytearray(one.home.office.read_bytes())
    content[:16] = b"\0" * 16
    one.home.office.write_bytes(content)
    found = says(one, office.office, "broken")
    assert (found.command, recent(found.since)) == (back(one.home.office), True)


def test_office_locked(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    with closing(sqlite3.connect(one.home.office)) as holder:
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("CREATE TABLE held (x)")
        assert says(one, office.office, "locked").command == f"fuser -v {one.home.office}"


def test_office_away(clinic: Clinic) -> None:
    one = replace(clinic.patient(clinic.home), office_url=AWAY)
    assert says(one, office.office, "away").command == "pg_isready -h 127.0.0.1 -p 9"


def test_migration_older(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    sql(one.home.office, "UPDATE alembic_version SET version_num = '0000'")
    found = says(one, office.migration, "older", State.WARNING)
    assert (found.command, found.since is not None) == ("ledger documents", True)
    assert blind(one, office.verified) == "OfficeOther"


def test_migration_newer(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    sql(one.home.office, "UPDATE alembic_version SET version_num = '9999'")
    found = says(one, office.migration, "newer")
    assert found.command == "scripts/setup"
    assert NEWEST in found.says("zh")


def test_verified_never(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    found = says(one, office.verified, "never", State.WARNING)
    assert (found.command, recent(found.since)) == ("ledger verify", True)


def test_verified_old(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    at = compared(clinic, one)
    sql(one.home.office, "UPDATE verify_runs SET at = ?", at - 9 * 86_400)
    found = says(one, office.verified, "old", State.WARNING)
    assert (found.command, found.since) == ("ledger verify", at - 9 * 86_400)
    assert "9" in found.says("zh")


def test_verified_differs(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    compared(clinic, one)
    first = compared(clinic, one, altered=True)
    sql(one.home.office, "UPDATE verify_runs SET at = at - 50 WHERE run = 2")
    compared(clinic, one, altered=True)
    found = says(one, office.verified, "differs")
    assert (found.command, found.since) == ("ledger rebuild && ledger verify", first - 50)
    assert found.block is not None


def test_verified_lies(clinic: Clinic) -> None:
    """A run that named nothing but what a node invents, as one that lies leaves it."""
    one = clinic.patient(clinic.copy())
    at = compared(clinic, one, altered=True)
    sql(one.home.office, "UPDATE findings SET finding = replace(finding, '\"altered\"', '\"invented\"')")
    found = says(one, office.verified, "lies")
    assert (found.command, found.since) == ("export LEDGER_RPC=http://HOST:8545 && ledger verify", at)


def test_a_partial_run_neither_ends_a_finding_nor_makes_the_last_whole_one_newer(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    first = compared(clinic, one, altered=True)
    sql(one.home.office, "UPDATE verify_runs SET at = at - 777777")
    sql(one.home.office, _PARTIAL, first)
    found = outcomes(one, office.verified)
    one.close()
    assert [(each.case, each.since) for each in found] == [("differs", first - 777_777), ("old", first - 777_777)]


def test_papers_missing(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    with clinic.county.view() as view:
        [row] = view.all(assets)[:1]
        registered = row.registered
    sql(one.home.office, "DELETE FROM documents WHERE root = ?", row.document)
    found = says(one, office.papers, "missing", State.WARNING)
    assert (found.command, found.since) == ("ledger documents", registered)
    assert row.document.hex() in found.says("zh")


def test_contents_altered(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    sql(one.home.office, "UPDATE documents SET content = replace(CAST(content AS TEXT), 'field', 'fjord')")
    found = says(one, office.contents, "altered")
    assert found.command == back(one.home.office)
    assert found.since is None, "a document does not tell when it was altered"


def test_vault_missing(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    one.home.vault_key.unlink()
    assert says(one, office.vault, "missing").command == f"cp BACKUP/vault.key {one.home.vault_key}"
    assert not one.home.vault_key.exists(), "a doctor makes no key"


@pytest.mark.parametrize("content", ["ab" * 32, "no key"])
def test_vault_other(clinic: Clinic, content: str) -> None:
    one = clinic.patient(clinic.copy())
    one.home.vault_key.write_text(content)
    found = says(one, office.vault, "other")
    assert found.since is not None
    assert abs(found.since - clock.wall()) < 60
