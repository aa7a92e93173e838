"""Natural keys: what makes two descriptions the same asset, so that registering twice is refused.

    key = keccak256(abi.encode(uint8 form, bytes))

Form 1 is the national unit code, 2 the parcel code of contracted land (both ASCII, upper case, no blanks); form 3
is `abi.encode(string creditCode, uint16 year, string number)`: the collective's credit code, the year in which the
number was first given, the collective's own number.
"""

import re
import unicodedata

from ledger.kit.errors import LedgerError
from ledger.kit.ids import NaturalKey
from ledger.kit.keccak import keccak, tail, word
from ledger.kit.numbers import KeyForm

CODE = re.compile(r"[0-9A-Z]{1,64}", re.ASCII)
"""What can be hashed; whether it is a real code of its kind is judged in `ledger.kit.codes`, where it is read in."""


def compact(text: str) -> str:
    """A number as people write it, in the form that is hashed: no blanks, nothing full-width, capitals."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def by_unit_code(code: str) -> NaturalKey:
    """Key of an asset that has a national unit code. Raises LedgerError KeyCode."""
    return _key(KeyForm.UNIT_CODE, _code(code))


def by_parcel_code(code: str) -> NaturalKey:
    """Key of a parcel of contracted land. Raises LedgerError KeyCode."""
    return _key(KeyForm.PARCEL_CODE, _code(code))


def by_own_number(credit_code: str, year: int, number: str) -> NaturalKey:
    """Key of an asset that has only its collective's number. Raises LedgerError KeyCode, KeyYear or KeyNumber."""
    first = tail(_code(credit_code))
    if not 1949 <= year <= 9999:
        raise LedgerError("KeyYear", year=year)
    if not 1 <= len(number) <= 64 or compact(number) != number or not number.isprintable():
        raise LedgerError("KeyNumber", text=number)
    head = word(96) + word(year) + word(96 + len(first))
    return _key(KeyForm.OWN_NUMBER, head + first + tail(number.encode("utf-8")))


def _key(form: KeyForm, content: bytes) -> NaturalKey:
    return NaturalKey(keccak(word(form) + word(64) + tail(content)))


def _code(code: str) -> bytes:
    if not CODE.fullmatch(code):
        raise LedgerError("KeyCode", text=code)
    return code.encode("ascii")
