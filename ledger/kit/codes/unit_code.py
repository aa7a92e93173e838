"""Code of a real-estate unit (不动产单元代码), 28 characters: GB/T 37346-2019.

1–6 county, 7–9 cadastral zone, 10–12 sub-zone, 13–14 feature of the parcel, 15–19 its order, 20 feature of the thing on
it, 21–28 the thing. Feature of the parcel: owner G state, J collective, Z not settled; then A collective ownership,
B/S/X construction land on, above, below the surface, C homestead, D/E/F contracted cropland, forest, grassland,
L forest and N farmland used otherwise, H sea, G uninhabited island, W disputed, Y other. A and C are collective land by
their meaning, H and G are the state's (海域法 3, 海岛保护法 4). Feature of the thing: F building, L forest, Q other,
W none, and then eight zeros. There is no check digit.
"""

from ledger.kit.codes._text import ascii_digits, strip
from ledger.kit.codes.errors import CodeError, WrongCharacters, WrongLength, WrongPart

__all__ = ["compact", "format", "is_valid", "parcel", "validate"]

_OWNERS = "GJZ"
_PARCELS = "ABCDEFGHLNSWXY"
_THINGS = "FLQW"
_ONLY = {"A": "J", "C": "J", "H": "GZ", "G": "GZ"}


def compact(text: str) -> str:
    """Full-width, blanks and dashes removed, upper case."""
    return strip(text)


def parcel(code: str) -> str:
    """The nineteen characters of the parcel (宗地代码) in a compact code."""
    return code[:19]


def validate(text: str) -> str:
    """The compact code. Raises WrongLength, WrongCharacters or WrongPart."""
    code = compact(text)
    if len(code) != 28:
        raise WrongLength("UnitCodeLength", value=text, length=len(code))
    if not ascii_digits(code[:12] + code[14:19] + code[20:]):
        raise WrongCharacters("UnitCodeCharacters", value=text)
    owner, feature, thing = code[12], code[13], code[19]
    if owner not in _OWNERS or feature not in _PARCELS or owner not in _ONLY.get(feature, _OWNERS):
        raise WrongPart("UnitCodeParcel", value=text, part=code[12:14])
    if thing not in _THINGS or (thing == "W") != (code[20:] == "00000000"):
        raise WrongPart("UnitCodeThing", value=text, part=code[19:])
    return code


def is_valid(text: str) -> bool:
    """True when `validate` would return."""
    try:
        validate(text)
    except CodeError:
        return False
    return True


def format(text: str) -> str:
    """In four groups, as certificates print it: `350921 103201 JC00012 F00010001`."""
    code = compact(text)
    return f"{code[:6]} {code[6:12]} {code[12:19]} {code[19:]}"
