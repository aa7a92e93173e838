"""The mirror: gone, damaged, held, of another shape, of another history, late."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from ledger.chain.deployment import load
from ledger.chain.process import free_port
from ledger.doctor.checks import mirror
from ledger.doctor.outcome import State
from ledger.doctor.patient import Patient
from ledger.indexer.opening import open_indexer, open_mirror
from ledger.kit.locale import say
from ledger.store import base
from ledger.store.db import reading, sqlite_url, writing
from ledger.store.looking import look
from ledger.store.source import Source
from tests.doctor.clinic import Clinic, blind, fine, profile, recent, says, server, sql

pytestmark = pytest.mark.node

AWAY = "postgresql+psycopg://ledger:secret@127.0.0.1:9/ledger"


@contextmanager
def later(clinic: Clinic, blocks: int) -> Iterator[int]:
    """The node goes on for some blocks, and afterwards has never made them. The height before."""
    rpc = clinic.county.rpc
    snapshot, height = rpc.call("evm_snapshot"), rpc.height()
    try:
        rpc.call("anvil_mine", hex(blocks))
        yield height
    finally:
        rpc.call("evm_revert", snapshot)


def follow(clinic: Clinic, one: Patient) -> None:
    """Bring the patient's own mirror up to the node."""
    county = clinic.county
    indexer = open_indexer(county.chain, county.network, one.mirror_url)
    indexer.sync()
    indexer.mirror.engine.dispose()


def time_of(clinic: Clinic, number: int) -> int:
    return clinic.county.chain.block(number).time


