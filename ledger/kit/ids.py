"""Ids are derived from what they name, never counted: a reorganisation or a second attempt gives the same id.

All ids are bytes; text is 0x and lower-case hexadecimal. `abi` below stands for Solidity's `abi.encode`.
"""

from typing import NewType

from ledger.kit.errors import LedgerError
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.keccak import keccak, left, word
from ledger.kit.numbers import FIRST_REGISTER, SubjectKind

PartyId = NewType("PartyId", bytes)
"""16 bytes."""
AssetId = NewType("AssetId", bytes)
"""16 bytes."""
RightId = NewType("RightId", bytes)
"""32 bytes: AssetId ‖ kind (2) ‖ serial (4) ‖ ten zero bytes."""
NaturalKey = NewType("NaturalKey", bytes)
"""32 bytes: what makes an asset the same asset."""
RecordId = NewType("RecordId", bytes)
"""32 bytes: a mortgage, transfer, order, objection: 22 bytes that name its thing, 10 of a hash."""
Subject = NewType("Subject", bytes)
"""32 bytes: what a dossier is about."""

_LEADING = {SubjectKind.ASSET: 16, SubjectKind.PARTY: 16, SubjectKind.RIGHT: 22}


def party_id(chain_id: int, jurisdiction: Jurisdiction, salt: bytes) -> PartyId:
    """First 16 bytes of keccak(abi(chainid, jurisdiction, salt)); the salt is 32 random bytes, kept in the office."""
    if len(salt) != 32:
        raise ValueError("a party's salt has 32 bytes")
    return PartyId(keccak(word(chain_id) + word(jurisdiction) + salt)[:16])


def asset_id(chain_id: int, key: NaturalKey) -> AssetId:
    """First 16 bytes of keccak(abi(chainid, natural key))."""
    return AssetId(keccak(word(chain_id) + left(key))[:16])


def right_id(asset: AssetId, kind: int, serial: int) -> RightId:
    """The id of a right in an asset; serials count from 1 within asset and kind."""
    if serial < 1:
        raise ValueError("serials count from 1")
    return RightId(left(asset[:16] + kind.to_bytes(2, "big") + serial.to_bytes(4, "big")))


def asset_of(right: bytes) -> AssetId:
    """The asset of a right, or of a record about one."""
    return AssetId(right[:16])


def kind_of(right: bytes) -> int:
    """The kind of right within a right's id; 0 within a record about an asset as a whole or a party."""
    return int.from_bytes(right[16:18], "big")


def serial_of(right: bytes) -> int:
    """The serial within a right's id."""
    return int.from_bytes(right[18:22], "big")


def record_id(chain_id: int, contract: bytes, thing: bytes, number: int) -> RecordId:
    """The id of a mortgage, transfer, order or objection.

    `thing` is what it is about (a right, an asset or a party, left-aligned), `contract` the 20 bytes of the
    contract's address, `number` the filer's own (uint64).
    """
    if number >= 1 << 64:
        raise OverflowError("a filer's number has 64 bits")
    whole = left(thing)
    hashed = keccak(word(chain_id) + word(int.from_bytes(contract, "big")) + whole + word(number))
    return RecordId(whole[:22] + hashed[:10])


def subject(kind: SubjectKind, thing: bytes) -> Subject:
    """Kind, then the leading bytes of an id: 16 of an asset or party, 22 of a right, 31 of anything else."""
    return Subject(left(bytes([kind]) + thing[: _LEADING.get(kind, 31)]))


def subject_of_right(right: bytes) -> Subject:
    """Where an event about a right is recorded: its asset, or for a kind that is a register the right itself."""
    kind = SubjectKind.RIGHT if kind_of(right) >= FIRST_REGISTER else SubjectKind.ASSET
    return subject(kind, right)


def to_text(value: bytes) -> str:
    """0x and hexadecimal."""
    return "0x" + value.hex()


def from_text(text: str, size: int) -> bytes:
    """Bytes of an id in text. Raises LedgerError IdMalformed."""
    try:
        value = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        value = b""
    if not text.startswith("0x") or len(value) != size:
        raise LedgerError("IdMalformed", text=text, size=size)
    return value
