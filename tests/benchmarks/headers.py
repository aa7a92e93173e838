"""Headers and receipts of made blocks, hashed as Ethereum does it, so that whoever recomputes them agrees."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ledger.kit.keccak import keccak
from tests.benchmarks.words import Log

EMPTY_UNCLES = bytes.fromhex("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347")
EMPTY_TRIE = bytes.fromhex("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")
NAMES = (
    *("parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom", "difficulty"),
    *("number", "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce", "baseFeePerGas"),
)
"""The fields of a header of the London fork, in the order in which they are hashed."""


def header(values: Sequence[bytes | int], transactions: Sequence[bytes]) -> tuple[bytes, dict[str, Any]]:
    """Return the hash of a block with these header fields, and the block as a node tells it."""
    own = keccak(rlp(list(values)))
    row: dict[str, Any] = {name: _text(value) for name, value in zip(NAMES, values, strict=True)}
    told = {"hash": _text(own), "transactions": [_text(one) for one in transactions], "uncles": [], "size": "0x400"}
    return own, row | told


def receipt(logs: Sequence[Log], gas: int) -> tuple[bytes, bytes]:
    """Return the encoded receipt of a transaction of type 2 that succeeded, and its bloom. ``gas``: cumulative."""
    filled = bloom(logs)
    rows = [[log.writer, list(log.topics), log.data] for log in logs]
    return b"\x02" + rlp([1, gas, filled, rows]), filled


def bloom(logs: Sequence[Log]) -> bytes:
    """Return the bloom filter of these logs."""
    bits = 0
    for log in logs:
        bits |= _bits_often(log.writer) | _bits_often(log.topics[0])
        for topic in log.topics[1:]:
            bits |= _bits(topic)
    return bits.to_bytes(256, "big")


def _bits(item: bytes) -> int:
    digest = keccak(item)
    found = 0
    for at in (0, 2, 4):
        found |= 1 << (int.from_bytes(digest[at : at + 2], "big") & 2047)
    return found


_bits_often = lru_cache(maxsize=None)(_bits)


def rlp(item: Any) -> bytes:
    """Encode bytes, numbers and lists of them."""
    if isinstance(item, list):
        content = b"".join([rlp(one) for one in item])
        return _length(len(content), 0xC0) + content
    if isinstance(item, int):
        item = item.to_bytes((item.bit_length() + 7) // 8, "big")
    return bytes(item) if len(item) == 1 and item[0] < 0x80 else _length(len(item), 0x80) + item


def _length(size: int, offset: int) -> bytes:
    if size < 56:
        return bytes([offset + size])
    number = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([offset + 55 + len(number)]) + number


def root(values: Sequence[bytes]) -> bytes:
    """Return the root of the trie that holds these values under their places, each place RLP-encoded."""
    if not values:
        return EMPTY_TRIE
    return keccak(rlp(_node([(rlp(at).hex(), value) for at, value in enumerate(values)])))


def _node(items: list[tuple[str, bytes]]) -> list[Any]:
    """The trie node of these values under what is left of their keys, in nibbles."""
    if len(items) == 1:
        return [_path(items[0][0], 2), items[0][1]]
    first = items[0][0]
    same = next(at for at in range(len(first)) if any(key[at] != first[at] for key, _ in items))
    if same:
        return [_path(first[:same], 0), _link([(key[same:], value) for key, value in items])]
    branches = [[(key[1:], value) for key, value in items if key[0] == nibble] for nibble in "0123456789abcdef"]
    return [*(_link(part) if part else b"" for part in branches), b""]


def _link(items: list[tuple[str, bytes]]) -> Any:
    node = _node(items)
    encoded = rlp(node)
    return node if len(encoded) < 32 else keccak(encoded)


def _path(nibbles: str, kind: int) -> bytes:
    odd = len(nibbles) % 2
    return bytes.fromhex(f"{kind + odd:x}{'' if odd else '0'}{nibbles}")


def _text(value: bytes | int) -> str:
    return hex(value) if isinstance(value, int) else "0x" + value.hex()
