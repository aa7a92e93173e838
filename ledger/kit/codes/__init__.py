"""Codes that the state gives to organisations, persons, places and land: one rule, one file, one signature.

Each module has `compact` (strip what people add), `validate` (the compact code, or a `CodeError` that says what to do),
`is_valid` and `format` (as people read it). None of them asks any register whether the code was ever given out.
"""

from ledger.kit.codes import division, parcel_code, resident_id, unit_code, uscc
from ledger.kit.codes.errors import CodeError, WrongCharacters, WrongChecksum, WrongLength, WrongPart

__all__ = [
    "CodeError",
    "WrongCharacters",
    "WrongChecksum",
    "WrongLength",
    "WrongPart",
    "division",
    "parcel_code",
    "resident_id",
    "unit_code",
    "uscc",
]
