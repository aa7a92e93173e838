"""The two interpreters of the rules agree on every history: same rows, or both refuse."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select

from ledger.store.apply import Applier
from ledger.store.digest import rows_digest, table_digest
from ledger.store.errors import MirrorDamaged, RulesBroken
from ledger.store.events import Event
from ledger.store.fold import Tables, fold
from ledger.store.schema import key_of
from ledger.store.tables import create
from tests.store.library import ARGUMENTS, SCHEMA, event

CHAIN = 7
ITEM, NUMBER, KIND = st.integers(1, 4), st.integers(1, 2), st.integers(0, 255)
STEPS = st.one_of(
    st.tuples(st.just("Made"), ITEM, st.binary(max_size=3), KIND),
    st.tuples(st.just("Given"), ITEM, st.binary(max_size=3)),
    st.tuples(st.just("Noted"), ITEM, NUMBER, st.binary(min_size=32, max_size=32)),
    st.tuples(st.just("Torn"), ITEM, NUMBER),
    st.tuples(st.just("Gone"), ITEM),
    st.tuples(st.just("Found"), ITEM, KIND),
)
HISTORIES = st.lists(STEPS, max_size=25)


def events_of(steps: Sequence[tuple[Any, ...]]) -> list[Event]:
    return [event(name, place, *values) for place, (name, *values) in enumerate(steps)]


def possible(steps: Sequence[tuple[Any, ...]]) -> list[Event]:
    """The steps that the rules allow, each after the allowed ones before it."""
    found: list[Event] = []
    for one in events_of(steps):
        try:
            fold(SCHEMA, ARGUMENTS, [*found, one])
        except RulesBroken:
            continue
        found.append(one)
    return found


def stored(connection: Connection) -> Tables:
    found: Tables = {}
    for name, table in SCHEMA.tables.items():
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
        for row in rows:
            assert row.pop("chain_id") == CHAIN
        found[name] = {tuple(row[column] for column in key_of(table)): row for row in rows}
    return found


def applied(batches: Sequence[Sequence[Event]]) -> tuple[Tables, list[bytes]]:
    engine = create_engine("sqlite://")
    create(engine, tuple(SCHEMA.tables.values()))
    applier = Applier(SCHEMA, ARGUMENTS, CHAIN)
    with engine.begin() as connection:
        for batch in batches:
            applier.apply(connection, batch)
        return stored(connection), [table_digest(connection, table, CHAIN) for table in SCHEMA.tables.values()]


@settings(deadline=None)  # other work on the machine is no fault
@given(HISTORIES, st.integers(1, 25))
def test_sql_and_dictionaries_end_in_the_same_rows(steps: list[tuple[Any, ...]], size: int) -> None:
    history = possible(steps)
    folded = fold(SCHEMA, ARGUMENTS, history)
    batches = [history[at : at + size] for at in range(0, len(history), size)]
    rows, digests = applied(batches)
    assert rows == folded
    for (name, table), digest in zip(SCHEMA.tables.items(), digests, strict=True):
        ordered = [(CHAIN, *row.values()) for _, row in sorted(folded[name].items(), key=lambda pair: str(pair[0]))]
        by_key = sorted(ordered, key=lambda row: row[: 1 + len(key_of(table))])
        assert rows_digest(table, by_key) == digest


@settings(deadline=None)  # other work on the machine is no fault
@given(HISTORIES)
def test_what_one_refuses_the_other_refuses(steps: list[tuple[Any, ...]]) -> None:
    history = events_of(steps)
    try:
        fold(SCHEMA, ARGUMENTS, history)
    except RulesBroken:
        with pytest.raises(MirrorDamaged):
            applied([history])
    else:
        applied([history])
