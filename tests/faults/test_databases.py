"""Databases that fail under the indexer and the office: said once, nothing by halves, and on it goes when it can."""

import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random, SystemRandom

import pytest
from sqlalchemy import Engine, event

from ledger.documents.store import Documents
from ledger.store.db import reading, sqlite_url
from ledger.store.errors import DatabaseBroken, DatabaseBusy, DatabaseDown, DatabaseFull, DatabaseGone
from ledger.store.office import open_office
from tests.faults import oracle
from tests.faults.acts import Acts
from tests.indexer.shelf import Node, World, deploy, fresh, world
from tests.postgres import Server, serve

pytestmark = pytest.mark.node


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of this test's own, that has what it said it has when it dies."""
    yield from serve(("fsync=off", "max_connections=60"))


@dataclass
class Small:
    """A megabyte of room: a file system of its own where one may be mounted, else SQLite's own limit."""

    folder: Path
    mounted: bool
    pages: int = 256

    def limit(self, engine: Engine) -> None:
        if not self.mounted:
            event.listen(engine, "connect", lambda dbapi, _: dbapi.execute(f"PRAGMA max_page_count={self.pages}"))
            engine.dispose()

    def enlarge(self) -> None:
        if self.mounted:
            subprocess.run(["mount", "-o", "remount,size=64m", self.folder], check=True)
        self.pages = 16_384


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    found = Small(place, subprocess.run(mount, check=False, capture_output=True).returncode == 0)
    yield found
    if found.mounted:
        subprocess.run(["umount", "--lazy", place], check=True)


def right(made: World) -> bool:
    """Whether the mirror is what a fold from genesis gives at its own block."""
    with reading(made.mirror.engine) as connection:
        at = made.mirror.checkpoint(connection)
        found, broken = oracle.stored(connection, made.mirror), oracle.broken(connection, made.mirror)
    last = made.chain.deployment.start_block - 1 if at is None else at.number
    return found == oracle.folded(made.mirror, made.source, last, broken)


@contextmanager
def following(made: World) -> Iterator[list[str]]:
    """The indexer follows meanwhile; what it tells."""
    told: list[str] = []
    made.indexer.tell = lambda key, _: told.append(key)
    stop = threading.Event()
    thread = threading.Thread(target=made.indexer.follow, args=(stop, 0.005))
    thread.start()
    try:
        yield told
    finally:
        stop.set()
        thread.join()


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def caught_up(made: World) -> bool:
    with reading(made.mirror.engine) as connection:
        at = made.mirror.checkpoint(connection)
    return at is not None and at.number == made.chain.rpc.height()


def _told(told: list[str], key: str, times: int) -> bool:
    return told.count(key) >= times


def test_a_server_that_dies_and_comes_back_is_waited_for(node: Node, server: Server) -> None:
    seed = SystemRandom().getrandbits(32)
    print("seed", seed)
    random = Random(seed)
    made = world(node.rpc, deploy(node.rpc), server.database().indexer)
    made.indexer.start()
    acts = Acts(made, random)
    with following(made) as told:
        for times in range(1, 4):
            for _ in range(random.randrange(5, 20)):
                acts.step()
            # As if the machine had died: whatever transaction is on its way is lost.
            server.stop(signal.SIGQUIT)
            acts.step()
            until(partial(_told, told, "errors.DatabaseDown", times))
            server.start()
            until(partial(_told, told, "store.goes_on", times))
        acts.step()
        until(lambda: caught_up(made))
    assert set(told) == {"errors.DatabaseDown", "store.goes_on"}
    assert right(made)


def test_a_disk_that_is_full_loses_nothing_and_goes_on_when_there_is_room(node: Node, small: Small) -> None:
    made = world(node.rpc, deploy(node.rpc), sqlite_url(small.folder / "mirror.db"))
    small.limit(made.mirror.engine)
    made.indexer.start()
    acts = Acts(made, Random(1))
    with following(made) as told:
        while not told:
            acts.step()
        assert told == ["errors.DatabaseFull"]
        assert right(made)
        small.enlarge()
        until(lambda: told == ["errors.DatabaseFull", "store.goes_on"] and caught_up(made))
    assert right(made)


def test_documents_on_a_full_disk_are_kept_all_or_none(small: Small) -> None:
    office = open_office(sqlite_url(small.folder / "office.db"))
    small.limit(office)
    documents = Documents(office)
    drafts = [({"name": "x" * 2000, "number": number}, b"somebody") for number in range(1000)]
    with pytest.raises(DatabaseFull):
        documents.put_all(drafts)
    small.enlarge()
    with closing(sqlite3.connect(small.folder / "office.db")) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (0,)
    assert len(set(documents.put_all(drafts))) == 1000


def hurry(engine: Engine) -> None:
    """Wait for a lock for a fifth of a second only."""
    event.listen(engine, "connect", lambda dbapi, _: dbapi.execute("PRAGMA busy_timeout=200"))
    engine.dispose()


def test_a_file_that_another_program_holds_is_said_and_waited_for(node: Node, tmp_path: Path) -> None:
    made = fresh(node.rpc, tmp_path)
    hurry(made.mirror.engine)
    acts = Acts(made, Random(2))
    acts.step()
    made.indexer.sync()
    with closing(sqlite3.connect(tmp_path / "mirror.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        acts.step()
        with pytest.raises(DatabaseBusy):
            made.indexer.sync()
    made.indexer.sync()
    assert right(made)


def test_a_file_that_is_deleted_under_the_indexer_is_said_and_resync_makes_it_again(node: Node, tmp_path: Path) -> None:
    made = fresh(node.rpc, tmp_path)
    acts = Acts(made, Random(3))
    acts.step()
    made.indexer.sync()
    for name in ("mirror.db", "mirror.db-wal", "mirror.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    acts.step()
    for _ in range(2):
        with pytest.raises(DatabaseGone):
            made.indexer.sync()
    world(node.rpc, made.chain.deployment, sqlite_url(tmp_path / "mirror.db")).indexer.resync()
    acts.step()
    made.indexer.sync()
    assert caught_up(made)
    assert right(made)


def test_a_file_that_is_damaged_is_said(node: Node, tmp_path: Path) -> None:
    made = fresh(node.rpc, tmp_path)
    made.mirror.engine.dispose()
    (tmp_path / "mirror.db").write_bytes(b"no database" * 1000)
    with pytest.raises(DatabaseBroken):
        made.indexer.sync()


def test_nobody_listens_where_the_database_should_be(node: Node) -> None:
    with pytest.raises(DatabaseDown):
        world(node.rpc, deploy(node.rpc), "postgresql://ledger_indexer@127.0.0.1:9/ledger")
