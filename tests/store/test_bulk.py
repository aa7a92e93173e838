"""Bulk writing on both databases: the same rows, the same counts, few rows and many."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from ledger.store import bulk
from ledger.store.db import open_store, reading, writing
from ledger.store.errors import MirrorDamaged
from ledger.store.schema import B32, BLOB, INT, maybe, table
from ledger.store.tables import create
from tests.stores import Place

THINGS = table("things", key=("thing", "number"), thing=B32, number=INT, size=INT, note=maybe(BLOB), order=maybe(INT))
COLUMNS = ("chain_id", "thing", "number", "size", "note", "order")
KEY = COLUMNS[:3]
FEW, MANY = 3, 200
ODD: tuple[Any, ...] = (-(2**63), b"", None)
"""Values at the edges: the smallest number, no bytes, no value."""


@pytest.fixture
def engine(place: Place) -> Iterator[Engine]:
    made = open_store(place.mirror, "mirror")
    create(made, [THINGS])
    yield made
    made.dispose()


def things(count: int, size: int = 5) -> list[tuple[Any, ...]]:
    return [(7, bytes([number // 250]) * 32, number, size + number, b"\x00\xff", ODD[2]) for number in range(count)]


def stored(engine: Engine) -> list[tuple[Any, ...]]:
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(select(THINGS).order_by(*THINGS.primary_key))]


def put(connection: Connection, rows: list[tuple[Any, ...]]) -> None:
    bulk.insert(connection, THINGS, COLUMNS, rows)


@pytest.mark.parametrize("count", [0, 1, FEW, MANY])
def test_rows_come_back_as_they_were_written(engine: Engine, count: int) -> None:
    rows = things(count)
    rows[:1] = [(7, bytes(32), 0, *ODD)][: len(rows)]
    with writing(engine) as connection:
        put(connection, rows)
    assert stored(engine) == rows


@pytest.mark.parametrize("count", [1, FEW, MANY])
def test_a_row_that_exists_is_not_inserted_and_nothing_else_is(engine: Engine, count: int) -> None:
    with writing(engine) as connection:
        put(connection, things(1))
    with pytest.raises(MirrorDamaged), writing(engine) as connection:
        put(connection, list(reversed(things(count))))
    assert stored(engine) == things(1)


@pytest.mark.parametrize("count", [FEW, MANY])
def test_an_upsert_writes_what_is_missing_and_changes_what_is_there(engine: Engine, count: int) -> None:
    with writing(engine) as connection:
        put(connection, things(count // 2))
        columns = (*KEY, "size", "note")
        bulk.upsert(connection, THINGS, columns, [row[:5] for row in things(count, size=1000)])
    assert stored(engine) == things(count, size=1000)


def test_an_upsert_of_a_key_alone_leaves_the_row(engine: Engine) -> None:
    marks = table("marks", key=("mark",), mark=INT)
    create(engine, [marks])
    for _ in range(2):
        with writing(engine) as connection:
            bulk.upsert(connection, marks, ("chain_id", "mark"), [(7, mark) for mark in range(MANY)])
    with reading(engine) as connection:
        assert len(connection.execute(select(marks)).all()) == MANY


@pytest.mark.parametrize("count", [FEW, MANY])
def test_an_update_changes_its_columns_and_counts_the_rows_that_exist(engine: Engine, count: int) -> None:
    with writing(engine) as connection:
        put(connection, things(count))
        assert bulk.update(connection, THINGS, (*KEY, "order"), [(*row[:3], 9) for row in things(count + 5)]) == count
    assert stored(engine) == [(*row[:5], 9) for row in things(count)]


@pytest.mark.parametrize("count", [FEW, MANY])
def test_a_delete_counts_the_rows_that_existed(engine: Engine, count: int) -> None:
    with writing(engine) as connection:
        put(connection, things(count))
        assert bulk.delete(connection, THINGS, KEY, [row[:3] for row in things(count + 5)[2:]]) == count - 2
    assert stored(engine) == things(2)


def test_one_transaction_uses_a_stage_again_and_again(engine: Engine) -> None:
    with writing(engine) as connection:
        put(connection, things(MANY))
        for size in range(3):
            sized = [(*row[:3], size) for row in things(MANY)]
            assert bulk.update(connection, THINGS, (*KEY, "size"), sized) == MANY
        assert bulk.delete(connection, THINGS, KEY, [row[:3] for row in things(MANY)[100:]]) == MANY - 100
    assert [row[3] for row in stored(engine)] == [2] * 100


def test_what_was_rolled_back_leaves_nothing_behind(engine: Engine) -> None:
    with writing(engine) as connection:
        put(connection, things(MANY))
    with writing(engine) as connection:
        bulk.upsert(connection, THINGS, COLUMNS, things(MANY, size=1000))
        connection.rollback()
    with writing(engine) as connection:
        assert bulk.update(connection, THINGS, (*KEY, "order"), [(*row[:3], 1) for row in things(MANY)]) == MANY
    assert stored(engine) == [(*row[:5], 1) for row in things(MANY)]
