"""Assets: confirmation after publicity.

confirm
├── by who may not confirm the kind ─────── NotAConfirmer
├── during publicity, before it ─────────── PublicityRuns, AssetStatusIs
├── with an open objection ──────────────── ObjectionsOpen
├── with a stale head; heads too few ────── DossierMoved, HeadsDoNotMatch
└── barred ──────────────────────────────── AssetIsBarred
"""

from collections.abc import Callable

import pytest

from contracts.test.words import refused, whole
from contracts.test.world import World
from ledger.kit.ids import subject
from ledger.kit.numbers import AssetKind, Role, Status, SubjectKind

POND = AssetKind.POND


def test_a_kind_without_publicity_is_confirmed_at_once(world: World) -> None:
    asset = world.register(AssetKind.WAREHOUSE_RECEIPT)
    world.announce(asset)
    world.confirm(asset)
    with refused("AssetStatusIs", asset=asset, status=Status.CONFIRMED):
        world.confirm(asset)


@pytest.fixture
def ripe(world: World) -> Callable[[], bytes]:
    """Makes assets whose publicity is over."""

    def make() -> bytes:
        asset = world.register(AssetKind.WAREHOUSE_RECEIPT)
        world.announce(asset)
        return asset

    return make


def test_a_stale_head_is_refused(world: World, ripe: Callable[[], bytes]) -> None:
    asset = ripe()
    stale = world.asset_head(asset)
    world.assets.code(world.village.id, asset, world.key(), by=world.village.officer(Role.REGISTER))
    with refused("DossierMoved", subject=subject(SubjectKind.ASSET, asset), head=world.asset_head(asset)):
        world.assets.confirm(world.bureau.id, [asset], [stale], by=world.bureau.pair(Role.CONFIRM))


def test_all_heads_of_a_batch_are_checked_before_its_first_row(world: World, ripe: Callable[[], bytes]) -> None:
    """Invariant 13."""
    assets = [ripe(), ripe()]
    heads = [world.asset_head(asset) for asset in assets]
    with refused("DossierMoved", subject=subject(SubjectKind.ASSET, assets[1])):
        world.assets.confirm(world.bureau.id, assets, [heads[0], bytes(32)], by=world.bureau.pair(Role.CONFIRM))
    with refused("HeadsDoNotMatch", assets=2, heads=1):
        world.assets.confirm(world.bureau.id, assets, heads[:1], by=world.bureau.pair(Role.CONFIRM))
    with refused("AssetStatusIs", asset=assets[0], status=Status.CONFIRMED):
        twice, same = [assets[0]] * 2, [heads[0]] * 2
        world.assets.confirm(world.bureau.id, twice, same, by=world.bureau.pair(Role.CONFIRM))
    world.assets.confirm(world.bureau.id, assets, heads, by=world.bureau.pair(Role.CONFIRM))
    assert {world.assets.asset(asset)["status"] for asset in assets} == {Status.CONFIRMED}


def test_a_barred_asset_is_not_confirmed_until_the_bar_ends(world: World, ripe: Callable[[], bytes]) -> None:
    asset = ripe()
    order = world.order(whole(asset))
    with refused("AssetIsBarred", asset=asset, bars=1):
        world.confirm(asset)
    world.lift(order)
    world.confirm(asset)
