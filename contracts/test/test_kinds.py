"""Kinds: the catalogues, set by government, a county's row before the nation's.

set
├── by anybody but government ─────────── AccessManagedUnauthorized
├── for a township or village ─────────── NeitherCountyNorNation
└── for the nation or a county ────────── the row, and the county's before the nation's
read a kind without a row ─────────────── …Unknown
The chain has what chain-config says
"""

import pytest

from contracts.test.cast import COUNTY, GROUP, NEXT_COUNTY, TOWNSHIP, VILLAGE
from contracts.test.chain import address
from contracts.test.deployment import GOVERNMENT
from contracts.test.words import refused
from contracts.test.world import World
from ledger.kit import catalogue
from ledger.kit.jurisdiction import NATION
from ledger.kit.numbers import AssetKind, RightKind, Role

STRANGER = address("stranger")
CITY = 33_010_000_000_000
PROVINCE = 33_000_000_000_000


def test_only_government_sets_rows(world: World) -> None:
    asset, right = catalogue.asset_kind(AssetKind.POND), catalogue.right_kind(RightKind.LEASE)
    party, order = catalogue.party_kinds()[0], catalogue.order_kinds()[0]
    for by in (STRANGER, world.bureau.admin, world.bureau.officer(Role.APPROVE)):
        with refused("AccessManagedUnauthorized", caller=by):
            world.kinds.setAssetKind(asset.number, NATION, asset.row, by=by)
        with refused("AccessManagedUnauthorized", caller=by):
            world.kinds.setRightKind(right.number, NATION, right.row, bytes(32), by=by)
        with refused("AccessManagedUnauthorized", caller=by):
            world.kinds.setPartyKind(party.number, party.row, by=by)
        with refused("AccessManagedUnauthorized", caller=by):
            world.kinds.setOrderKind(order.number, order.row, by=by)


@pytest.mark.parametrize(
    "area",
    [TOWNSHIP, VILLAGE, GROUP, PROVINCE],
)
def test_rows_are_a_countys_or_the_nations(world: World, area: int) -> None:
    asset, right = catalogue.asset_kind(AssetKind.POND), catalogue.right_kind(RightKind.LEASE)
    with refused("NeitherCountyNorNation", area=area):
        world.kinds.setAssetKind(asset.number, area, asset.row, by=GOVERNMENT)
    with refused("NeitherCountyNorNation", area=area):
        world.kinds.setRightKind(right.number, area, right.row, bytes(32), by=GOVERNMENT)


def test_a_row_of_nowhere_is_refused(world: World) -> None:
    with refused("JurisdictionInvalid", area=0):
        world.kinds.setAssetKind(1, 0, catalogue.asset_kind(AssetKind.POND).row, by=GOVERNMENT)


def test_a_county_has_its_own_row_first(world: World) -> None:
    row = catalogue.asset_kind(AssetKind.POND).row
    longer = (*row[:4], 30, row[5])
    world.kinds.setAssetKind(AssetKind.POND, COUNTY, longer, by=GOVERNMENT)
    for area in (COUNTY, TOWNSHIP, VILLAGE, GROUP):
        assert world.kinds.assetKind(AssetKind.POND, area)["publicityDays"] == 30
    for area in (NEXT_COUNTY, NATION, CITY):
        assert world.kinds.assetKind(AssetKind.POND, area)["publicityDays"] == row[4]


def test_a_county_has_its_own_right_kinds_with_their_assets(world: World) -> None:
    row = catalogue.right_kind(RightKind.LEASE)
    world.kinds.setRightKind(RightKind.LEASE, COUNTY, row.row, (1 << 5).to_bytes(32, "big"), by=GOVERNMENT)
    assert int.from_bytes(world.kinds.assetsOf(RightKind.LEASE, VILLAGE), "big") == 1 << 5
    assert int.from_bytes(world.kinds.assetsOf(RightKind.LEASE, NEXT_COUNTY), "big") == row.assets


def test_the_longer_publicity_of_a_county_holds_there(world: World) -> None:
    row = catalogue.asset_kind(AssetKind.POND).row
    world.kinds.setAssetKind(AssetKind.POND, COUNTY, (*row[:4], 30, row[5]), by=GOVERNMENT)
    asset = world.register(AssetKind.POND)
    assert world.announce(asset) == world.now() + 30 * 86_400


def test_kinds_without_a_row_are_refused(world: World) -> None:
    with refused("AssetKindUnknown", kind=999):
        world.kinds.assetKind(999, VILLAGE)
    with refused("RightKindUnknown", kind=999):
        world.kinds.rightKind(999, VILLAGE)
    with refused("PartyKindUnknown", kind=999):
        world.kinds.partyKind(999)
    with refused("OrderKindUnknown", kind=99):
        world.kinds.orderKind(99)


def test_the_chain_has_the_catalogue(world: World) -> None:
    for asset in catalogue.asset_kinds():
        assert tuple(world.kinds.assetKind(asset.number, asset.area).values()) == asset.row
    for right in catalogue.right_kinds():
        assert tuple(world.kinds.rightKind(right.number, right.area).values()) == right.row
        assert int.from_bytes(world.kinds.assetsOf(right.number, right.area), "big") == right.assets
    for party in catalogue.party_kinds():
        assert tuple(world.kinds.partyKind(party.number).values()) == party.row
    for order in catalogue.order_kinds():
        assert tuple(world.kinds.orderKind(order.number).values()) == order.row


def test_the_length_of_a_publicity_day_is_the_networks(world: World) -> None:
    assert world.kinds.publicityDay() == 86_400
