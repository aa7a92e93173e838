"""What a node says of the chain, as rows of ``blocks`` and ``events``: read in chunks, checked, in order.

A chunk is one JSON-RPC batch of headers and logs. It is taken only when its headers form a chain and every log lies
in one of them, so a reorganisation between two answers of the node never mixes two histories.
"""

import time
from binascii import unhexlify
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from ledger.chain.abi import selector
from ledger.chain.client import Chain
from ledger.chain.errors import NodeGarbled, NodeRefused, WriterUnknown
from ledger.kit.keccak import keccak
from ledger.store.errors import ChainTorn
from ledger.store.raw import Raw

IN_FLIGHT = 3
WANTED = 2_500
"""Logs in a chunk. Not more: an answer takes ten times the memory of its rows, and three are under way at a time. What
is written at once is more than one (``joining``)."""
MAX_BLOCKS = 900
"""Some nodes refuse a batch of more than a thousand requests."""
HEADS = 250
"""Heads in a request."""
_TRIES = 5
_ENROLLED = keccak(b"Enrolled(address,uint8,address)")
_PAUSE = 0.2


class Header(NamedTuple):
    """A block: the columns of ``blocks`` after ``chain_id``."""

    number: int
    hash: bytes
    parent: bytes
    time: int
    receipts_root: bytes