def test_a_whole_ledger_has_a_mirror_that_is_well(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    before = sorted(path.name for path in one.home.root.iterdir())
    for check in (mirror.mirror, mirror.schema, mirror.position, mirror.lag, mirror.dossiers):
        assert fine(one, check)
    assert sorted(path.name for path in one.home.root.iterdir()) == before, "to look makes no file"


def test_mirror_unknown(clinic: Clinic) -> None:
    for url in ("", "mysql://root@localhost/ledger", "no url"):
        one = replace(clinic.patient(clinic.home), mirror_url=url)
        assert says(one, mirror.mirror, "unknown").command == "unset LEDGER_MIRROR"
        assert blind(one, mirror.dossiers) == "DatabaseUnknown"


def test_mirror_missing(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    one.home.mirror.unlink()
    assert says(one, mirror.mirror, "missing").command == "ledger resync"
    assert blind(one, mirror.dossiers) == "DatabaseMissing"
    assert not one.home.mirror.exists()


def test_mirror_broken(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    one.home.mirror.write_bytes(b"no database at all" * 100)
    found = says(one, mirror.mirror, "broken")
    assert recent(found.since)
    put_aside = found.command.removesuffix(" && ledger resync")
    subprocess.run(["sh", "-c", put_aside], check=True)
    assert not one.home.mirror.exists()
    assert one.home.mirror.with_name("mirror.db.broken").exists()


def test_mirror_locked(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    with closing(sqlite3.connect(one.home.mirror)) as holder:
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("CREATE TABLE held (x)")
        assert says(one, mirror.mirror, "locked").command == f"fuser -v {one.home.mirror}"


def test_mirror_away(clinic: Clinic) -> None:
    one = replace(clinic.patient(clinic.home), mirror_url=AWAY)
    found = says(one, mirror.mirror, "away")
    assert found.command == "pg_isready -h 127.0.0.1 -p 9"
    assert "secret" not in found.says("en")
    assert found.since is None


def test_since_when_a_server_is_away_stands_in_the_log_of_the_indexer(clinic: Clinic) -> None:
    one = replace(clinic.patient(clinic.like(clinic.whole)), mirror_url=AWAY)
    indexer = open_indexer(clinic.county.chain, clinic.county.network, sqlite_url(one.home.root / "other.db"))
    stop = Event()

    def write(key: str, fields: dict[str, object]) -> None:
        (one.home.root / "up.log").write_text(f"Ready.\n{say(key, 'zh', **fields)}\n")
        stop.set()

    @contextmanager
    def turn() -> Iterator[None]:
        with reading(look(AWAY, "mirror")):
            yield

    indexer.tell = write
    indexer.follow(stop, turn=turn)
    indexer.mirror.engine.dispose()
    assert recent(says(one, mirror.mirror, "away").since)


def test_mirror_empty(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    one.home.mirror.unlink()
    own = open_mirror(Source(clinic.county.chain), one.mirror_url)
    own.create()
    own.engine.dispose()
    assert says(one, mirror.mirror, "empty", State.WARNING).command == "ledger up --detach"
    assert blind(one, mirror.dossiers) == "MirrorMissing"


def test_schema_columns(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    sql(one.home.mirror, "ALTER TABLE rights DROP COLUMN mandate")
    sql(one.home.mirror, "DROP TABLE pauses")
    found = says(one, mirror.schema, "columns")
    assert "2" in found.says("zh")
    assert "rights.mandate" in found.says("zh")
    assert found.command == "ledger resync"
    assert found.since is not None
    assert blind(one, mirror.position) == "SchemaOld"
    sql(one.home.mirror, "ALTER TABLE blocks ADD COLUMN weather TEXT")
    assert "blocks.weather" in says(one, mirror.schema, "columns").says("en")


def test_schema_indexes(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    sql(one.home.mirror, "DROP INDEX events_by_first")
    found = says(one, mirror.schema, "indexes", State.WARNING)
    assert "events_by_first" in found.says("en")
    assert found.command == "ledger chain status"
    follow(clinic, one)
    assert fine(one, mirror.schema), "bringing the mirror up makes them"


def test_position_other(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    record = load(one.record_path)
    replace(record, start_block=record.start_block + 1).save(one.record_path)
    assert says(one, mirror.position, "other").command == "ledger resync"


def test_position_behind(clinic: Clinic, tmp_path: Path) -> None:
    one = profile(clinic.patient(clinic.copy()), tmp_path)
    with later(clinic, 2) as height:
        follow(clinic, one)
        since = time_of(clinic, height + 1)
    found = says(one, mirror.position, "behind")
    assert (found.command, found.block, found.since) == ("ledger chain status", height + 1, since)


def test_position_diverged(clinic: Clinic, tmp_path: Path) -> None:
    one = profile(clinic.patient(clinic.copy()), tmp_path)
    with later(clinic, 2) as height:
        follow(clinic, one)
        since = time_of(clinic, height + 1)
    clinic.county.pass_days(1)
    with later(clinic, 3):
        found = says(one, mirror.position, "diverged")
    assert (found.command, found.block, found.since) == (f"ledger rewind {height}", height + 1, since)


def test_position_killed(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    with later(clinic, 2) as height:
        follow(clinic, one)
    found = says(one, mirror.position, "killed", State.WARNING)
    assert (found.command, found.block) == ("ledger up --detach", height + 1)


def test_lag_behind(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    with later(clinic, 3) as height:
        found = says(one, mirror.lag, "behind", State.WARNING)
        assert (found.since, found.block) == (time_of(clinic, height + 1), height + 1)
    assert found.command == "ledger up --detach"
    assert "3" in found.says("zh")


def test_lag_stuck(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    with later(clinic, 3) as height, server(one.home, free_port(0), listening=False):
        found = says(one, mirror.lag, "stuck")
    assert (found.command, found.block) == (f"tail -n 20 {one.home.root / 'up.log'}", height + 1)


def test_dossiers_broken(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    county = clinic.county
    own = open_mirror(Source(county.chain), sqlite_url(one.home.mirror))
    with county.view() as view:
        row = max(view.all(base.dossiers), key=lambda row: row.block)
    with writing(own.engine) as connection:
        own.mark(connection, [row.subject], True)
    own.engine.dispose()
    found = says(one, mirror.dossiers, "broken")
    assert (found.block, found.since) == (row.block, time_of(clinic, row.block))
    assert row.subject.hex() in found.says("en")
    assert found.command == "ledger rebuild && ledger verify"
