"""Headers of blocks: their hash, made again from their fields, and what their bloom says.

The hash is keccak256 of the RLP of all fields in order; those that later forks added stop at the first absent one.
QBFT's validators seal the hash itself, so there it is taken with round 0 and without seals (the genesis as it is); its
blocks bear a fixed mixHash. Who chooses the wrong form gets another hash, never a false one.
"""

from collections.abc import Mapping
from typing import Any

from rlp import decode
from rlp.exceptions import DecodingError

from ledger.chain.rlp import array, item, number
from ledger.kit.keccak import keccak

_TEXT = ("parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom")
_NUMBERS = ("difficulty", "number", "gasLimit", "gasUsed", "timestamp")
_LATER = ("baseFeePerGas", "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot", "requestsHash")
_LATER_NUMBERS = ("baseFeePerGas", "blobGasUsed", "excessBlobGas")
_QBFT = b"ctical byzantine fault tolerance"
"""The mixHash of every block of QBFT."""
_ITEMS = 5
"""Of QBFT's extraData: vanity, validators, vote, round, seals."""


def hash_of(row: Mapping[str, Any]) -> bytes | None:
    """Return the hash of a header as JSON-RPC gives it; None when it has no form of a header."""
    try:
        extra = _bytes(row["extraData"])
        if _bytes(row["mixHash"]) == _QBFT and int(row["number"], 16):
            extra = _sealed(extra)
        return keccak(_encoded(row, extra))
    except (KeyError, TypeError, ValueError, OverflowError, DecodingError):
        return None


def raw(row: Mapping[str, Any]) -> bytes | None:
    """Return the RLP of a header as JSON-RPC gives it, seals and all; None when it has no form of a header."""
    try:
        return _encoded(row, _bytes(row["extraData"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _encoded(row: Mapping[str, Any], extra: bytes) -> bytes:
    parts = [item(_bytes(row[name])) for name in _TEXT]
    parts += [number(int(row[name], 16)) for name in _NUMBERS]
    parts += [item(extra), item(_bytes(row["mixHash"])), item(_bytes(row["nonce"]))]
    for name in _LATER:
        if row.get(name) is None:
            break
        parts.append(number(int(row[name], 16)) if name in _LATER_NUMBERS else item(_bytes(row[name])))
    return array(b"".join(parts))


def bloom_of(address: bytes) -> int:
    """Return the bits that a block's bloom has when this contract wrote a log in it."""
    found = keccak(address)
    return sum({1 << (int.from_bytes(found[at : at + 2]) & 2047) for at in (0, 2, 4)})


def may_hold(row: Mapping[str, Any], blooms: list[int]) -> bool:
    """Whether a contract with one of these blooms may have written in the block; False is a proof that none did,
    as far as the header is proved."""
    try:
        bloom = int(row["logsBloom"], 16)
    except (KeyError, TypeError, ValueError):
        return True
    return any(bloom & bits == bits for bits in blooms)


def _sealed(extra: bytes) -> bytes:
    parts = decode(extra)
    if not isinstance(parts, list) or len(parts) != _ITEMS:
        raise ValueError("no extraData of QBFT")
    return _written([*parts[:3], b"", []])


def _written(value: Any) -> bytes:
    return item(value) if isinstance(value, bytes) else array(b"".join(map(_written, value)))


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text[2:])
