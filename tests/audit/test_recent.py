"""A run since the last one looks at what changed, finds what is altered there, and says what it did not look at."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from ledger.audit.verify import Verdict, latest, verify
from ledger.store.db import writing
from ledger.store.office import open_office
from tests.audit.cells import Hand, Row
from tests.indexer.shelf import ANNE, BEN, BOOKS, CHAIN_ID, Node, World, deploy, play, world
from tests.stores import Place

pytestmark = pytest.mark.node


class Case:
    """A mirror that a complete run found whole, and after it some new records of the first book."""

    def __init__(self, node: Node, place: Place) -> None:
        self.world: World = world(node.rpc, deploy(node.rpc), place.mirror)
        self.office: Engine = open_office(place.office)
        self.said: list[str] = []
        self.world.indexer.start()
        play(self.world)
        self.world.indexer.sync()
        self.first = self.verify()
        self.world.do("mark", BOOKS[0], 3, True, 9)
        self.world.do("sweep", "again")
        self.world.do("move", BOOKS[0], BEN)
        self.world.indexer.sync()

    def verify(self, since_last: bool = False) -> Verdict:
        self.said = []
        mirror, source = self.world.mirror, self.world.source
        return verify(mirror, source, self.office, since_last=since_last, tell=lambda word, *_: self.said.append(word))

    def forget(self) -> None:
        """As if the first run were the last."""
        with writing(self.office) as connection:
            connection.exec_driver_sql("DELETE FROM findings")
            connection.exec_driver_sql("DELETE FROM verify_runs WHERE run > (SELECT min(run) FROM verify_runs)")

    def sql(self, statement: str) -> None:
        with writing(self.world.mirror.engine) as connection:
            assert connection.exec_driver_sql(statement).rowcount == 1


@pytest.fixture
def case(tool: Any, place: Place) -> Iterator[Case]:
    node = Node.start(tool("anvil"))
    try:
        yield Case(node, place)
    finally:
        node.stop()


def test_only_what_changed_is_looked_at_and_the_next_run_goes_on_from_there(case: Case) -> None:
    second = case.verify(since_last=True)
    assert second.ok
    assert (second.since, second.subjects) == (case.first.block, 1)
    assert 0 < second.rows < case.first.rows
    assert latest(case.office, CHAIN_ID) == second
    third = case.verify(since_last=True)
    assert third.ok
    assert (third.since, third.block, third.subjects, third.events) == (second.block, second.block, 0, 0)
    assert case.verify().since is None


def test_the_first_run_looks_at_everything_and_says_why(case: Case) -> None:
    with writing(case.office) as connection:
        connection.exec_driver_sql("DELETE FROM verify_runs")
    assert case.verify(since_last=True).since is None
    assert case.said[0] == "whole"


def test_every_cell_of_what_changed_is_found_when_it_is_altered(case: Case) -> None:
    new, subject = case.first.block, b"\1" + BOOKS[0] + bytes(15)
    changed: dict[str, Callable[[Row], bool]] = {
        "blocks": lambda row: row[1] > new,
        "events": lambda row: row[1] > new,
        "checkpoint": lambda row: True,
        "dossiers": lambda row: row[1] == subject,
        "books": lambda row: row[1] == BOOKS[0],
        "marks": lambda row: row[1] == BOOKS[0],
        "moves": lambda row: row[1] > new,
    }
    hand = Hand(case.world.mirror, random.Random(5), lambda table, row: changed[table.name](row))
    for table, at in hand.places():
        with hand.altered(table, at) as finding:
            assert case.verify(since_last=True).findings == (finding,)
            assert "wider" in case.said
            case.forget()


def test_an_old_event_of_a_touched_subject_betrays_itself_by_the_head(case: Case) -> None:
    case.sql("UPDATE events SET data = data || data WHERE block = (SELECT min(block) FROM events) AND log = 0")
    [finding] = case.verify(since_last=True).findings
    assert (finding.kind, finding.table, finding.column) == ("altered", "events", "data")


@pytest.mark.parametrize(
    ("statement", "table", "column"),
    [
        ("UPDATE books SET pages = pages + 1 WHERE pages = 12", "books", "pages"),
        # A record holds neither its transaction's hash nor its log's number.
        ("UPDATE events SET tx = writer WHERE block = (SELECT min(block) FROM events) AND log = 0", "events", "tx"),
    ],
)
def test_what_nothing_new_is_recorded_of_is_not_looked_at(case: Case, statement: str, table: str, column: str) -> None:
    case.sql(statement)
    assert case.verify(since_last=True).ok
    [finding] = case.verify().findings
    assert (finding.table, finding.column) == (table, column)


def test_a_run_that_found_something_is_not_continued(case: Case) -> None:
    case.sql("UPDATE books SET pages = pages + 1 WHERE pages = 12")
    assert not case.verify().ok
    again = case.verify(since_last=True)
    assert (again.ok, again.since) == (False, None)
    assert case.said[0] == "whole"
    case.world.indexer.rebuild()
    assert case.verify(since_last=True).since is None
    assert case.verify(since_last=True).since is not None


def test_a_run_whose_block_is_gone_from_the_chain_is_not_continued(case: Case) -> None:
    with writing(case.office) as connection:
        connection.exec_driver_sql("UPDATE verify_runs SET block = block - 1")
    verdict = case.verify(since_last=True)
    assert (verdict.ok, verdict.since) == (True, None)
    assert case.said[0] == "whole"


def test_rows_that_come_and_go_are_followed(case: Case) -> None:
    case.verify(since_last=True)
    case.world.do("erase", BOOKS[0], 3)
    case.world.do("remove", BOOKS[1])
    case.world.do("place", [BOOKS[1]], ANNE, 5)
    case.world.indexer.sync()
    verdict = case.verify(since_last=True)
    assert (verdict.ok, verdict.since is None, verdict.subjects) == (True, False, 2)
    case.world.do("move", BOOKS[0], ANNE)
    case.world.do("mark", BOOKS[0], 3, True, 9)
    case.world.do("erase", BOOKS[0], 3)
    case.world.indexer.sync()
    case.sql("INSERT INTO marks SELECT chain_id, book, 3, torn, mask, marker FROM marks")
    assert [(one.kind, one.key["mark"]) for one in case.verify(since_last=True).findings] == [("extra", 3)]
