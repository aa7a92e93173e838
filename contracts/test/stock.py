"""Which kind of asset carries which kind of right in the tests, and rows of rights that the catalogue accepts."""

from typing import Any

from contracts.test.cast import paper
from ledger.kit.numbers import AssetKind, RightKind

YEAR = 365 * 86_400

ASSET_FOR: dict[int, AssetKind] = {
    RightKind.OWNERSHIP: AssetKind.CROPLAND,
    RightKind.CONTRACT: AssetKind.CROPLAND,
    RightKind.HOMESTEAD: AssetKind.HOMESTEAD,
    RightKind.FOREST: AssetKind.FOREST_LAND,
    RightKind.SEA_USE: AssetKind.SEA_AREA,
    RightKind.CONSTRUCTION_LAND: AssetKind.CONSTRUCTION_LAND,
    RightKind.BUILDING: AssetKind.WORKSHOP,
    RightKind.MOVABLE: AssetKind.MACHINERY,
    RightKind.RECEIPT: AssetKind.WAREHOUSE_RECEIPT,
    RightKind.RECEIVABLE: AssetKind.RECEIVABLE,
    RightKind.INCOME: AssetKind.INCOME_RIGHT,
    RightKind.TICKET: AssetKind.FOREST_TICKET,
    RightKind.QUOTA: AssetKind.BOAT_QUOTA,
    RightKind.FACILITY: AssetKind.GREENHOUSE,
    RightKind.PUBLIC_FACILITY: AssetKind.CULTURE,
    RightKind.MEMBER_SHARES: AssetKind.COLLECTIVE_SHARES,
}
PARENT_FOR: dict[int, RightKind] = {
    RightKind.MANAGEMENT: RightKind.CONTRACT,
    RightKind.WASTELAND_MANAGEMENT: RightKind.OWNERSHIP,
    RightKind.LEASE: RightKind.FACILITY,
}
ASSET_UNDER: dict[int, AssetKind] = {
    RightKind.MANAGEMENT: AssetKind.CROPLAND,
    RightKind.WASTELAND_MANAGEMENT: AssetKind.WASTELAND,
    RightKind.LEASE: AssetKind.GREENHOUSE,
}
YEARS: dict[int, int] = {RightKind.OWNERSHIP: 0, RightKind.BUILDING: 0, RightKind.MOVABLE: 0, RightKind.SEA_USE: 10}
"""Terms in the tests: none for what has none, else this or twenty years."""


def right_row(asset: bytes, kind: int, holder: bytes, now: int) -> dict[str, Any]:
    """A whole layer."""
    years = YEARS.get(kind, 20)
    return {
        "asset": asset, "kind": kind, "holder": holder, "numerator": 1, "denominator": 1,
        "until": now + years * YEAR if years else 0, "document": paper("right"),
    }  # fmt: skip