@dataclass(frozen=True, slots=True)
class Origin:
    """What a mirror is a mirror of: the genesis block and a fingerprint of where the contracts are."""

    genesis: bytes
    deployment: bytes

    def __str__(self) -> str:
        return f"0x{self.genesis.hex()[:8]}…/0x{self.deployment.hex()[:8]}…"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive blocks and the logs of our contracts in them."""

    headers: list[Header]
    logs: list[Raw]


class Source:
    """The contracts of one deployment as one node serves them. Logs of other contracts never come through."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.writers = chain.deployment.writers
        self._places = {"0x" + address.hex(): address for address in self.writers}
        self._blocks = 64
        deployment = chain.deployment
        named = b"".join(address + name.encode() for name, address in sorted(deployment.founding.items()))
        self.origin = Origin(deployment.genesis, keccak(deployment.start_block.to_bytes(8, "big") + named))

    def header(self, number: int) -> Header | None:
        """Return one block, None where the node has none."""
        row = self.chain.rpc.call("eth_getBlockByNumber", hex(number), False)
        with self.chain.rpc.sense():
            return None if row is None else _header(row)

    def tip(self, number: int) -> tuple[Header | None, int]:
        """Return one block, None where the node has none, and the newest block's number, in one request."""
        row, newest = self.chain.rpc.batch([("eth_getBlockByNumber", (hex(number), False)), ("eth_blockNumber", ())])
        with self.chain.rpc.sense():
            return None if row is None else _header(row), int(newest, 16)

    def number_of(self, block_hash: bytes) -> int | None:
        """Return the number of the block with this hash, None where the node has none."""
        row = self.chain.rpc.call("eth_getBlockByHash", "0x" + block_hash.hex(), False)
        with self.chain.rpc.sense():
            return None if row is None else int(row["number"], 16)

    def hash_at(self, number: int) -> bytes | None:
        """Return the hash of a block, None where the node has none."""
        header = self.header(number) if number >= 0 else None
        return None if header is None else header.hash

    def heads(self, subjects: Sequence[bytes], block: int) -> list[bytes]:
        """Return the heads of these dossiers as the contract holds them at a block. NodeRefused if its state is gone.

        Encoded by hand: a backfill asks for as many heads as there are subjects.
        """
        place = "0x" + self.chain.address("Dossiers").hex()
        start = "0x" + selector(self.chain.abi.function("Dossiers", "head")).hex()

        def ask(first: int) -> list[bytes]:
            part = subjects[first : first + HEADS]
            asked = [("eth_call", ({"to": place, "data": start + subject.hex()}, hex(block))) for subject in part]
            answers = self.chain.rpc.batch(asked)
            with self.chain.rpc.sense():
                return [unhexlify(answer[2:]) for answer in answers]

        with ThreadPoolExecutor(IN_FLIGHT) as pool:
            heads = [head for part in pool.map(ask, range(0, len(subjects), HEADS)) for head in part]
        if any(len(head) != 32 for head in heads):
            raise NodeGarbled(self.chain.rpc.url, "Dossiers.head")
        return heads

    def chunks(self, first: int, last: int) -> Iterator[Chunk]:
        """Yield blocks ``first`` to ``last``, both included, in order; the next chunks are fetched meanwhile.

        ChainTorn when the node's answers do not fit each other again and again; NodeDown; WriterUnknown before
        the block in which a contract was enrolled that our record does not name.
        """
        waiting: deque[Future[Chunk]] = deque()
        with ThreadPoolExecutor(IN_FLIGHT) as pool:
            while first <= last or waiting:
                while first <= last and len(waiting) < IN_FLIGHT:
                    end = min(last, first + self._blocks - 1)
                    waiting.append(pool.submit(self._read, first, end))
                    first = end + 1
                chunk = waiting.popleft().result()
                self._adapt(chunk)
                self._demand_known(chunk)
                yield chunk

    def _demand_known(self, chunk: Chunk) -> None:
        for raw in chunk.logs:
            if raw.topics[:32] == _ENROLLED and (writer := raw.topics[44:64]) not in self.writers:
                raise WriterUnknown(writer, raw.block)

    def _adapt(self, chunk: Chunk) -> None:
        fitting = len(chunk.headers) * WANTED // max(1, len(chunk.logs))
        self._blocks = max(1, min(fitting, 4 * self._blocks, MAX_BLOCKS))

    def _read(self, first: int, last: int) -> Chunk:
        for _ in range(_TRIES):
            chunk = self._once(first, last)
            if chunk is not None:
                return chunk
            time.sleep(_PAUSE)
        raise ChainTorn(first, last)

    def _once(self, first: int, last: int) -> Chunk | None:
        wanted = {"fromBlock": hex(first), "toBlock": hex(last), "address": list(self._places)}
        asked: list[tuple[str, Any]] = [("eth_getLogs", (wanted,))]
        asked += [("eth_getBlockByNumber", (hex(number), False)) for number in range(first, last + 1)]
        logs, *rows = self.chain.rpc.settle(asked)
        if isinstance(logs, NodeRefused) and first < last:  # some nodes limit the size of an answer
            middle = (first + last) // 2
            halves = self._read(first, middle), self._read(middle + 1, last)
            return Chunk(halves[0].headers + halves[1].headers, halves[0].logs + halves[1].logs)
        for answer in (logs, *rows):
            if isinstance(answer, NodeRefused):
                raise answer
        if None in rows:
            return None
        with self.chain.rpc.sense():
            headers = [_header(row) for row in rows]
            if [header.number for header in headers] != list(range(first, last + 1)):
                return None
            return self._fit(headers, logs)

    def _fit(self, headers: list[Header], logs: list[dict[str, Any]]) -> Chunk | None:
        """Return the chunk if headers and logs belong together."""
        if any(one.hash != two.parent for one, two in pairwise(headers)):
            return None
        known = {hex(header.number): (header.number, "0x" + header.hash.hex()) for header in headers}
        places, found, before = self._places, [], (-1, -1)
        text, tx = "", b""
        for log in logs:
            writer = places.get(log["address"]) or places.get(log["address"].lower())
            if writer is None:
                continue
            number, own = known.get(log["blockNumber"], (-1, ""))
            at = number, int(log["logIndex"], 16)
            if log["blockHash"] != own or before >= at:
                return None
            before = at
            if log["transactionHash"] != text:  # neighbours mostly share it
                text = log["transactionHash"]
                tx = unhexlify(text[2:])
            topics: list[str] = log["topics"]
            joined = unhexlify("".join([topic[2:] for topic in topics]) + log["data"][2:])
            width = 32 * len(topics)
            found.append(Raw(*at, tx, writer, joined[:width], joined[width:]))
        return Chunk(headers, found)


def _header(row: dict[str, Any]) -> Header:
    own, parent, receipts = (bytes.fromhex(row[name][2:]) for name in ("hash", "parentHash", "receiptsRoot"))
    return Header(int(row["number"], 16), own, parent, int(row["timestamp"], 16), receipts)
