"""A block's header, read strictly."""

from dataclasses import dataclass
from typing import Any

from verifier import rlp
from verifier.hashing import keccak
from verifier.refusal import Reason, Refusal

_SIZES = {0: 32, 1: 32, 2: 20, 3: 32, 4: 32, 5: 32, 6: 256, 13: 32, 14: 8}
_NUMBERS = {7: 32, 8: 6, 9: 8, 10: 8, 11: 5, 15: 32, 17: 8, 18: 8}
_LATER = {16: 32, 19: 32, 20: 32}
EXTRA = 12


@dataclass(frozen=True, slots=True)
class Header:
    """``items``: all fields as bytes, in order. ``time`` in UTC seconds."""

    items: tuple[bytes, ...]
    parent: bytes
    proposer: bytes
    state_root: bytes
    number: int
    time: int
    extra: bytes
    mix: bytes

    def hash_with(self, extra: bytes) -> bytes:
        """keccak of the header with another extraData: what sealers sign, and on some chains the block's hash."""
        items = [*self.items]
        items[EXTRA] = extra
        return bytes(keccak(rlp.write(items)))

    @property
    def plain_hash(self) -> bytes:
        """keccak of the header as it is."""
        return self.hash_with(self.extra)


def read(data: bytes) -> Header:
    """Refusal HEADER for anything that is no header of 15 to 21 fields."""
    items: list[Any] = rlp.listed(rlp.read(data, Reason.HEADER), Reason.HEADER)
    if not 15 <= len(items) <= 21:
        raise Refusal(Reason.HEADER)
    for at, size in (_SIZES | _LATER).items():
        if at < len(items):
            rlp.exact(items[at], size, Reason.HEADER)
    for at, size in _NUMBERS.items():
        if at < len(items):
            rlp.number(items[at], Reason.HEADER, size)
    if not isinstance(items[EXTRA], bytes):
        raise Refusal(Reason.HEADER)
    return Header(
        items=tuple(items),
        parent=items[0],
        proposer=items[2],
        state_root=items[3],
        number=int.from_bytes(items[8]),
        time=int.from_bytes(items[11]),
        extra=items[EXTRA],
        mix=items[13],
    )
