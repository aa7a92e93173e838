"""What the indexer does when node, chain or database are not as they should be: a clear error, nothing half-written."""

from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Any

import pytest
from sqlalchemy import delete, select

from ledger.chain.errors import NodeBehind, NodeDown, WrongChain
from ledger.chain.rpc import Rpc
from ledger.store import base
from ledger.store.db import reading, sqlite_url, writing
from ledger.store.errors import ChainDiverged, MirrorDamaged, MirrorMissing, OtherDatabase
from tests.indexer.shelf import ANNE, BEN, BOOKS, SCHEMA, Node, World, deploy, digest, fresh, play, world
from tests.stores import Place

pytestmark = pytest.mark.node


def lose_two_blocks(made: World) -> None:
    """Mirror two blocks that the node then forgets."""
    made.do("place", BOOKS[:3], ANNE, 300)
    snapshot = made.chain.rpc.call("evm_snapshot")
    made.do("move", BOOKS[0], BEN)
    made.do("remove", BOOKS[1])
    made.indexer.sync()
    assert made.chain.rpc.call("evm_revert", snapshot)


def test_our_own_node_was_killed_and_the_mirror_goes_back_with_it(made: World) -> None:
    told: list[tuple[str, dict[str, object]]] = []
    made.indexer.embedded, made.indexer.tell = True, lambda key, fields: told.append((key, fields))
    lose_two_blocks(made)
    height = made.chain.rpc.height()
    made.indexer.sync()
    assert told == [("store.rewound", {"before": height + 2, "number": height})]
    made.do("move", BOOKS[2], BEN)
    made.indexer.sync()
    followed = digest(made)
    made.indexer.resync()
    assert digest(made) == followed


def test_it_is_seen_even_when_the_node_is_longer_again(made: World) -> None:
    made.indexer.embedded = True
    lose_two_blocks(made)
    for owner in (BEN, ANNE, BEN):
        made.do("move", BOOKS[2], owner)
    made.indexer.sync()
    followed = digest(made)
    made.indexer.resync()
    assert digest(made) == followed


def test_elsewhere_a_node_that_goes_backwards_stops_the_mirror(made: World) -> None:
    lose_two_blocks(made)
    before = digest(made)
    with pytest.raises(NodeBehind):
        made.indexer.sync()
    made.do("move", BOOKS[2], BEN)
    made.do("move", BOOKS[2], ANNE)
    made.do("move", BOOKS[2], BEN)
    with pytest.raises(ChainDiverged):
        made.indexer.sync()
    assert digest(made) == before


def test_a_reorganisation_above_the_confirmed_line_is_normal(made: World) -> None:
    made.indexer.confirmations = 2
    made.do("place", BOOKS[:3], ANNE, 300)
    made.chain.rpc.call("anvil_mine", "0x2")
    snapshot = made.chain.rpc.call("evm_snapshot")
    made.do("move", BOOKS[0], BEN)
    made.indexer.sync()
    made.chain.rpc.call("evm_revert", snapshot)
    made.do("move", BOOKS[1], BEN)
    made.chain.rpc.call("anvil_mine", "0x2")
    made.indexer.sync()
    with reading(made.mirror.engine) as connection:
        moved = connection.execute(select(SCHEMA.tables["moves"].c.book)).scalars().all()
    assert moved == [BOOKS[1]]


def test_a_node_of_another_chain_is_refused(tool: Any, made: World, place: Place) -> None:
    other = Node.start(tool("anvil"), "--chain-id", "5")
    try:
        mistaken = world(other.rpc, made.chain.deployment, place.mirror)
        with pytest.raises(WrongChain):
            mistaken.indexer.start()
    finally:
        other.stop()


def test_a_database_of_another_deployment_is_refused_until_resync(node: Node, made: World, place: Place) -> None:
    play(made)
    made.indexer.sync()
    before = digest(made)
    second = world(node.rpc, deploy(node.rpc), place.mirror)
    with pytest.raises(OtherDatabase):
        second.indexer.start()
    with pytest.raises(OtherDatabase):
        second.indexer.sync()
    assert digest(made) == before
    second.do("place", BOOKS[:1], BEN, 5)
    second.indexer.resync()
    second.indexer.sync()
    with reading(second.mirror.engine) as connection:
        assert len(connection.execute(select(SCHEMA.tables["books"])).all()) == 1


def test_logs_of_strangers_never_enter(made: World, tmp_path: Path) -> None:
    stranger = world(made.chain.rpc, deploy(made.chain.rpc), sqlite_url(tmp_path / "other.db"))
    stranger.do("place", BOOKS, BEN, 5)
    made.do("place", BOOKS[:1], ANNE, 5)
    made.indexer.sync()
    with reading(made.mirror.engine) as connection:
        writers = connection.execute(select(base.events.c.writer)).scalars().all()
    assert writers == [made.chain.address("Shelf")]


def test_nothing_is_written_on_top_of_damage(made: World) -> None:
    books = SCHEMA.tables["books"]
    made.do("place", BOOKS, ANNE, 5)
    made.indexer.sync()
    with writing(made.mirror.engine) as connection:
        connection.execute(delete(books).where(books.c.book == BOOKS[0]))
    before = digest(made)
    made.do("move", BOOKS[1], BEN)
    made.do("move", BOOKS[0], BEN)
    with pytest.raises(MirrorDamaged):
        made.indexer.sync()
    assert digest(made) == before
    made.indexer.rebuild()
    made.indexer.sync()
    assert digest(made) != before


def test_a_node_that_is_down_is_waited_for(tool: Any, place: Place, tmp_path: Path) -> None:
    state = ("--state", str(tmp_path / "state.json"))
    node = Node.start(tool("anvil"), *state)
    made = fresh(node.rpc, place.mirror)
    made.do("place", BOOKS[:1], ANNE, 5)
    made.indexer.sync()
    node.stop()
    told: list[str] = []
    back = world(Rpc(node.rpc.url), made.chain.deployment, place.mirror)
    back.indexer.tell = lambda key, _: told.append(key)
    with pytest.raises(NodeDown):
        back.indexer.sync()
    stop = Event()
    thread = Thread(target=back.indexer.follow, args=(stop, 0.02))
    thread.start()
    sleep(1.2)
    node = Node.start(tool("anvil"), *state, port=int(node.rpc.url.rpartition(":")[2]))
    try:
        back.do("move", BOOKS[0], BEN)
        sleep(1.5)
    finally:
        stop.set()
        thread.join()
        back.chain.rpc.close()
        node.stop()
    assert told == ["errors.NodeDown", "store.goes_on"]
    with reading(back.mirror.engine) as connection:
        assert connection.execute(select(SCHEMA.tables["books"].c.owner)).scalars().all() == [BEN]


def test_an_empty_mirror_says_so(made: World) -> None:
    with pytest.raises(MirrorMissing):
        made.indexer.rebuild()
