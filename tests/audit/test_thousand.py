"""Whatever is altered, deleted or added by hand, in whichever table, on either database: it is named, and it alone.

A few of the thousand that ``python -m tests.audit.thousand`` does. The seed is new in every run and is in the message.
"""

import random
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from tests.audit.cells import Hand
from tests.audit.thousand import Mirrored, alter, filled, mirrored
from tests.county import County
from tests.stores import KINDS, Places

TURNS = 120

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def full(tool: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    tool("anvil")
    with filled(tmp_path_factory.mktemp("filled")) as county:
        yield county


@pytest.fixture(scope="module", params=KINDS)
def case(
    request: pytest.FixtureRequest, full: County, places: Places, tmp_path_factory: pytest.TempPathFactory
) -> Mirrored:
    return mirrored(full.chain, full.network, places(request.param, tmp_path_factory.mktemp("mirrored")))


def test_every_table_has_a_row_so_that_every_column_can_be_altered(case: Mirrored) -> None:
    found = {(table.name, table.columns[at].name) for table, at in Hand(case.mirror, random.Random(0)).places()}
    assert found == {(table.name, column.name) for table in case.mirror.tables for column in table.columns}


def test_a_random_cell_that_is_altered_is_named_and_nothing_else(case: Mirrored) -> None:
    tables = {table for table, _ in alter(case, TURNS, secrets.randbits(32), lambda turn: None)}
    assert tables == {table.name for table in case.mirror.tables}


def test_a_row_that_is_gone_and_one_too_many_are_named_in_every_table(case: Mirrored) -> None:
    hand = Hand(case.mirror, random.Random(seed := secrets.randbits(32)))
    for table in hand.tables:
        for done in (hand.deleted(table), hand.inserted(table)):
            with done as finding:
                assert case.verify().findings == (finding,), (seed, finding)
    assert case.verify().ok
