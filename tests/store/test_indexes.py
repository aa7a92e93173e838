"""Secondary indexes: made and taken away whole, and really used by the queries that they are for."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, Select, select

from ledger.store import base, bulk, indexes
from ledger.store.db import open_store, reading, writing
from ledger.store.schema import B16, INT, table
from ledger.store.tables import create
from tests.stores import Place

THINGS = table("things", key=("thing",), indexes=(("owner",),), thing=INT, owner=B16)
TABLES = (*base.TABLES, THINGS)
CHAIN = 7


@pytest.fixture
def engine(place: Place) -> Iterator[Engine]:
    """Ten thousand events of a hundred assets, no index yet."""
    made = open_store(place.mirror, "mirror")
    create(made, TABLES)
    rows = [(CHAIN, at, 0, bytes(32), bytes(20), bytes(32) + bytes([at % 100]) * 32, b"") for at in range(10_000)]
    things = [(CHAIN, at, bytes([at % 100]) * 16) for at in range(10_000)]
    with writing(made) as connection:
        bulk.insert(connection, base.events, tuple(base.events.columns.keys()), rows)
        bulk.insert(connection, THINGS, tuple(THINGS.columns.keys()), things)
    yield made
    made.dispose()


def explained(engine: Engine, query: Select[Any]) -> str:
    """How the database goes about a query that is sent with parameters."""
    words = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with reading(engine) as connection:
        compiled = query.compile(engine)
        given: Any = compiled.params
        if engine.dialect.name == "sqlite":
            given = tuple(given[name] for name in compiled.positiontup or ())
        return " ".join(str(row) for row in connection.exec_driver_sql(words + str(compiled), given))


HISTORY = select(base.events).where(base.events.c.chain_id == CHAIN, base.first16 == bytes([5]) * 16)
OWNED = select(THINGS).where(THINGS.c.chain_id == CHAIN, THINGS.c.owner == bytes([5]) * 16)


def test_they_are_missing_until_they_are_made_and_again_when_they_were_dropped(engine: Engine) -> None:
    names = ["events_by_first", "things_by_owner"]
    with writing(engine) as connection:
        assert [index.name for index in indexes.missing(connection, TABLES)] == names
        assert indexes.make(connection, TABLES) == 2
        assert indexes.make(connection, TABLES) == 0
    with writing(engine) as connection:
        assert indexes.missing(connection, TABLES) == []
        indexes.drop(connection, [THINGS])
        assert [index.name for index in indexes.missing(connection, TABLES)] == names[1:]
        indexes.drop(connection, TABLES)
        assert [index.name for index in indexes.missing(connection, TABLES)] == names


def test_what_was_rolled_back_changes_none(engine: Engine) -> None:
    with writing(engine) as connection:
        indexes.make(connection, TABLES)
    with writing(engine) as connection:
        indexes.drop(connection, TABLES)
        connection.rollback()
    with reading(engine) as connection:
        assert indexes.missing(connection, TABLES) == []


@pytest.mark.parametrize(("query", "index"), [(HISTORY, "events_by_first"), (OWNED, "things_by_owner")])
def test_queries_give_the_same_without_them_and_use_them_once_they_are_there(
    engine: Engine, query: Select[Any], index: str
) -> None:
    assert index not in explained(engine, query)
    with reading(engine) as connection:
        before = connection.execute(query).all()
    assert len(before) == 100
    with writing(engine) as connection:
        indexes.make(connection, TABLES)
    engine.dispose()
    assert index in explained(engine, query)
    with reading(engine) as connection:
        assert sorted(connection.execute(query).all()) == before
