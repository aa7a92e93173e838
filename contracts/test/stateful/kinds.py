"""What the catalogues say, and which division lies in which, as the model reads them."""

from ledger.kit import catalogue
from ledger.kit.jurisdiction import NATION
from ledger.kit.kinds import AssetKindRow, RightKindRow
from ledger.kit.numbers import PartyKind

COLLECTIVES = {
    PartyKind.VILLAGE_COLLECTIVE, PartyKind.GROUP_COLLECTIVE, PartyKind.TOWNSHIP_COLLECTIVE, PartyKind.COMMITTEE,
}  # fmt: skip
RIGHT_KINDS = {int(row.number): row for row in catalogue.right_kinds() if row.area == NATION}
ASSET_KINDS = {int(row.number): row for row in catalogue.asset_kinds() if row.area == NATION}


def contains(outer: int, inner: int) -> bool:
    """Whether one division lies in another: the groups of digits that the outer one names are the inner one's."""
    if not valid(outer) or not valid(inner):
        return False
    if outer == NATION or inner == NATION:
        return outer == NATION
    own, other = f"{outer:014d}", f"{inner:014d}"
    named = next(length for length in (2, 4, 6, 9, 12, 14) if not own[length:].strip("0"))
    return own[:named] == other[:named]


def valid(area: int) -> bool:
    return 10**12 <= area <= NATION


def right_kind(kind: int) -> RightKindRow:
    return RIGHT_KINDS[kind]


def asset_kind(kind: int) -> AssetKindRow:
    return ASSET_KINDS[kind]
