"""Unified social credit code (统一社会信用代码), 18 characters: GB 32100-2015 with amendment 1 of 2016.

1 registering authority, 2 kind of body, 3–8 division of the authority, 9–17 organisation code (GB 11714), 18 check.
Alphabet: digits and capitals without I, O, S, V, Z. Check: sum of value × 3^(i-1) mod 31 over the first 17, complement
to 31 (GB/T 17710). Rural collectives are registered by agriculture: N1 group, N2 village, N3 township (N9 other); many
libraries stop at the authorities of 2015 and refuse them.

The organisation code's own check character is not asked for: codes given before 2015 were taken over as they stood.
"""

from ledger.kit.codes._text import ascii_digits, strip
from ledger.kit.codes.errors import CodeError, WrongCharacters, WrongChecksum, WrongLength, WrongPart

__all__ = ["KINDS", "check_digit", "compact", "format", "is_valid", "validate"]

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = [pow(3, place, 31) for place in range(17)]

KINDS: dict[str, str] = {
    "1": "1239",  # establishment committees: organs, institutions, mass organisations, other
    "2": "19",  # foreign affairs
    "3": "123459",  # justice: law firms, notaries, grass-roots legal services, forensics, arbitration
    "4": "19",  # culture
    "5": "1239",  # civil affairs: associations, private non-enterprise bodies, foundations
    "6": "129",  # tourism
    "7": "129",  # religion
    "8": "19",  # trade unions
    "9": "123",  # market supervision: enterprises, sole traders, farmers' cooperatives
    "A": "19",  # military
    "N": "1239",  # agriculture: group, village, township collectives, other
    "Y": "1",  # other
}
"""Kinds of body (second character) by registering authority (first character)."""


def compact(text: str) -> str:
    """Full-width, blanks and dashes removed, upper case."""
    return strip(text)


def check_digit(first17: str) -> str:
    """The eighteenth character for seventeen characters of the alphabet."""
    total = sum(_VALUES[character] * weight for character, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def validate(text: str) -> str:
    """The compact code. Raises WrongLength, WrongCharacters, WrongPart or WrongChecksum."""
    code = compact(text)
    if len(code) != 18:
        raise WrongLength("UsccLength", value=text, length=len(code))
    wrong = [character for character in code if character not in _VALUES]
    if wrong or not ascii_digits(code[2:8]):
        raise WrongCharacters("UsccCharacters", value=text, wrong="".join(wrong) or code[2:8])
    if code[1] not in KINDS.get(code[0], ""):
        raise WrongPart("UsccKind", value=text, part=code[:2])
    if code[17] != check_digit(code[:17]):
        raise WrongChecksum("UsccChecksum", value=text)
    return code


def is_valid(text: str) -> bool:
    """True when `validate` would return."""
    try:
        validate(text)
    except CodeError:
        return False
    return True


def format(text: str) -> str:
    """As certificates print it: eighteen characters without blanks."""
    return compact(text)
