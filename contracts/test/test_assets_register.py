"""Assets: registering, correcting, moving and retiring.

register
├── by a party that is no collective ─────────── NotACollective
├── outside the officer's area ───────────────── OutOfArea
├── a movable elsewhere than its collective ──── AreaNotOfCollective
├── without a quantity; of a kind without a row  QuantityMissing, AssetKindUnknown
├── a key that is there: twice in a batch, by another collective, as an alias ── AssetExists
└── no row; one bad row ──────────────────────── EmptyBatch; nothing is stored
amend      until it is announced, by its collective
reassign   the bureau moves it to another collective and area; two persons
retire     the bureau takes off what was never confirmed
"""

from collections.abc import Callable
from typing import Any

import pytest

from contracts.test.cast import GROUP, NEXT_TOWNSHIP, NEXT_VILLAGE, VILLAGE, paper
from contracts.test.words import asset_id, refused
from contracts.test.world import World
from ledger.kit.numbers import AssetKind, Role, Status

POND = AssetKind.POND


def test_an_asset_is_one_slot(world: World) -> None:
    asset = world.register(POND)
    assert world.assets.asset(asset) == {
        "collective": world.village.id, "area": VILLAGE, "kind": POND, "status": Status.REGISTERED,
        "bars": 0, "openObjections": 0, "deadline": 0,
    }  # fmt: skip


@pytest.mark.parametrize("who", ["cooperative", "enterprise", "household"])
def test_only_collectives_register(world: World, who: str) -> None:
    party = world.cast[who]
    with refused("RoleMissing"):
        world.assets.register(party.id, [world.new_asset(POND)], by=party.officer(Role.HOLD))


def test_a_bureau_registers_no_asset(world: World) -> None:
    with refused("NotACollective", party=world.bureau.id, kind=world.bureau.kind):
        world.assets.register(world.bureau.id, [world.new_asset(POND)], by=world.bureau.officer(Role.REGISTER))


def test_a_committee_stands_in_for_a_collective(world: World) -> None:
    world.register(POND, world.committee)


def test_each_row_lies_inside_the_officers_area(world: World) -> None:
    rows = [world.new_asset(POND), world.new_asset(POND, area=33_010_900_500_300)]
    by = world.village.officer(Role.REGISTER)
    with refused("OutOfArea", officer=by, area=33_010_900_500_300):
        world.assets.register(world.village.id, rows, by=by)
    assert world.assets.resolve(asset_id(rows[0]["naturalKey"])) == bytes(16)


def test_an_asset_is_not_nowhere(world: World) -> None:
    with refused("JurisdictionInvalid", area=0):
        world.register(POND, area=0)


def test_a_movable_lies_where_its_collective_does(world: World) -> None:
    key = world.key()
    for area in (GROUP, NEXT_VILLAGE):
        with refused("AreaNotOfCollective", asset=asset_id(key), area=area):
            world.register(AssetKind.MACHINERY, naturalKey=key, area=area)
    world.register(AssetKind.MACHINERY, naturalKey=key, area=VILLAGE)


def test_what_stands_still_may_lie_in_another_division(world: World) -> None:
    asset = world.register(POND, area=NEXT_TOWNSHIP)
    assert world.assets.asset(asset)["area"] == NEXT_TOWNSHIP


def test_a_quantity_and_a_kind_are_needed(world: World) -> None:
    key = world.key()
    with refused("QuantityMissing", asset=asset_id(key)):
        world.register(POND, naturalKey=key, quantity=0)
    with refused("AssetKindUnknown", kind=99):
        world.register(99, naturalKey=key)


def test_a_key_is_registered_once(world: World) -> None:
    """Invariant 6."""
    key = world.key()
    asset = world.register(POND, naturalKey=key)
    for collective in (world.village, world.next_village):
        with refused("AssetExists", asset=asset):
            world.register(POND, collective, naturalKey=key)


def test_a_key_stands_once_in_a_batch_and_an_empty_batch_is_none(world: World) -> None:
    """Invariant 14."""
    row, by = world.new_asset(POND), world.village.officer(Role.REGISTER)
    with refused("AssetExists", asset=asset_id(row["naturalKey"])):
        world.assets.register(world.village.id, [world.new_asset(POND), row, row], by=by)
    calls: tuple[Callable[[], Any], ...] = (
        lambda: world.assets.register(world.village.id, [], by=by),
        lambda: world.assets.announce(world.village.id, [], paper("notice"), by=by),
        lambda: world.assets.confirm(world.bureau.id, [], [], by=world.bureau.pair(Role.CONFIRM)),
    )
    for call in calls:
        with refused("EmptyBatch"):
            call()


