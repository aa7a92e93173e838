"""Chunks are joined for writing: nothing lost or doubled, never two histories in one, and nothing lost by a fault.

Histories of chunks here are numbers made by the test: header n of history h has the hash (h, n).
"""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.chain.errors import NodeDown
from ledger.store.joining import joined
from ledger.store.raw import Raw
from ledger.store.source import Chunk, Header

Sizes = list[tuple[int, int, bool]]
"""Of each chunk: blocks, logs, and whether another history begins with it."""
SIZES = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 9), st.booleans()), max_size=12)


def own(history: int, number: int) -> bytes:
    return history.to_bytes(16, "big") + number.to_bytes(16, "big")


def made(sizes: Sizes) -> list[Chunk]:
    chunks, history, number = [], 0, 0
    for blocks, logs, breaks in sizes:
        history += breaks
        numbers = range(number + 1, number + blocks + 1)
        headers = [Header(n, own(history, n), own(history, n - 1), n, bytes(32)) for n in numbers]
        rows = [Raw(numbers[-1], at, bytes(32), bytes(20), b"", b"") for at in range(logs)]
        chunks.append(Chunk(headers, rows))
        number += blocks
    return chunks


def failing(chunks: list[Chunk]) -> Iterator[Chunk]:
    yield from chunks
    raise NodeDown("http://127.0.0.1:1")


def contents(chunks: list[Chunk]) -> tuple[list[Header], list[Raw]]:
    return [header for chunk in chunks for header in chunk.headers], [raw for chunk in chunks for raw in chunk.logs]


@given(SIZES, st.integers(1, 20))
def test_the_same_blocks_and_logs_come_out_in_order(sizes: Sizes, wanted: int) -> None:
    chunks = made(sizes)
    assert contents(list(joined(chunks, wanted))) == contents(chunks)


@given(SIZES, st.integers(1, 20))
def test_every_joined_chunk_is_one_chain_and_no_larger_than_it_must_be(sizes: Sizes, wanted: int) -> None:
    chunks = made(sizes)
    last = {chunk.headers[-1].number: len(chunk.logs) for chunk in chunks}
    found = list(joined(chunks, wanted))
    for chunk in found:
        assert all(one.hash == two.parent for one, two in pairwise(chunk.headers))
        assert len(chunk.logs) - last[chunk.headers[-1].number] < wanted
    for one, two in pairwise(found):
        assert len(one.logs) >= wanted or one.headers[-1].hash != two.headers[0].parent


@given(SIZES, st.integers(1, 20))
def test_what_was_read_before_a_fault_comes_before_the_fault(sizes: Sizes, wanted: int) -> None:
    chunks, found = made(sizes), list[Chunk]()
    with pytest.raises(NodeDown):
        found.extend(joined(failing(chunks), wanted))
    assert contents(found) == contents(chunks)
