"""What is altered by hand is named, exactly that and nothing else; it stays named after a restart; rebuild mends it."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from ledger.audit.findings import Finding
from ledger.audit.verify import Verdict, latest, verify
from ledger.store.db import sqlite_url
from ledger.store.office import open_office
from tests.audit.damage import Cell, run
from tests.indexer.shelf import ANNE, BEN, BOOKS, CHAIN_ID, Node, World, fresh, world

EXTRA = ("extra", "books", None)

pytestmark = pytest.mark.node


class Case:
    """A copy of the mirror that a test may damage."""

    def __init__(self, original: World, folder: Path) -> None:
        self.path = folder / "mirror.db"
        with sqlite3.connect(str(original.mirror.engine.url.database)) as source, sqlite3.connect(self.path) as copy:
            source.backup(copy)
        self.world = world(original.chain.rpc, original.chain.deployment, sqlite_url(self.path))
        self.office: Engine = open_office(sqlite_url(folder / "office.db"))

    def sql(self, statement: str, *values: Cell) -> None:
        run(self.path, statement, *values)

    def verify(self) -> Verdict:
        return verify(self.world.mirror, self.world.source, self.office)

    def findings(self) -> list[tuple[str, str, str | None]]:
        return [(finding.kind, finding.table, finding.column) for finding in self.verify().findings]


@pytest.fixture
def case(honest: World, tmp_path: Path) -> Case:
    return Case(honest, tmp_path)


def test_nothing_is_found_where_nothing_was_altered(case: Case) -> None:
    verdict = case.verify()
    assert verdict.ok
    assert verdict.as_dict()["findings"] == []
    assert (verdict.events, verdict.subjects) == (15, len(BOOKS))


def test_an_altered_cell_is_named_with_both_values(case: Case) -> None:
    case.sql("UPDATE books SET owner = ? WHERE book = ?", BEN, BOOKS[0])
    key: dict[str, int | str | None] = {"chain_id": CHAIN_ID, "book": "0x" + BOOKS[0].hex()}
    assert case.verify().findings == (Finding("altered", "books", key, "owner", "0x" + ANNE.hex(), "0x" + BEN.hex()),)


def test_a_finding_stays_after_a_restart_and_rebuild_mends_it(case: Case) -> None:
    case.sql("UPDATE books SET pages = pages + 1 WHERE book = ?", BOOKS[0])
    case.sql("UPDATE events SET data = zeroblob(64) WHERE block = (SELECT max(block) FROM events)")
    found = case.verify()
    assert [finding.table for finding in found.findings] == ["events", "books"]
    case.office.dispose()
    office = open_office(str(case.office.url))
    assert latest(office, CHAIN_ID) == found
    assert case.world.indexer.rebuild() == 1
    assert case.verify().ok
    kept = latest(office, CHAIN_ID)
    assert kept is not None
    assert kept.ok


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("DELETE FROM books WHERE book = x'01010101010101010101010101010101'", ("missing", "books", None)),
        ("DELETE FROM events WHERE block = (SELECT min(block) FROM events) AND log = 0", ("missing", "events", None)),
        ("DELETE FROM blocks WHERE number = (SELECT max(number) FROM blocks)", ("missing", "blocks", None)),
        ("DELETE FROM checkpoint", ("missing", "checkpoint", None)),
        ("DELETE FROM dossiers WHERE records = 1", ("missing", "dossiers", None)),
        (
            "INSERT INTO books SELECT chain_id, x'ff', owner, 9, document, 9, 9 FROM books LIMIT 1",
            ("extra", "books", None),
        ),
        ("INSERT INTO books SELECT 1, book, owner, 9, document, 9, 9 FROM books LIMIT 1", ("extra", "books", None)),
        ("UPDATE books SET pages = 'many' WHERE moves IS NULL", ("altered", "books", "pages")),
        ("UPDATE books SET owner = 'Anne' WHERE moves IS NULL", ("altered", "books", "owner")),
        ("UPDATE books SET owner = 5 WHERE moves IS NULL", ("altered", "books", "owner")),
        ("UPDATE books SET pages = 300.5 WHERE moves IS NULL", ("altered", "books", "pages")),
        ("UPDATE books SET moves = NULL WHERE moves = 1", ("altered", "books", "moves")),
        ("UPDATE books SET chain_id = 5 WHERE moves IS NULL", ("altered", "books", "chain_id")),
        ("UPDATE books SET chain_id = 'x' WHERE moves IS NULL", ("altered", "books", "chain_id")),
        (
            "UPDATE books SET book = CAST(x'ff00' AS TEXT) WHERE book = x'01010101010101010101010101010101'",
            ("altered", "books", "book"),
        ),
        ("UPDATE events SET chain_id = 5 WHERE log = 3", ("altered", "events", "chain_id")),
        ("UPDATE checkpoint SET chain_id = 5", ("altered", "checkpoint", "chain_id")),
        ("UPDATE checkpoint SET number = number - 1", ("altered", "checkpoint", "number")),
        ("UPDATE checkpoint SET number = 'x'", ("altered", "checkpoint", "number")),
        ("UPDATE checkpoint SET hash = zeroblob(32)", ("altered", "checkpoint", "hash")),
        ("UPDATE blocks SET hash = zeroblob(32) WHERE number = 5", ("altered", "blocks", "hash")),
        ("UPDATE blocks SET time = time + 1 WHERE number = 5", ("altered", "blocks", "time")),
        ("UPDATE blocks SET number = 999 WHERE number = 5", ("altered", "blocks", "number")),
        ("UPDATE dossiers SET broken = 1 WHERE records = 1", ("altered", "dossiers", "broken")),
        ("UPDATE dossiers SET head = zeroblob(32) WHERE records = 1", ("altered", "dossiers", "head")),
    ],
)
def test_each_kind_of_damage(case: Case, statement: str, finding: tuple[str, str, str | None]) -> None:
    case.sql(statement)
    found = case.findings()
    assert set(found) == {finding}
    case.world.indexer.rebuild()
    assert case.verify().ok


def test_a_log_without_its_record_is_a_wrong_head_and_stays_one(tool: Any, tmp_path: Path) -> None:
    node = Node.start(tool("anvil"))
    try:
        made = fresh(node.rpc, tmp_path)
        made.do("place", BOOKS[:2], ANNE, 1)
        made.do("moveInSilence", BOOKS[0], BEN)
        made.indexer.sync()
        office = open_office(sqlite_url(tmp_path / "office.db"))
        for _ in range(2):
            found = verify(made.mirror, made.source, office).findings
            assert [(f.kind, f.table, f.column) for f in found] == [("head", "dossiers", "head")]
            assert made.indexer.rebuild() == 0
    finally:
        node.stop()


def test_a_table_that_is_emptied_is_named_row_by_row(case: Case) -> None:
    case.sql("DELETE FROM books")
    case.sql("UPDATE events SET tx = zeroblob(32)")
    found = case.findings()
    assert found.count(("missing", "books", None)) == len(BOOKS)
    assert found.count(("altered", "events", "tx")) == 15
    assert len(found) == len(BOOKS) + 15


def test_a_run_keeps_apart_what_the_node_took_and_what_the_mirror_took(case: Case) -> None:
    timing = case.verify().as_dict()["timing"]
    assert timing["node"] > 0
    assert timing["mirror"] > 0


def test_each_phase_tells_how_far_it_is(case: Case) -> None:
    told: list[tuple[str, int, int]] = []
    verify(case.world.mirror, case.world.source, case.office, tell=lambda *step: told.append(step))
    blocks = case.world.chain.rpc.height() - case.world.chain.deployment.start_block + 1
    assert [step for step in told if step[0] == "chain"][-1] == ("chain", blocks, blocks)
    _, done, total = [step for step in told if step[0] == "rows"][-1]
    assert done == total > 0
