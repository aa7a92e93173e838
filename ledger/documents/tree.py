"""The hash of a record document: a Merkle root over salted leaves, so that a field can be shown or erased alone.

    leaf = keccak256(0x00 ‖ salt (16 bytes) ‖ JCS([pointer, value]))      leaves in ascending byte order
    node = keccak256(0x01 ‖ left ‖ right)                                 an odd node rises unchanged

Pure: where documents lie, and that salts are stored before anything is signed, is the caller's.
"""

import secrets
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import rfc8785

from ledger.documents.fields import DocumentInvalid, Scalar, fields, scalar
from ledger.kit.errors import LedgerError
from ledger.kit.keccak import keccak

SALT = 16


class DocumentAltered(LedgerError):
    """A document, or a field shown from it, does not give the hash on the chain."""

    def __init__(self, expected: bytes, found: bytes) -> None:
        super().__init__("DocumentAltered", expected="0x" + expected.hex(), found="0x" + found.hex())


@dataclass(frozen=True, slots=True)
class Field:
    """One named field with its salt of 16 bytes."""

    pointer: str
    value: Scalar
    salt: bytes

    @property
    def leaf(self) -> bytes:
        """Its leaf. Raises DocumentInvalid for a salt of another length, text that is not NFC, a wrong value."""
        if len(self.salt) != SALT:
            raise DocumentInvalid("DocumentSalt", self.pointer)
        for text in (self.pointer, self.value):
            if isinstance(text, str) and not unicodedata.is_normalized("NFC", text):
                raise DocumentInvalid("DocumentText", self.pointer)
        return keccak(b"\0" + self.salt + rfc8785.dumps([self.pointer, scalar(self.pointer, self.value)]))


@dataclass(frozen=True, slots=True)
class Document:
    """Fields in the order of their pointers, and the leaves of fields that were erased."""

    fields: tuple[Field, ...]
    erased: tuple[bytes, ...] = ()

    @property
    def leaves(self) -> list[bytes]:
        """All leaves, ascending."""
        return sorted([*(field.leaf for field in self.fields), *self.erased])

    @property
    def root(self) -> bytes:
        """The document's hash, 32 bytes: what stands on the chain."""
        return merkle_root(self.leaves)

    @property
    def values(self) -> dict[str, Scalar]:
        """What is still readable, by pointer."""
        return {field.pointer: field.value for field in self.fields}

    def erase(self, pointers: Iterable[str]) -> "Document":
        """The same document, same root, without some fields: only their leaves stay. Raises KeyError."""
        gone = {pointer: self._field(pointer).leaf for pointer in pointers}
        kept = tuple(field for field in self.fields if field.pointer not in gone)
        return Document(kept, tuple(sorted([*self.erased, *gone.values()])))

    def show(self, pointers: Iterable[str]) -> "tuple[Shown, ...]":
        """Some fields, each with its path to the root. Raises KeyError for a field that is not there or was erased."""
        leaves = self.leaves
        chosen = [self._field(pointer) for pointer in pointers]
        return tuple(Shown(field, *merkle_path(leaves, leaves.index(field.leaf))) for field in chosen)

    def _field(self, pointer: str) -> Field:
        return {field.pointer: field for field in self.fields}[pointer]


@dataclass(frozen=True, slots=True)
class Shown:
    """A field shown alone: the nodes beside its path, from the leaf up, and whether each stands to its left."""

    field: Field
    beside: tuple[bytes, ...]
    lefts: tuple[bool, ...]


def seal(document: Mapping[str, object], salt: Callable[[], bytes] = lambda: secrets.token_bytes(SALT)) -> Document:
    """A document with a fresh salt for every field. Raises DocumentInvalid."""
    named = fields(document)
    return Document(tuple(Field(pointer, named[pointer], salt()) for pointer in sorted(named)))


def check(root: bytes, shown: Iterable[Shown]) -> dict[str, Scalar]:
    """The values of fields shown from the document of a root. Raises DocumentAltered or DocumentInvalid."""
    values: dict[str, Scalar] = {}
    for one in shown:
        found = one.field.leaf
        for other, left in zip(one.beside, one.lefts, strict=True):
            found = _node(other, found) if left else _node(found, other)
        if found != root:
            raise DocumentAltered(root, found)
        values[one.field.pointer] = one.field.value
    return values


def scan_hash(salt: bytes, content: bytes) -> bytes:
    """Hash of a scan or photo: keccak256(0x02 ‖ salt ‖ content). Salted, because a filled form can be guessed."""
    if len(salt) != SALT:
        raise ValueError(f"a salt has {SALT} bytes")
    return keccak(b"\2" + salt + content)


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Root over leaves in ascending order. Raises DocumentInvalid without any."""
    if not leaves:
        raise DocumentInvalid("DocumentEmpty")
    level = list(leaves)
    while len(level) > 1:
        level = _up(level)
    return level[0]


def merkle_path(leaves: Sequence[bytes], place: int) -> tuple[tuple[bytes, ...], tuple[bool, ...]]:
    """The nodes beside the path of a leaf, and whether each stands to the left; a node that rises has none beside."""
    level, beside, lefts = list(leaves), [], []
    while len(level) > 1:
        other = place ^ 1
        if other < len(level):
            beside.append(level[other])
            lefts.append(other < place)
        level, place = _up(level), place // 2
    return tuple(beside), tuple(lefts)


def _up(level: list[bytes]) -> list[bytes]:
    above = [_node(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
    return above + level[-1:] if len(level) % 2 else above


def _node(left: bytes, right: bytes) -> bytes:
    return keccak(b"\1" + left + right)
