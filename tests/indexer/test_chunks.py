"""A long chain in chunks: in order, sized by events, never far ahead of who takes them, never from two histories.

What the node does ─────────── what comes out
serves everything ──────────── every block and log once, in order
serves many logs a block ───── chunks of about as many logs as wanted
refuses long answers ───────── the same chunks, read in halves
gives logs in another order ── asked again
gives logs of another block ── asked again; ChainTorn if it never ends
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from ledger.chain import deployment, network
from ledger.chain.client import Chain
from ledger.chain.errors import NodeRefused
from ledger.chain.rpc import Request, Rpc
from ledger.indexer.opening import open_indexer
from ledger.store import base
from ledger.store.db import reading, sqlite_url
from ledger.store.errors import ChainTorn
from ledger.store.source import IN_FLIGHT, WANTED, Chunk, Source
from tests.benchmarks.running import served

EVENTS, BLOCKS = 40_000, 400
Answers = list[Any]


class Watched(Rpc):
    """Notes every request for logs, and hands its answers through ``change``, which may alter them."""

    def __init__(self, url: str, change: Callable[["Watched", Answers], Answers] = lambda _, answers: answers) -> None:
        super().__init__(url)
        self.asked: list[tuple[int, int]] = []
        self.lock = threading.Lock()
        self._change = change

    def settle(self, requests: Sequence[Request]) -> Answers:
        answers = super().settle(requests)
        if requests[0][0] != "eth_getLogs":
            return answers
        span = requests[0][1][0]
        with self.lock:
            self.asked.append((int(span["fromBlock"], 16), int(span["toBlock"], 16)))
            return self._change(self, answers)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made")


@pytest.fixture(scope="module")
def node(folder: Path) -> Iterator[str]:
    with served(folder, EVENTS) as url:
        yield url


def source(folder: Path, rpc: Rpc) -> Source:
    return Source(Chain(rpc, deployment.load(folder / "deployment.json")))


def everything(chunks: Iterator[Chunk]) -> tuple[list[Any], list[Any]]:
    found = list(chunks)
    return [header for chunk in found for header in chunk.headers], [log for chunk in found for log in chunk.logs]


@pytest.fixture(scope="module")
def whole(folder: Path, node: str) -> tuple[list[Any], list[Any]]:
    """Headers and logs, read block by block."""
    with Rpc(node) as rpc:
        return everything(chunk for at in range(1, BLOCKS + 1) for chunk in source(folder, rpc).chunks(at, at))


def test_every_block_and_log_comes_once_and_in_order(folder: Path, node: str, whole: Any) -> None:
    with Rpc(node) as rpc:
        headers, logs = everything(source(folder, rpc).chunks(1, BLOCKS))
    assert (headers, logs) == whole
    assert [header.number for header in headers] == list(range(1, BLOCKS + 1))
    assert all(one.hash == two.parent for one, two in pairwise(headers))
    assert len(logs) >= EVENTS
    assert all(one[:2] < two[:2] for one, two in pairwise(logs))


def test_chunks_are_sized_by_their_logs(folder: Path, node: str) -> None:
    with Rpc(node) as rpc:
        own = source(folder, rpc)
        list(own.chunks(1, BLOCKS))  # by now it knows how many logs a block has
        again = [len(chunk.logs) for chunk in own.chunks(1, BLOCKS)]
    assert all(WANTED * 3 // 4 <= size <= WANTED * 5 // 4 for size in again[:-1])


def test_nobody_reads_far_ahead_of_who_takes_the_chunks(folder: Path, node: str) -> None:
    with Watched(node) as rpc:
        own = source(folder, rpc)
        list(own.chunks(1, BLOCKS))
        rpc.asked.clear()
        chunks = own.chunks(1, BLOCKS)
        next(chunks)
        until = time.monotonic() + 10
        while len(rpc.asked) < IN_FLIGHT and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.3)
        assert len(rpc.asked) == IN_FLIGHT
        list(chunks)
        assert len(rpc.asked) > IN_FLIGHT


def test_a_node_that_refuses_long_answers_is_asked_for_halves(folder: Path, node: str, whole: Any) -> None:
    def limited(rpc: Watched, answers: Answers) -> Answers:
        first, last = rpc.asked[-1]
        return [NodeRefused("eth_getLogs", "too many"), *answers[1:]] if last - first >= 10 else answers

    with Watched(node, limited) as rpc:
        assert everything(source(folder, rpc).chunks(1, BLOCKS)) == whole


def twisted(logs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [logs[1], logs[0], *logs[2:]]


def from_elsewhere(logs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [logs[0] | {"blockHash": "0x" + "ab" * 32}, *logs[1:]]


def of_no_block(logs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*logs, logs[-1] | {"blockNumber": hex(BLOCKS + 1)}]


@pytest.mark.parametrize("lie", [twisted, from_elsewhere, of_no_block])
def test_logs_that_do_not_fit_their_blocks_are_asked_for_again(
    folder: Path, node: str, whole: Any, lie: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:
    def once(rpc: Watched, answers: Answers) -> Answers:
        return [lie(answers[0]), *answers[1:]] if len(rpc.asked) == 1 else answers

    with Watched(node, once) as rpc:
        assert everything(source(folder, rpc).chunks(1, BLOCKS)) == whole
    with (
        Watched(node, lambda _, answers: [lie(answers[0]), *answers[1:]]) as rpc,
        pytest.raises(ChainTorn),
    ):
        list(source(folder, rpc).chunks(1, 1))


def test_the_whole_chain_becomes_a_mirror_whose_heads_are_the_nodes(folder: Path, node: str, tmp_path: Path) -> None:
    told: list[str] = []
    with Rpc(node) as rpc:
        chain = Chain(rpc, deployment.load(folder / "deployment.json"))
        url = sqlite_url(tmp_path / "mirror.db")
        indexer = open_indexer(chain, network.load("embedded"), url, lambda key, _: told.append(key))
        indexer.start()
        assert indexer.sync() == BLOCKS
        with reading(indexer.mirror.engine) as connection:
            compared = connection.execute(select(base.compared.c.number)).scalar_one()
            subjects = connection.execute(select(func.count()).select_from(base.dossiers)).scalar_one()
        indexer.mirror.engine.dispose()
    assert (compared, told) == (BLOCKS, [])
    assert subjects > 8_000
