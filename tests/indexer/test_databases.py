"""The indexer and its database: indexes that wait for the end of a backfill, one writer, readers of one state."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from sqlalchemy import select, text

from ledger.audit.verify import verify
from ledger.store import base, indexes
from ledger.store.db import reading, writing
from ledger.store.errors import MirrorDamaged, OtherWriter, SchemaOld
from ledger.store.mirror import Mirror
from ledger.store.office import open_office
from tests.indexer.shelf import ANNE, BEN, BOOKS, CHAIN_ID, SCHEMA, World, digest, play, world
from tests.stores import Place

pytestmark = pytest.mark.node
INDEXES = {"books_by_owner", "events_by_first"}


def indexed(mirror: Mirror) -> set[str]:
    with reading(mirror.engine) as connection:
        lacking = {str(index.name) for index in indexes.missing(connection, mirror.tables)}
    return INDEXES - lacking


@contextmanager
def second(made: World, place: Place) -> Iterator[World]:
    """Another process with the same chain and the same database."""
    other = world(made.chain.rpc, made.chain.deployment, place.mirror)
    yield other
    other.mirror.engine.dispose()


def test_indexes_are_made_when_the_chain_was_read(made: World) -> None:
    play(made)
    assert indexed(made.mirror) == set()
    made.indexer.sync()
    assert indexed(made.mirror) == INDEXES


def test_an_indexer_that_was_killed_while_it_read_makes_them_at_its_next_start(made: World, place: Place) -> None:
    play(made)
    [chunk, *_] = list(made.source.chunks(made.chain.deployment.start_block, made.chain.rpc.height()))
    with made.mirror.writing() as connection:  # it read all there was, and came no further
        made.mirror.append(connection, chunk, made.mirror.batch(chunk), made.source.origin, None)
    assert indexed(made.mirror) == set()
    assert verify(made.mirror, made.source, open_office(place.office)).ok
    with second(made, place) as again:
        again.indexer.start()
        assert again.indexer.sync() == 0
        assert indexed(again.mirror) == INDEXES


def test_a_rebuild_that_fails_leaves_them_and_one_that_does_not_makes_them(made: World) -> None:
    play(made)
    made.indexer.sync()
    whole = digest(made)
    with writing(made.mirror.engine) as connection:
        connection.execute(text("UPDATE blocks SET number = 0 WHERE number = (SELECT max(number) FROM blocks)"))
    with pytest.raises(MirrorDamaged), made.mirror.writing() as connection:
        made.mirror.replay(connection)
    assert indexed(made.mirror) == INDEXES
    assert made.indexer.rebuild() == 2
    assert indexed(made.mirror) == INDEXES
    assert digest(made) == whole


def test_a_chain_read_anew_has_them_at_the_end_and_keeps_those_of_others(made: World) -> None:
    play(made)
    made.indexer.sync()
    with made.mirror.writing() as connection:
        made.mirror.clear(connection)
    assert indexed(made.mirror) == set()
    made.indexer.sync()
    assert indexed(made.mirror) == INDEXES
    with writing(made.mirror.engine) as connection:
        row = connection.execute(select(base.checkpoint)).one()._mapping
        connection.execute(base.checkpoint.insert().values({**row, "chain_id": 5, "deployment": bytes(32)}))
    with made.mirror.writing() as connection:
        made.mirror.clear(connection)
    assert indexed(made.mirror) == INDEXES


def test_two_indexers_of_one_mirror_write_everything_once(made: World, place: Place) -> None:
    play(made)
    with second(made, place) as other:
        at = made.source.chunks(made.chain.deployment.start_block, made.chain.rpc.height())
        late = next(at)
        assert made.indexer.sync() > 0
        with pytest.raises(OtherWriter, match="one indexer"), other.mirror.writing() as connection:
            other.mirror.append(connection, late, other.mirror.batch(late), other.source.origin, None)
        assert verify(made.mirror, made.source, open_office(place.office)).ok
        whole = digest(made)
        other.indexer.resync()
        assert digest(made) == whole


def test_two_that_follow_at_the_same_time_write_everything_once(made: World, place: Place) -> None:
    stop, told = Event(), list[str]()
    with second(made, place) as other:
        for one in (made, other):
            one.indexer.tell = lambda key, _: told.append(key)
        threads = [Thread(target=one.indexer.follow, args=(stop, 0.001)) for one in (made, other)]
        for thread in threads:
            thread.start()
        made.do("place", BOOKS, ANNE, 5)
        for turn in range(30):
            made.do("move", BOOKS[turn % len(BOOKS)], BEN if turn % 2 else ANNE)
        stop.set()
        for thread in threads:
            thread.join()
        made.indexer.sync()
    assert set(told) <= {"errors.OtherWriter", "store.goes_on"}
    assert verify(made.mirror, made.source, open_office(place.office)).ok


def test_a_reader_sees_one_state_while_the_indexer_writes(made: World) -> None:
    books = SCHEMA.tables["books"]
    made.do("place", BOOKS[:3], ANNE, 5)
    made.indexer.sync()
    with reading(made.mirror.engine) as connection:
        before = connection.execute(select(base.checkpoint)).one()
        made.do("move", BOOKS[0], BEN)
        made.do("place", BOOKS[3:], BEN, 5)
        assert made.indexer.sync() == 2
        assert connection.execute(select(base.checkpoint)).one() == before
        rows = connection.execute(select(books.c.owner).where(books.c.chain_id == CHAIN_ID)).scalars().all()
        assert rows == [ANNE] * 3
    with reading(made.mirror.engine) as connection:
        assert len(connection.execute(select(books)).all()) == len(BOOKS)


def test_a_rebuild_waits_for_no_reader_and_no_reader_sees_half_of_it(made: World) -> None:
    books = SCHEMA.tables["books"]
    play(made)
    made.indexer.sync()
    whole = digest(made)
    with reading(made.mirror.engine) as connection:
        before = connection.execute(select(books)).all()
        assert made.indexer.rebuild() == 0
        assert connection.execute(select(books)).all() == before
    assert indexed(made.mirror) == INDEXES
    assert digest(made) == whole


def test_tables_of_another_release_are_refused_until_resync_makes_them_anew(made: World, place: Place) -> None:
    play(made)
    made.indexer.sync()
    whole = digest(made)
    with writing(made.mirror.engine) as connection:
        connection.execute(text("ALTER TABLE books RENAME COLUMN pages TO leaves"))
    with second(made, place) as newer:
        with pytest.raises(SchemaOld, match="books"):
            newer.indexer.start()
        newer.indexer.resync()
        assert digest(newer) == whole
        assert indexed(newer.mirror) == INDEXES
