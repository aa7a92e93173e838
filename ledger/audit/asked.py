"""What a node says of the chain, for the proof: headers, logs by ``eth_getLogs``, and receipts where logs may be.

Nothing is believed here. It shares nothing with the reader that the indexer uses.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ledger.chain.errors import NodeGarbled, NodeRefused
from ledger.chain.header import bloom_of, may_hold
from ledger.chain.rpc import Request, Rpc
from ledger.store.errors import ChainTorn

IN_FLIGHT = 2
WANTED = 1_000
"""Logs in a part: JSON of a few megabytes."""
FIRST_BLOCKS, MAX_BLOCKS = 16, 1_000
RECEIPTS = 50
"""Blocks whose receipts are asked for in one request."""
_TRIES = 3
_PAUSE = 0.2

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive blocks from ``first`` on. ``receipts``: by block; none for a block whose bloom holds no contract of
    ours, None where the node gives none."""

    first: int
    headers: list[Json]
    logs: list[Json]
    receipts: dict[int, list[Json] | None]


class Asked:
    """One node. ``waited``: seconds that were spent waiting for its answers."""

    def __init__(self, rpc: Rpc, writers: Iterable[bytes]) -> None:
        self._rpc = rpc
        self._addresses = ["0x" + address.hex() for address in writers]
        self._blooms = [bloom_of(bytes.fromhex(address[2:])) for address in self._addresses]
        self._blocks = FIRST_BLOCKS
        self.waited = 0.0

    def parts(self, first: int, last: int) -> Iterator[Part]:
        """Yield blocks ``first`` to ``last``, both included, in order; the next ones are asked for meanwhile.

        ChainTorn when the node lacks a block; NodeDown, NodeGarbled, NodeRefused.
        """
        waiting: deque[Future[Part]] = deque()
        with ThreadPoolExecutor(IN_FLIGHT) as pool:
            while first <= last or waiting:
                while first <= last and len(waiting) < IN_FLIGHT:
                    end = min(last, first + self._blocks - 1)
                    waiting.append(pool.submit(self._read, first, end))
                    first = end + 1
                part = self._wait(waiting.popleft())
                fitting = len(part.headers) * WANTED // max(1, len(part.logs))
                self._blocks = max(1, min(fitting, 4 * self._blocks, MAX_BLOCKS))
                yield part

    def _wait(self, future: Future[Part]) -> Part:
        started = time.perf_counter()
        part = future.result()
        self.waited += time.perf_counter() - started
        return part

    def _read(self, first: int, last: int) -> Part:
        for _ in range(_TRIES):
            part = self._once(first, last)
            if part is not None and _linked(part.headers):
                return part
            time.sleep(_PAUSE)
        if part is None:
            raise ChainTorn(first, last)
        return part  # the proof says what does not fit

    def _once(self, first: int, last: int) -> Part | None:
        wanted = {"fromBlock": hex(first), "toBlock": hex(last), "address": self._addresses}
        asked: list[Request] = [("eth_getLogs", (wanted,))]
        asked += [("eth_getBlockByNumber", (hex(number), False)) for number in range(first, last + 1)]
        logs, *headers = self._rpc.settle(asked)
        if isinstance(logs, NodeRefused) and first < last:  # some nodes limit the size of an answer
            middle = (first + last) // 2
            one, two = self._once(first, middle), self._once(middle + 1, last)
            if one is None or two is None:
                return None
            return Part(first, one.headers + two.headers, one.logs + two.logs, one.receipts | two.receipts)
        for answer in (logs, *headers):
            if isinstance(answer, NodeRefused):
                raise answer
        if None in headers:
            return None
        self._demand_rows("eth_getBlockByNumber", headers)
        self._demand_rows("eth_getLogs", logs)
        return Part(first, headers, logs, self._receipts(first, headers))

    def _demand_rows(self, method: str, rows: Any) -> None:
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise NodeGarbled(self._rpc.url, method)

    def _receipts(self, first: int, headers: list[Json]) -> dict[int, list[Json] | None]:
        blocks = [at for at, header in enumerate(headers) if may_hold(header, self._blooms)]
        found: dict[int, list[Json] | None] = {}
        for at in range(0, len(blocks), RECEIPTS):
            some = blocks[at : at + RECEIPTS]
            answers = self._rpc.settle([("eth_getBlockReceipts", (hex(first + block),)) for block in some])
            for block, answer in zip(some, answers, strict=True):
                given = self._one_by_one(headers[block]) if isinstance(answer, NodeRefused) else answer
                found[first + block] = given if isinstance(given, list) else None
        return found

    def _one_by_one(self, header: Json) -> list[Json] | None:
        """For nodes that do not know the method for a whole block."""
        given = self._rpc.settle([("eth_getTransactionReceipt", (one,)) for one in transactions(header)])
        return given if all(isinstance(one, dict) for one in given) else None


def transactions(header: Json) -> list[Any]:
    """Return the hashes of a block's transactions, in order, as far as the node gives any."""
    given = header.get("transactions")
    return given if isinstance(given, list) else []


def _linked(headers: list[Json]) -> bool:
    return all(two.get("parentHash") == one.get("hash") for one, two in pairwise(headers))
