"""Dossiers' heads, compared with the contract's after each chunk: an alarm is neither lost nor false."""

import pytest

from ledger.chain.errors import NodeGarbled
from ledger.store.db import reading
from tests.faults import oracle
from tests.faults.proxy import Proxy, truth
from tests.faults.test_node import right
from tests.indexer.shelf import ANNE, BEN, BOOKS, World, play, world

pytestmark = pytest.mark.node


def broken(made: World) -> set[bytes]:
    """The subjects that are marked."""
    with reading(made.mirror.engine) as connection:
        return oracle.broken(connection, made.mirror)


def test_a_lie_about_a_dossier_marks_its_subject_broken_and_rebuild_mends(
    honest: World, lied: World, proxy: Proxy
) -> None:
    play(honest)
    honest.do("move", BOOKS[3], BEN)
    told: list[str] = []
    lied.indexer.tell = lambda key, _: told.append(key)
    proxy.lie = lambda method, _, result: result[:-1] if method == "eth_getLogs" else result
    lied.indexer.sync()
    assert broken(honest) == {(b"\x01" + BOOKS[3]).ljust(32, b"\0")}
    assert told == ["store.broken"]
    assert honest.indexer.rebuild() == 1
    assert right(honest)


def test_one_confused_answer_about_heads_breaks_nothing_and_a_lasting_one_is_taken_back(
    honest: World, lied: World, proxy: Proxy
) -> None:
    wrong = "0x" + "11" * 32
    times = iter([True])
    proxy.lie = lambda method, _, result: wrong if method == "eth_call" and next(times, False) else result
    honest.do("place", BOOKS[:1], ANNE, 5)
    lied.indexer.sync()
    assert right(honest)
    proxy.lie = lambda method, _, result: wrong if method == "eth_call" else result
    honest.do("move", BOOKS[0], BEN)
    lied.indexer.sync()
    assert not right(honest)
    proxy.lie = truth
    honest.do("move", BOOKS[0], ANNE)
    lied.indexer.sync()
    assert right(honest)


def test_what_a_killed_process_had_not_compared_the_next_one_compares(honest: World, lied: World, proxy: Proxy) -> None:
    """The rows are written, the heads are not compared yet, and all that the process knew is gone."""
    honest.do("place", BOOKS[:2], ANNE, 5)
    lied.indexer.sync()
    honest.do("moveInSilence", BOOKS[0], BEN)
    proxy.lie = lambda method, _, result: "0x" if method == "eth_call" else result
    with pytest.raises(NodeGarbled):
        lied.indexer.sync()
    assert broken(honest) == set()
    url = honest.mirror.engine.url.render_as_string(hide_password=False)
    following = world(honest.chain.rpc, honest.chain.deployment, url)
    told: list[str] = []
    following.indexer.tell = lambda key, _: told.append(key)
    assert following.indexer.sync() == 0
    assert broken(honest) == {(b"\x01" + BOOKS[0]).ljust(32, b"\0")}
    assert told == ["store.broken"]
