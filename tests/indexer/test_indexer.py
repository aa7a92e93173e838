"""From a real contract on a real node into SQL, and what stops the indexer."""

from threading import Event, Thread
from time import monotonic, sleep

import pytest
from sqlalchemy import select

from ledger.documents.store import Documents
from ledger.kit.keccak import keccak
from ledger.store import base
from ledger.store.db import reading
from ledger.store.office import open_office
from ledger.store.roots import document_roots
from tests.indexer.shelf import ANNE, BEN, BOOKS, SCHEMA, Node, World, digest, fresh, play
from tests.stores import Place

pytestmark = pytest.mark.node


def owners(world: World) -> dict[bytes, bytes]:
    books = SCHEMA.tables["books"]
    with reading(world.mirror.engine) as connection:
        return {row.book: row.owner for row in connection.execute(select(books))}


def test_events_become_rows(made: World) -> None:
    play(made)
    made.indexer.sync()
    assert owners(made) == dict.fromkeys(BOOKS, ANNE) | {BOOKS[1]: BEN}
    with reading(made.mirror.engine) as connection:
        marks = connection.execute(select(SCHEMA.tables["marks"])).all()
        moved = connection.execute(select(SCHEMA.tables["moves"].c.book)).scalars().all()
    assert [(row.book, row.mark, row.torn, row.mask) for row in marks] == [(BOOKS[0], 1, 0, (7).to_bytes(32, "big"))]
    assert moved == [BOOKS[1], BOOKS[2]]


def test_every_head_is_the_chains(made: World) -> None:
    play(made)
    made.indexer.sync()
    with reading(made.mirror.engine) as connection:
        rows = connection.execute(select(base.dossiers)).all()
    assert len(rows) == len(BOOKS)
    assert [row.head for row in rows] == made.chain.heads([row.subject for row in rows])
    assert not any(row.broken for row in rows)


@pytest.mark.parametrize("held", [20_000, 0])
def test_a_wrong_head_breaks_its_subject_and_mirroring_goes_on(made: World, held: int) -> None:
    """Though more grew than is remembered."""
    told: list[str] = []
    made.indexer.held = held
    made.indexer.tell = lambda key, _: told.append(key)
    play(made)
    made.do("moveInSilence", BOOKS[0], BEN)
    made.indexer.sync()
    made.do("move", BOOKS[1], ANNE)
    made.indexer.sync()
    with reading(made.mirror.engine) as connection:
        broken = connection.execute(select(base.dossiers.c.subject).where(base.dossiers.c.broken == 1)).scalars().all()
    assert broken == [(b"\x01" + BOOKS[0]).ljust(32, b"\0")]
    assert told == ["store.broken"]
    assert owners(made)[BOOKS[1]] == ANNE


def test_rebuild_resync_and_rewind_end_in_the_same_digest(made: World) -> None:
    play(made)
    made.indexer.sync()
    whole = digest(made)
    assert made.indexer.rebuild() == 0
    assert digest(made) == whole
    made.indexer.resync()
    assert digest(made) == whole
    made.indexer.rewind(made.chain.rpc.height() - 4)
    assert digest(made) != whole
    made.indexer.sync()
    assert digest(made) == whole


def test_batch_by_batch_is_the_same_as_at_once(made: World) -> None:
    for step in range(3):
        made.do("place", [bytes([50 + step]) * 16], ANNE, step)
        made.indexer.sync()
    one_by_one = digest(made)
    made.indexer.resync()
    assert digest(made) == one_by_one


def test_only_confirmed_blocks_are_read(node: Node, place: Place) -> None:
    made = fresh(node.rpc, place.mirror, confirmations=2)
    made.do("place", [BOOKS[0]], ANNE, 1)
    made.indexer.sync()
    assert owners(made) == {}
    node.rpc.call("anvil_mine", "0x2")
    made.indexer.sync()
    assert owners(made) == {BOOKS[0]: ANNE}


def test_follow_picks_up_what_is_mined(made: World) -> None:
    stop = Event()
    thread = Thread(target=made.indexer.follow, args=(stop, 0.02))
    thread.start()
    try:
        made.do("place", [BOOKS[0]], ANNE, 1)
        until = monotonic() + 5
        while owners(made) != {BOOKS[0]: ANNE} and monotonic() < until:
            sleep(0.02)
    finally:
        stop.set()
        thread.join()
    assert owners(made) == {BOOKS[0]: ANNE}


def test_a_mirror_read_from_the_chain_knows_which_documents_it_lacks(made: World, place: Place) -> None:
    made.do("place", BOOKS[:2], ANNE, 1)
    made.do("remove", BOOKS[0])
    made.indexer.sync()
    with reading(made.mirror.engine) as connection:
        roots = document_roots(connection, made.mirror)
    named = [keccak(book.ljust(32, b"\0")) for book in BOOKS[:2]]
    assert roots == named
    assert Documents(open_office(place.office)).missing(roots) == named
