"""A batch of events as changes: every row once, and together they have the effect of the events one by one."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.store.errors import MirrorDamaged, RulesBroken
from ledger.store.events import Event
from ledger.store.fold import fold
from ledger.store.merge import Change, Kind, Merger
from ledger.store.rules import Value
from ledger.store.schema import key_of
from tests.store.library import ARGUMENTS, SCHEMA, event

CHAIN = 7
MERGER = Merger(SCHEMA, ARGUMENTS, CHAIN)
Rows = dict[tuple[str, tuple[Value, ...]], Mapping[str, Value]]
ITEM, NUMBER, SMALL = st.integers(1, 3), st.integers(1, 2), st.integers(0, 255)
STEPS = st.one_of(
    st.tuples(st.just("Made"), ITEM, st.binary(max_size=2), SMALL),
    st.tuples(st.just("Given"), ITEM, st.binary(max_size=2)),
    st.tuples(st.just("Noted"), ITEM, NUMBER, st.binary(min_size=32, max_size=32)),
    st.tuples(st.just("Torn"), ITEM, NUMBER),
    st.tuples(st.just("Gone"), ITEM),
    st.tuples(st.just("Found"), ITEM, SMALL),
)


def events_of(*steps: tuple[Any, ...]) -> list[Event]:
    return [event(name, place, *values) for place, (name, *values) in enumerate(steps)]


def written(rows: Rows, changes: Sequence[Change]) -> Rows:
    """What a database would hold afterwards; it refuses what a database refuses."""
    found = dict(rows)
    for change in changes:
        width = 1 + len(key_of(change.table))
        for row in change.rows:
            place = (change.table.name, row[1:width])
            if (place in found) != (change.kind in (Kind.UPDATE, Kind.DELETE)) and change.kind not in _EITHER:
                raise MirrorDamaged(change.table.name)
            if change.kind in _MAKING:
                empty = dict.fromkeys(column.name for column in change.table.columns)
                found[place] = {**empty, **found.get(place, {}), **dict(zip(change.columns, row, strict=True))}
            else:
                found.pop(place, None)
    return found


_EITHER = (Kind.UPSERT, Kind.DISCARD)
_MAKING = (Kind.INSERT, Kind.UPDATE, Kind.UPSERT)


def folded(history: Sequence[Event]) -> Rows:
    tables = fold(SCHEMA, ARGUMENTS, history)
    return {(name, key): {"chain_id": CHAIN, **row} for name, rows in tables.items() for key, row in rows.items()}


@settings(deadline=None)  # other work on the machine is no fault
@given(st.lists(STEPS, max_size=20), st.integers(1, 20))
def test_batches_of_changes_end_in_the_rows_of_the_events_one_by_one(steps: list[tuple[Any, ...]], size: int) -> None:
    history = events_of(*steps)
    rows: Rows = {}
    try:
        for at in range(0, len(history), size):
            rows = written(rows, MERGER.merge(history[at : at + size]))
    except MirrorDamaged:
        with pytest.raises(RulesBroken):
            folded(history)
    else:
        assert rows == folded(history)


@settings(deadline=None)  # other work on the machine is no fault
@given(st.lists(STEPS, max_size=20))
def test_no_row_is_written_twice_and_all_stand_in_the_order_of_their_keys(steps: list[tuple[Any, ...]]) -> None:
    try:
        changes = MERGER.merge(events_of(*steps))
    except MirrorDamaged:
        return
    places = [
        (change.table.name, row[: 1 + len(key_of(change.table))]) for change in changes for row in sorted(change.rows)
    ]
    assert len(places) == len(set(places))
    for change in changes:
        keys = [row[: 1 + len(key_of(change.table))] for row in change.rows]
        assert keys == sorted(keys, key=lambda key: tuple(key))


def test_made_and_taken_away_again_is_nothing_but_must_not_have_been_there() -> None:
    [change] = MERGER.merge(events_of(("Made", 1, b"a", 2), ("Given", 1, b"b"), ("Gone", 1)))[:1]

    assert (change.table.name, change.kind, change.columns) == ("items", Kind.ABSENT, ("chain_id", "item"))
    assert change.rows == [(CHAIN, 1)]


def test_what_comes_back_after_it_went_is_written_whole() -> None:
    [change] = MERGER.merge(events_of(("Gone", 1), ("Made", 1, b"a", 2)))

    assert change.kind is Kind.UPDATE
    assert change.rows == [(CHAIN, 1, b"a", 2, 1, None)]


@pytest.mark.parametrize(
    "steps",
    [
        (("Made", 1, b"", 1), ("Made", 1, b"", 1)),
        (("Gone", 1), ("Gone", 1)),
        (("Gone", 1), ("Given", 1, b"")),
        (("Made", 1, b"", 1), ("Gone", 1), ("Gone", 1)),
        (("Found", 1, 1), ("Made", 1, b"", 1)),
        (("Given", 1, b""), ("Made", 1, b"", 1)),
    ],
)
def test_what_the_batch_itself_contradicts_is_refused_before_anything_is_written(steps: Any) -> None:
    with pytest.raises(MirrorDamaged):
        MERGER.merge(events_of(*steps))
