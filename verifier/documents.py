"""Enclosed documents: their fields, or the leaves of those that this reader may not see, against the hash on the chain.

leaf = keccak(0x00 ‖ salt ‖ [pointer, value])        leaves rising; an odd node rises as it is
node = keccak(0x01 ‖ left ‖ right)
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from verifier import encoding
from verifier.encoding import unpack
from verifier.hashing import keccak
from verifier.refusal import Reason, Refusal

Scalar = str | int | bool | None
_POINTER = re.compile(r"(?:/(?:[^~/]|~[01])*)*")


@dataclass(frozen=True, slots=True)
class Document:
    """``values`` by JSON Pointer; ``closed``: how many fields are not shown."""

    root: bytes
    values: dict[str, Scalar]
    closed: int


def read(rows: Any) -> dict[bytes, Document]:
    """The documents by their hash. Refusal: FORM, DOCUMENT."""
    if not isinstance(rows, list):
        raise Refusal(Reason.FORM, part="documents")
    found = [_document(row) for row in rows]
    roots = [one.root for one in found]
    if roots != sorted(set(roots)):
        raise Refusal(Reason.FORM, part="documents")
    return {one.root: one for one in found}


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves in rising order; at least one."""
    level = list(leaves)
    while len(level) > 1:
        pairs = [bytes(keccak(b"\1" + level[at] + level[at + 1])) for at in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0]


def _document(row: Any) -> Document:
    if not isinstance(row, dict) or set(row) != {"root", "fields", "closed"}:
        raise Refusal(Reason.FORM, part="documents")
    root = unpack(row["root"], 32)
    if not isinstance(row["fields"], list) or not isinstance(row["closed"], list):
        raise Refusal(Reason.FORM, part="documents")
    values: dict[str, Scalar] = {}
    leaves = []
    before: str | None = None
    for field in row["fields"]:
        pointer, value, leaf = _field(root, field)
        if before is not None and pointer <= before:
            raise Refusal(Reason.DOCUMENT, root="0x" + root.hex())
        values[pointer] = value
        leaves.append(leaf)
        before = pointer
    closed = [unpack(one, 32) for one in row["closed"]]
    if closed != sorted(set(closed)) or not (leaves or closed) or merkle_root(sorted([*leaves, *closed])) != root:
        raise Refusal(Reason.DOCUMENT, root="0x" + root.hex())
    return Document(root, values, len(closed))


def _field(root: bytes, field: Any) -> tuple[str, Scalar, bytes]:
    if not isinstance(field, list) or len(field) != 3:
        raise Refusal(Reason.FORM, part="documents")
    pointer, value = field[0], field[1]
    named = isinstance(pointer, str) and _POINTER.fullmatch(pointer)
    if not named or not (value is None or isinstance(value, str | int)):
        raise Refusal(Reason.FORM, part="documents")
    for text in (pointer, value):
        if isinstance(text, str) and not unicodedata.is_normalized("NFC", text):
            raise Refusal(Reason.DOCUMENT, root="0x" + root.hex())
    return pointer, value, leaf(pointer, value, field[2])


def leaf(pointer: str, value: Scalar, salt: object) -> bytes:
    """The leaf of a field; its salt as the file has it. Refusal FORM."""
    return bytes(keccak(b"\0" + unpack(salt, 16) + encoding.write([pointer, value])))
