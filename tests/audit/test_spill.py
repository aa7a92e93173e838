"""Steps come back row by row in the order of the keys that both databases sort by, whatever the order they came in."""

from collections.abc import Sequence
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from ledger.audit.spill import Spill, by_key, coder, key_in
from ledger.store import stored
from ledger.store.db import open_store, writing
from ledger.store.schema import B16, B32, INT, table
from ledger.store.tables import create
from tests.stores import Place

PAIRS = table("pairs", key=("number", "thing"), number=INT, thing=B16, value=INT)
THINGS = table("things", key=("thing",), thing=B32, value=INT)
KEYS = st.tuples(st.integers(-(2**63), 2**63 - 1), st.binary(min_size=16, max_size=16))


@settings(deadline=None)
@given(st.lists(st.tuples(KEYS, st.integers(0, 3), st.binary(max_size=4)), max_size=60))
def test_each_row_has_its_steps_in_order(steps: Sequence[tuple[tuple[int, bytes], int, bytes]]) -> None:
    with Spill([PAIRS, THINGS]) as spill:
        for key, rule, value in steps:
            spill.add("pairs", key, rule, (value, None, 7))
        found = [(key_in(PAIRS, code), row) for code, row in spill.rows("pairs")]
        assert list(spill.rows("things")) == []
        assert (spill.kept, spill.given) == (len(steps), len(steps))
    right = groupby(sorted(steps, key=lambda step: step[0]), lambda step: step[0])
    assert found == [(key, [(rule, (value, None, 7)) for _, rule, value in some]) for key, some in right]


@settings(deadline=None)
@given(st.lists(KEYS, max_size=30))
def test_coded_keys_sort_as_keys_do(keys: list[tuple[int, bytes]]) -> None:
    code = coder(PAIRS)
    assert sorted(keys) == sorted(keys, key=lambda key: code(key) or b"")


@pytest.mark.parametrize(
    "key", [("1", bytes(16)), (1.0, bytes(16)), (True, bytes(16)), (1, "text"), (1, bytes(17)), (1, None)]
)
def test_what_can_be_no_key_has_no_code(key: tuple[object, ...]) -> None:
    assert coder(PAIRS)(key) is None
    assert coder(THINGS)(key[1:]) is None


def test_databases_sort_as_coded_keys_do(place: Place) -> None:
    engine = open_store(place.mirror, "mirror")
    create(engine, [PAIRS, THINGS])
    numbers = (-(2**63), -256, -1, 0, 1, 255, 256, 2**63 - 1)
    ends = (b"\0", b"\x7f", b"\x80", b"\xff")
    keys = [(number, end * 15 + other) for number in numbers for end in ends for other in ends]
    with writing(engine) as connection:
        rows = [{"chain_id": 7, "number": number, "thing": thing, "value": 1} for number, thing in keys]
        connection.execute(insert(PAIRS), rows)
        rows = [{"chain_id": 7, "thing": thing * 2, "value": 1} for _, thing in keys[:16]]
        connection.execute(insert(THINGS), rows)
        for one in (PAIRS, THINGS):
            codes = [code or b"" for code, _ in by_key(one, 7, stored.rows(connection, one, by_key=True))]
            assert codes == sorted(codes)
            assert b"" not in codes
    engine.dispose()