def test_an_asset_is_amended_by_its_collective_until_it_is_announced(world: World) -> None:
    asset, by = world.register(POND), world.village.officer(Role.REGISTER)
    world.assets.amend(world.village.id, asset, 5, paper("better"), by=by)
    with refused("QuantityMissing", asset=asset):
        world.assets.amend(world.village.id, asset, 0, paper("worse"), by=by)
    with refused("AssetOfAnother", asset=asset, collective=world.village.id):
        other = world.next_village
        world.assets.amend(other.id, asset, 5, paper("mine"), by=other.officer(Role.REGISTER))
    world.announce(asset)
    with refused("AssetStatusIs", asset=asset, status=Status.ANNOUNCED):
        world.assets.amend(world.village.id, asset, 5, paper("late"), by=by)


def test_an_unknown_asset_is_refused_before_its_area_is_looked_at(world: World) -> None:
    unknown, by = b"\x05" * 16, world.village.officer(Role.REGISTER)
    calls: tuple[Callable[[], Any], ...] = (
        lambda: world.assets.amend(world.village.id, unknown, 5, paper("x"), by=by),
        lambda: world.assets.code(world.village.id, unknown, world.key(), by=by),
        lambda: world.assets.announce(world.village.id, [unknown], paper("x"), by=by),
        lambda: world.assets.confirm(world.bureau.id, [unknown], [bytes(32)], by=world.bureau.pair(Role.CONFIRM)),
        lambda: world.assets.asset(unknown),
    )
    for call in calls:
        with refused("AssetUnknown", asset=unknown):
            call()


def test_an_id_that_nobody_registered_stands_for_nothing(world: World) -> None:
    assert world.assets.resolve(b"\x05" * 16) == bytes(16)


def test_the_bureau_moves_a_squatted_asset(world: World) -> None:
    asset, by = world.register(POND), world.bureau.pair(Role.CONFIRM)
    args = (asset, world.next_village.id, NEXT_VILLAGE, paper("decision"))
    with refused("NotAnAuthority", authority=world.finance.id):
        world.assets.reassign(world.finance.id, *args, by=world.finance.pair(Role.APPROVE))
    world.assets.reassign(world.bureau.id, *args, by=by)
    row = world.assets.asset(asset)
    assert (row["collective"], row["area"]) == (world.next_village.id, NEXT_VILLAGE)
    world.announce(asset, world.next_village)


def test_an_asset_is_moved_to_a_collective_inside_the_bureaus_area(world: World) -> None:
    asset, by = world.register(POND), world.bureau.pair(Role.CONFIRM)
    with refused("NotACollective", party=world.cooperative.id):
        args = (asset, world.cooperative.id, NEXT_VILLAGE, paper("decision"))
        world.assets.reassign(world.bureau.id, *args, by=by)
    with refused("OutOfArea"):
        args = (asset, world.next_village.id, 33_010_900_500_300, paper("decision"))
        world.assets.reassign(world.bureau.id, *args, by=by)
    with refused("JurisdictionInvalid"):
        world.assets.reassign(world.bureau.id, asset, world.next_village.id, 0, paper("decision"), by=by)


def test_a_moved_movable_lies_where_its_new_collective_does(world: World) -> None:
    asset, by = world.register(AssetKind.MACHINERY), world.bureau.pair(Role.CONFIRM)
    with refused("AreaNotOfCollective", asset=asset):
        world.assets.reassign(world.bureau.id, asset, world.next_village.id, VILLAGE, paper("decision"), by=by)
    world.assets.reassign(world.bureau.id, asset, world.next_village.id, NEXT_VILLAGE, paper("decision"), by=by)


def test_the_bureau_retires_what_was_never_confirmed(world: World) -> None:
    asset, confirmed, by = world.register(POND), world.asset(POND), world.bureau.pair(Role.CONFIRM)
    world.assets.retire(world.bureau.id, asset, paper("decision"), by=by)
    assert world.assets.asset(asset)["status"] == Status.RETIRED
    with refused("AssetStatusIs", asset=asset, status=Status.RETIRED):
        world.announce(asset)
    with refused("AssetStatusIs", asset=asset, status=Status.RETIRED):
        world.assets.retire(world.bureau.id, asset, paper("decision"), by=by)
    with refused("AssetStatusIs", asset=confirmed, status=Status.CONFIRMED):
        world.assets.retire(world.bureau.id, confirmed, paper("decision"), by=by)


def test_a_retired_key_is_never_free_again(world: World) -> None:
    """Invariant 6."""
    key = world.key()
    asset = world.register(POND, naturalKey=key)
    world.assets.retire(world.bureau.id, asset, paper("decision"), by=world.bureau.pair(Role.CONFIRM))
    with refused("AssetExists", asset=asset):
        world.register(POND, naturalKey=key)
