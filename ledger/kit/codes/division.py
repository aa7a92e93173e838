"""Division code (区划代码): GB/T 2260 to the county, GB/T 10114 below it, 12 digits, and two for the villagers' group.

Province 2, city 2, county 2, township 3, village 3, group 2. People write 2, 4, 6, 9, 12 or 14 digits; the compact form
is always 14, filled with zeros, which mean the whole of the level above. This module judges the form; whether a county
has such a village is asked of `ledger.kit.divisions`.
"""

from ledger.kit.codes._text import ascii_digits, strip
from ledger.kit.codes.errors import CodeError, WrongCharacters, WrongLength, WrongPart

__all__ = ["LEVELS", "compact", "format", "is_valid", "level", "validate"]

LEVELS = (2, 4, 6, 9, 12, 14)
"""Digits that a province, city, county, township, village and villagers' group are known by."""


def compact(text: str) -> str:
    """Fourteen digits, when the text has as many digits as a level; else only stripped."""
    code = strip(text)
    return code.ljust(14, "0") if len(code) in LEVELS else code


def level(code: str) -> int:
    """How many digits of a compact code say something: one of LEVELS."""
    return next(digits for digits in LEVELS if not code[digits:].strip("0"))


def validate(text: str) -> str:
    """The compact code. Raises WrongLength, WrongCharacters or WrongPart (a gap: a village without a township)."""
    code = compact(text)
    if len(code) != 14:
        raise WrongLength("DivisionLength", value=text, length=len(code))
    if not ascii_digits(code):
        raise WrongCharacters("DivisionCharacters", value=text)
    meant = level(code)
    starts = (0, *LEVELS)
    # Group 00 is the village itself, so a gap is judged down to the village only.
    if any(not code[start:end].strip("0") for start, end in zip(starts, LEVELS[:-1], strict=False) if end <= meant):
        raise WrongPart("DivisionGap", value=text)
    return code


def is_valid(text: str) -> bool:
    """True when `validate` would return."""
    try:
        validate(text)
    except CodeError:
        return False
    return True


def format(text: str) -> str:
    """By level, without what is not said: `350921-103-201`, `350921-103-201-02`."""
    code = compact(text)
    digits = max(level(code), 6)
    return "-".join(code[start:end] for start, end in ((0, 6), (6, 9), (9, 12), (12, 14)) if end <= digits)
