"""Resident identity number (公民身份号码), 18 characters: GB 11643-1999.

1–6 division in which it was first given, 7–14 day of birth, 15–17 order (odd male, even female), 18 check:
sum of digit × 2^(18-i) mod 11, read in 10X98765432 (ISO 7064 MOD 11-2).

Of the division only the province is judged: people keep the number of counties that were abolished long ago.
"""

from datetime import date

from ledger.kit.codes._text import ascii_digits, strip
from ledger.kit.codes.errors import CodeError, WrongCharacters, WrongChecksum, WrongLength, WrongPart

__all__ = ["PROVINCES", "birth", "check_digit", "compact", "format", "is_valid", "validate"]

_WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]
_NORTH = ("11", "12", "13", "14", "15", "21", "22", "23")
_EAST = ("31", "32", "33", "34", "35", "36", "37")
_MIDDLE = ("41", "42", "43", "44", "45", "46")
_WEST = ("50", "51", "52", "53", "54", "61", "62", "63", "64", "65")
PROVINCES = frozenset((*_NORTH, *_EAST, *_MIDDLE, *_WEST, "71", "81", "82", "83", "91"))
"""First two digits; 83 is Taiwan's in residence permits, 91 the permanent residence of foreigners."""


def compact(text: str) -> str:
    """Full-width, blanks and dashes removed, x to X."""
    return strip(text)


def check_digit(first17: str) -> str:
    """The eighteenth character for seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def birth(code: str) -> date:
    """The day of birth that a compact number states. Raises ValueError when there is no such day."""
    return date(int(code[6:10]), int(code[10:12]), int(code[12:14]))


def validate(text: str) -> str:
    """The compact number. Raises WrongLength, WrongCharacters, WrongPart or WrongChecksum."""
    code = compact(text)
    if len(code) != 18:
        raise WrongLength("ResidentIdLength", value=text, length=len(code))
    if not ascii_digits(code[:17]) or code[17] not in "0123456789X":
        raise WrongCharacters("ResidentIdCharacters", value=text)
    if code[:2] not in PROVINCES:
        raise WrongPart("ResidentIdProvince", value=text, part=code[:2])
    try:
        if birth(code).year < 1880:
            raise ValueError
    except ValueError as problem:
        raise WrongPart("ResidentIdBirth", value=text, part=code[6:14]) from problem
    if code[17] != check_digit(code[:17]):
        raise WrongChecksum("ResidentIdChecksum", value=text)
    return code


def is_valid(text: str) -> bool:
    """True when `validate` would return."""
    try:
        validate(text)
    except CodeError:
        return False
    return True


def format(text: str) -> str:
    """As pages may show it: first six and last two characters, the rest covered."""
    code = compact(text)
    return f"{code[:6]}{'*' * (len(code) - 8)}{code[-2:]}"
