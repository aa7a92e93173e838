"""The root of a block's receipts, made again from the receipts: what a header's ``receiptsRoot`` must be.

So a node cannot hide, invent or alter a log below a header that hashes to its hash. The hash of a transaction is not
in its receipt: the root says which transaction of the block wrote a log, by its place.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ledger.chain.rlp import array, item, number
from ledger.kit.keccak import keccak

_NOTHING = item(b"")
_WORD = item(bytes(32))[:1]
"""How an item of 32 bytes begins."""
_EMPTY = keccak(_NOTHING)
_Pairs = Sequence[tuple[str, bytes]]
"""Path in hex digits and value, by rising path; no path begins another."""


class Log(NamedTuple):
    """A log as its receipt holds it. ``place``: of the receipt in the block; ``topics``: joined, 32 bytes each;
    ``given``: the words of the node."""

    place: int
    address: bytes
    topics: bytes
    data: bytes
    given: Mapping[str, Any]


def read(receipts: Sequence[Mapping[str, Any]]) -> tuple[bytes, list[Log]] | None:
    """Return the root of the receipts of one block, in order, as JSON-RPC gives them, and all logs that they hold.

    None when one has no such form. Receipts without a type and of types 1 to 4 have the same fields; the type stands
    before them as one byte.
    """
    logs: list[Log] = []
    try:
        written = [_written(place, receipt, logs) for place, receipt in enumerate(receipts)]
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
        return None
    return trie_root(written), logs


def trie_root(values: Sequence[bytes]) -> bytes:
    """Return the root of the Merkle-Patricia trie in which each value lies under the RLP of its place."""
    pairs = sorted((number(place).hex(), value) for place, value in enumerate(values))
    return keccak(_node(pairs, 0)) if pairs else _EMPTY


def _written(place: int, receipt: Mapping[str, Any], logs: list[Log]) -> bytes:
    parts: list[bytes] = []
    for given in receipt["logs"]:
        address, data = bytes.fromhex(given["address"][2:]), bytes.fromhex(given["data"][2:])
        topics = bytes.fromhex("".join([topic[2:] for topic in given["topics"]]))
        if len(topics) != 32 * len(given["topics"]):
            raise ValueError("a topic has 32 bytes")
        words = b"".join([_WORD + topics[at : at + 32] for at in range(0, len(topics), 32)])
        parts.append(array(item(address) + array(words) + item(data)))
        logs.append(Log(place, address, topics, data, given))
    gas = number(int(receipt["status"], 16)) + number(int(receipt["cumulativeGasUsed"], 16))
    written = array(gas + item(bytes.fromhex(receipt["logsBloom"][2:])) + array(b"".join(parts)))
    kind = int(receipt.get("type") or "0x0", 16)
    return bytes((kind,)) + written if kind else written


def _node(pairs: _Pairs, depth: int) -> bytes:
    """The node of these pairs, whose paths share the first ``depth`` digits."""
    first, last = pairs[0][0], pairs[-1][0]
    if len(pairs) == 1:
        return array(_path(first[depth:], leaf=True) + item(pairs[0][1]))
    shared = next(at for at, (one, two) in enumerate(zip(first, last, strict=False)) if one != two)
    if shared > depth:
        return array(_path(first[depth:shared], leaf=False) + _reference(_node(pairs, shared)))
    branches = [_NOTHING] * 17
    for digit, below in groupby(pairs, lambda pair: pair[0][depth]):
        branches[int(digit, 16)] = _reference(_node(list(below), depth + 1))
    return array(b"".join(branches))


def _path(digits: str, leaf: bool) -> bytes:
    """Digits as bytes; the first says whether a leaf follows and whether their number is odd."""
    flag = 2 * leaf + len(digits) % 2
    return item(bytes.fromhex(f"{flag:x}{'' if flag % 2 else '0'}{digits}"))


def _reference(node: bytes) -> bytes:
    return node if len(node) < 32 else item(keccak(node))
