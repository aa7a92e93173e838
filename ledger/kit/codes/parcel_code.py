"""Parcel code of contracted land (承包地块编码), 19 digits: GB/T 35958-2018 (before it NY/T 2538-2014).

1–14 the issuer of the contract (发包方): county 6, township 3, village 3, villagers' group 2 (00: the village itself);
15–19 order of the parcel, from 00001. There is no check digit.
"""

from ledger.kit.codes._text import ascii_digits, strip
from ledger.kit.codes.errors import CodeError, WrongCharacters, WrongLength, WrongPart

__all__ = ["compact", "format", "is_valid", "issuer", "validate"]


def compact(text: str) -> str:
    """Full-width, blanks and dashes removed."""
    return strip(text)


def issuer(code: str) -> str:
    """The fourteen-digit division of the issuer of a compact code."""
    return code[:14]


def validate(text: str) -> str:
    """The compact code. Raises WrongLength, WrongCharacters or WrongPart."""
    code = compact(text)
    if len(code) != 19:
        raise WrongLength("ParcelCodeLength", value=text, length=len(code))
    if not ascii_digits(code):
        raise WrongCharacters("ParcelCodeCharacters", value=text)
    if code[6:9] == "000" or code[9:12] == "000":
        raise WrongPart("ParcelCodeIssuer", value=text, part=code[:14])
    if code[14:] == "00000":
        raise WrongPart("ParcelCodeOrder", value=text, part=code[14:])
    return code


def is_valid(text: str) -> bool:
    """True when `validate` would return."""
    try:
        validate(text)
    except CodeError:
        return False
    return True


def format(text: str) -> str:
    """Issuer and order of the parcel apart: `35092110320100 00012`."""
    code = compact(text)
    return f"{code[:14]} {code[14:]}"
