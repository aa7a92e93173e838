"""What the doctor says to type mends what it found: it is typed as it stands, and the check is well afterwards."""

from __future__ import annotations

import shlex
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic import command as alembic
from alembic.config import Config
from click.testing import CliRunner
from sqlalchemy import update

from ledger.assets.mirror import assets
from ledger.cli.command import MISMATCH, Settings
from ledger.cli.main import root
from ledger.doctor.checks import mirror, office
from ledger.doctor.examine import outcomes
from ledger.doctor.outcome import Check, State
from ledger.doctor.patient import Patient
from ledger.indexer.opening import open_mirror
from ledger.store.db import writing
from ledger.store.office import MIGRATIONS, open_office
from ledger.store.source import Source
from tests.doctor.clinic import Clinic, sql
from tests.doctor.test_office import compared

pytestmark = pytest.mark.node


@dataclass(frozen=True)
class Broken:
    """A way to break a home, and the check that sees it."""

    how: Callable[[Clinic, Patient], object]
    check: Check
    case: str


def lost(clinic: Clinic, one: Patient) -> None:
    one.home.mirror.unlink()


def torn(clinic: Clinic, one: Patient) -> None:
    one.home.mirror.write_bytes(b"no database" * 500)


def of_an_older_release(clinic: Clinic, one: Patient) -> None:
    sql(one.home.mirror, "ALTER TABLE rights DROP COLUMN mandate")
    sql(one.home.mirror, "DROP TABLE pauses")


def without_an_index(clinic: Clinic, one: Patient) -> None:
    sql(one.home.mirror, "DROP INDEX events_by_first")


def altered(clinic: Clinic, one: Patient) -> None:
    own = open_mirror(Source(clinic.county.chain), one.mirror_url)
    with writing(own.engine) as connection:
        connection.execute(update(assets).values(quantity=assets.c.quantity + 1))
    own.engine.dispose()
    typed(clinic, one, "ledger verify", code=MISMATCH)


def with_a_broken_dossier(clinic: Clinic, one: Patient) -> None:
    sql(one.home.mirror, "UPDATE dossiers SET broken = 1")


def never_compared(clinic: Clinic, one: Patient) -> None:
    sql(one.home.office, "DELETE FROM verify_runs")


def compared_long_ago(clinic: Clinic, one: Patient) -> None:
    at = compared(clinic, one)
    sql(one.home.office, "UPDATE verify_runs SET at = ?", at - 30 * 86_400)


def of_an_older_office(clinic: Clinic, one: Patient) -> None:
    engine, config = open_office(one.office_url), Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        alembic.downgrade(config, "0001")
    engine.dispose()


WAYS = [
    Broken(lost, mirror.mirror, "missing"),
    Broken(torn, mirror.mirror, "broken"),
    Broken(of_an_older_release, mirror.schema, "columns"),
    Broken(without_an_index, mirror.schema, "indexes"),
    Broken(with_a_broken_dossier, mirror.dossiers, "broken"),
    Broken(altered, office.verified, "differs"),
    Broken(never_compared, office.verified, "never"),
    Broken(compared_long_ago, office.verified, "old"),
    Broken(of_an_older_office, office.migration, "older"),
]


def typed(clinic: Clinic, one: Patient, line: str, code: int = 0) -> None:
    """Type a line: what is ours runs here, what is the system's in a shell."""
    given = {"LEDGER_HOME": str(one.home.root), "LEDGER_NETWORK": "embedded", "LEDGER_RPC": clinic.county.rpc.url}
    for part in line.split(" && "):
        first, *words = shlex.split(part)
        if first == "ledger":
            said = CliRunner().invoke(root, words, obj=Settings("en"), env=given)
            assert said.exit_code == code, said.output
        else:
            subprocess.run(["sh", "-c", part], check=True)


@pytest.mark.parametrize("broken", WAYS, ids=lambda broken: broken.how.__name__)
def test_what_is_typed_mends_it(clinic: Clinic, broken: Broken) -> None:
    one = clinic.patient(clinic.like(clinic.whole))
    broken.how(clinic, one)
    [found] = outcomes(one, broken.check)
    one.close()
    assert found.case == broken.case
    typed(clinic, one, found.command)
    assert [each.state for each in outcomes(one, broken.check)] == [State.OK]
    one.close()


@pytest.mark.parametrize("damage", ["altered", "torn", "gone"])
def test_an_office_comes_back_from_its_copy_though_a_log_was_left(
    clinic: Clinic, tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written last lies in the log beside the file: left there, it would be read into the copy."""
    one = clinic.patient(clinic.like(clinic.whole))
    (tmp_path / "BACKUP").mkdir()
    shutil.copy2(one.home.office, tmp_path / "BACKUP" / "office.db")
    with closing(sqlite3.connect(one.home.office)) as writer:
        writer.execute("UPDATE documents SET content = replace(CAST(content AS TEXT), 'field', 'fjord')")
        writer.commit()
        log = one.home.office.with_name("office.db-wal").read_bytes()
        shared = one.home.office.with_name("office.db-shm").read_bytes()
    shutil.copy2(tmp_path / "BACKUP" / "office.db", one.home.office)
    one.home.office.with_name("office.db-wal").write_bytes(log)
    one.home.office.with_name("office.db-shm").write_bytes(shared)
    if damage == "torn":
        one.home.office.write_bytes(b"no database" * 500)
    elif damage == "gone":
        one.home.office.unlink()
    check = office.contents if damage == "altered" else office.office
    [found] = outcomes(one, check)
    one.close()
    assert found.case == {"altered": "altered", "torn": "broken", "gone": "missing"}[damage]
    monkeypatch.chdir(tmp_path)
    typed(clinic, one, found.command)
    for each in (office.office, office.contents):
        assert [outcome.state for outcome in outcomes(one, each)] == [State.OK]
    one.close()
