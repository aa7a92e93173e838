"""Histories long enough that many rows are written at once, on both databases: the same rows, the same faults."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from ledger.store.apply import Applier
from ledger.store.db import open_store, reading, writing
from ledger.store.digest import rows_digest, table_digest
from ledger.store.errors import MirrorDamaged, RulesBroken
from ledger.store.events import Event
from ledger.store.fold import Folder, Values, fold
from ledger.store.schema import key_of
from ledger.store.tables import create
from tests.store.library import ARGUMENTS, SCHEMA, event
from tests.stores import Place

CHAIN = 7
ITEMS = 400
LENGTH = 3_000


@pytest.fixture
def engine(place: Place) -> Iterator[Engine]:
    made = open_store(place.mirror, "mirror")
    create(made, tuple(SCHEMA.tables.values()))
    yield made
    made.dispose()


def history(seed: int) -> list[Event]:
    """Events in a random order that the rules allow."""
    dice, folder, rows = random.Random(seed), Folder(SCHEMA, ARGUMENTS), dict[tuple[int, Values], Values | None]()
    found: list[Event] = []
    while len(found) < LENGTH:
        one = _any(dice, len(found))
        taken = dict(rows)
        try:
            for rule, key, values in folder.steps(one):
                place = (list(SCHEMA.tables).index(folder.rules[rule].table), key)
                taken[place] = folder.take(taken.get(place), rule, values)
        except RulesBroken:
            continue
        rows = taken
        found.append(one)
    return found


def _any(dice: random.Random, place: int) -> Event:
    item, number = dice.randrange(ITEMS), dice.randrange(2)
    steps: list[tuple[Any, ...]] = [
        ("Made", item, dice.randbytes(3), dice.randrange(256)),
        ("Given", item, dice.randbytes(dice.randrange(4))),
        ("Noted", item, number, dice.randbytes(32)),
        ("Torn", item, number),
        ("Gone", item),
        ("Found", item, dice.randrange(256)),
    ]
    name, *values = dice.choice(steps)
    return event(name, place, *values)


def apply(engine: Engine, events: list[Event], size: int) -> None:
    applier = Applier(SCHEMA, ARGUMENTS, CHAIN)
    for at in range(0, len(events), size):
        with writing(engine) as connection:
            applier.apply(connection, events[at : at + size])


def digests(engine: Engine) -> dict[str, bytes]:
    with reading(engine) as connection:
        return {name: table_digest(connection, table, CHAIN) for name, table in SCHEMA.tables.items()}


@pytest.mark.parametrize("size", [1_000, LENGTH])
def test_a_long_history_ends_in_the_rows_that_dictionaries_make(engine: Engine, size: int) -> None:
    events = history(seed=size)
    apply(engine, events, size)
    folded = fold(SCHEMA, ARGUMENTS, events)
    found = digests(engine)
    for name, table in SCHEMA.tables.items():
        rows = [(CHAIN, *row.values()) for row in folded[name].values()]
        assert len(rows) > 100
        ordered = sorted(rows, key=lambda row: row[: 1 + len(key_of(table))])
        assert found[name] == rows_digest(table, ordered)


@pytest.mark.parametrize("name", ["Made", "Given", "Torn", "Gone"])
def test_one_event_that_does_not_fit_among_many_is_refused_and_nothing_is_written(engine: Engine, name: str) -> None:
    apply(engine, [event("Made", item, item, b"", 1) for item in range(ITEMS)], ITEMS)
    before = digests(engine)
    rest = {"Made": (b"", 1), "Given": (b"",), "Torn": (1,), "Gone": ()}[name]
    items = range(ITEMS - 1, ITEMS + 200) if name == "Made" else range(200, ITEMS + 1)
    with pytest.raises(MirrorDamaged):
        apply(engine, [event(name, ITEMS + item, item, *rest) for item in items], 1_000)
    assert digests(engine) == before
