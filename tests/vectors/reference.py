"""A plain reference of the rules in docs/rules.md: ids, jurisdictions, dossiers, document roots.

Imports nothing of the ledger, so that the two can disagree.
"""

from __future__ import annotations

import json
from typing import Any

from tests.vectors.plain import abi, keccak

LEADING = {1: 16, 2: 16, 3: 31, 4: 31, 5: 22}


def natural_key(form: int, *parts: Any) -> tuple[bytes, bytes]:
    if form == 3:
        credit_code, year, number = parts
        content = abi(("string", credit_code), ("uint16", year), ("string", number))
    else:
        content = parts[0].encode("ascii")
    return content, keccak(abi(("uint8", form), ("bytes", content)))


def asset_id(chain: int, key: bytes) -> bytes:
    return keccak(abi(("uint256", chain), ("bytes32", key)))[:16]


def party_id(chain: int, jurisdiction: int, salt: bytes) -> bytes:
    return keccak(abi(("uint256", chain), ("uint48", jurisdiction), ("bytes32", salt)))[:16]


def right_id(asset: bytes, kind: int, serial: int) -> bytes:
    return asset + kind.to_bytes(2, "big") + serial.to_bytes(4, "big") + bytes(10)


def record_id(chain: int, contract: bytes, thing: bytes, number: int) -> bytes:
    whole = thing + bytes(32 - len(thing))
    where = ("address", int.from_bytes(contract, "big"))
    return whole[:22] + keccak(abi(("uint256", chain), where, ("bytes32", whole), ("uint64", number)))[:10]


def subject(kind: int, thing: bytes) -> bytes:
    leading = bytes([kind]) + thing[: LEADING[kind]]
    return leading + bytes(32 - len(leading))


def subject_of_right(right: bytes) -> bytes:
    return subject(5 if int.from_bytes(right[16:18], "big") >= 0x8000 else 1, right)


def record(about: bytes, writer: bytes, block: int, time: int, topic0: bytes, args: bytes) -> bytes:
    where = ("address", int.from_bytes(writer, "big"))
    when = (("uint256", block), ("uint256", time))
    return keccak(abi(("bytes32", about), where, *when, ("bytes32", topic0), ("bytes32", args)))


def advance(head: bytes, entry: bytes) -> bytes:
    return keccak(abi(("bytes32", head), ("bytes32", entry)))


NATION = 10**14
GROUPS = (2, 4, 6, 9, 12, 14)
LEVELS = ("province", "prefecture", "county", "township", "village", "group")


def _groups(code: int) -> list[str]:
    text, starts = f"{code:014d}", (0, *GROUPS)
    return [text[start:end] for start, end in zip(starts, GROUPS, strict=False)]


def valid(code: int) -> bool:
    return code == NATION or 10**12 <= code < NATION


def depth(code: int) -> int:
    """How many groups are left when trailing groups of zeros are dropped; the nation has none."""
    if code == NATION:
        return 0
    groups = _groups(code)
    while not int(groups[-1]):
        groups.pop()
    return len(groups)


def contains(outer: int, inner: int) -> bool:
    if NATION in (outer, inner):
        return outer == NATION
    return _groups(outer)[: depth(outer)] == _groups(inner)[: depth(outer)]


def leaf(pointer: str, value: Any, salt: bytes) -> bytes:
    canonical = json.dumps([pointer, value], ensure_ascii=False, separators=(",", ":"))
    return keccak(b"\x00" + salt + canonical.encode())


def root(leaves: list[bytes]) -> bytes:
    """Split at the greatest power of two below the count: the same tree as pairing, and letting an odd node rise."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return keccak(b"\x01" + root(leaves[:half]) + root(leaves[half:]))


def path(leaves: list[bytes], place: int) -> list[tuple[bytes, bool]]:
    """The nodes beside a leaf's path from the leaf up, and whether each stands to its left."""
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if place < half:
        return [*path(leaves[:half], place), (root(leaves[half:]), False)]
    return [*path(leaves[half:], place - half), (root(leaves[:half]), True)]
