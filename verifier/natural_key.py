"""The code or number that an asset was registered under, and the id that follows from it.

key = keccak(abi(form, bytes))        form 1 national unit code, 2 parcel code, 3 credit code, year, own number

What is told must have the form of a real code, in the one way of writing it: a letter O in the place of a nought would
be the code of another asset, under which nothing is registered, and would read the same.
"""

import re
import unicodedata
from typing import Any

from verifier.hashing import keccak, word
from verifier.refusal import Reason, Refusal
from verifier.words import seen

_UNIT = re.compile(r"[0-9]{12}[GJZ][ABCDEFGHLNSWXY][0-9]{5}(?:[FLQ][0-9]{8}|W0{8})")
_PARCEL = re.compile(r"[0-9]{19}")
_CREDIT = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}")
_CODES = {1: _UNIT, 2: _PARCEL}
_OWN = 3
_LONGEST = 64
_BLANKS = frozenset(" \u1680")
"""The blanks that compatibility forms leave."""


def natural_key(key: tuple[Any, ...]) -> bytes:
    """The hash of ``(form, code)`` or ``(3, credit code, year, own number)``. Refusal FORM."""
    match key:
        case (int(form), code) if not isinstance(form, bool) and form in _CODES and _matches(_CODES[form], code):
            content = code.encode()
        case (int(form), credit, year, number) if form == _OWN and _matches(_CREDIT, credit) and _year(year):
            if not _number(number):
                raise Refusal(Reason.FORM, part="key")
            first = _tail(credit.encode())
            content = word(96) + word(year) + word(96 + len(first)) + first + _tail(number.encode())
        case _:
            raise Refusal(Reason.FORM, part="key")
    return bytes(keccak(word(form) + word(64) + _tail(content)))


def asset_id(chain_id: int, key: bytes) -> bytes:
    """The asset's id that a natural key gives on a chain."""
    return bytes(keccak(word(chain_id) + key)[:16])


def _matches(form: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _year(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1949 <= value <= 9999


def _number(value: object) -> bool:
    """In capitals, nothing of full width, nothing blank or unseen."""
    if not isinstance(value, str) or not 1 <= len(value) <= _LONGEST or _BLANKS & set(value) or seen(value) != value:
        return False
    return unicodedata.normalize("NFKC", value).upper() == value


def _tail(content: bytes) -> bytes:
    """Length, then the bytes, filled up with zeros to a whole number of words."""
    return word(len(content)) + content.ljust((len(content) + 31) // 32 * 32, b"\0")
