"""Rights: what waits while an asset is not confirmed, or a bar or a covenant stands.

extend a sub-right, as if it were let anew
├── a bar on its parent, on the asset, on the parent's holder ── Barred
├── a registered covenant or a pledge on the parent ──────────── CovenantStands
├── the asset not confirmed ──────────────────────────────────── AssetNotConfirmed
└── a bar on the sub-right itself ────────────────────────────── open: it takes nothing from whom the bar protects
extend a layer
├── a bar on the asset; the asset not confirmed ──────────────── Barred, AssetNotConfirmed
└── of a kind that the law extends ───────────────────────────── open: it goes on anyway
reissue
└── a bar on the asset; the asset not confirmed ──────────────── Barred, AssetNotConfirmed
"""

from typing import Any

import pytest

from contracts.test.cast import paper
from contracts.test.chain import address
from contracts.test.test_rights_terms import reissue, share
from contracts.test.words import DAY, MANDATE, YEAR, refused, right_id, whole
from contracts.test.world import World
from ledger.kit.numbers import AssetKind, Form, RightKind, Role, Status

SEA, CONTRACT, FACILITY, LEASE = RightKind.SEA_USE, RightKind.CONTRACT, RightKind.FACILITY, RightKind.LEASE
ANYBODY = address("anybody")


@pytest.fixture
def sub(world: World) -> bytes:
    """Three years of managing what a household contracts."""
    return world.sub(RightKind.MANAGEMENT, years=3)


def prolong(world: World, sub: bytes) -> None:
    args = (sub, world.now() + 5 * YEAR + world.number(), MANDATE)
    world.rights.extend(*args, by=world.household.pair(Role.HOLD))


@pytest.mark.parametrize("where", ["parent", "asset", "holder"])
def test_a_lease_of_what_is_barred_is_not_prolonged(world: World, sub: bytes, where: str) -> None:
    """Invariant 11: a further term is a new lease of the same thing."""
    thing = {"parent": world.rights.parentOf(sub), "asset": whole(sub[:16]), "holder": whole(world.household.id)}[where]
    order = world.order_on(world.household) if where == "holder" else world.order(thing)
    with refused("Barred", thing=thing, bars=1):
        prolong(world, sub)
    world.lift(order)
    prolong(world, sub)


@pytest.mark.parametrize("covenant", [1, 2])
def test_a_covenant_covers_a_further_term_as_it_covers_a_lease(world: World, sub: bytes, covenant: int) -> None:
    """Invariant 11."""
    parent = world.rights.parentOf(sub)
    mortgage = world.mortgage(parent, world.household, form=int(Form.FINANCING), covenant=covenant)
    if covenant == 2:
        with refused("CovenantStands", right=parent, covenants=1):
            prolong(world, sub)
        world.mortgages.discharge(mortgage, paper("paid"), by=world.bank.pair(Role.LEND))
    prolong(world, sub)


def test_a_bar_on_the_lease_itself_keeps_nobody_from_prolonging_it(world: World, sub: bytes) -> None:
    world.order(sub)
    prolong(world, sub)


def existing(world: World, asset: bytes, kind: int) -> bytes:
    """A layer that was there before, on an asset that is only registered."""
    world.issue(world.new_right(asset, kind, world.cooperative, until=world.now() + YEAR), existing=True)
    return right_id(asset, kind, 1)


def test_a_lease_of_what_is_not_confirmed_is_not_prolonged(world: World) -> None:
    parent = existing(world, world.register(AssetKind.GREENHOUSE), FACILITY)
    row: dict[str, Any] = {
        "parent": parent, "kind": LEASE, "serial": 1, "holder": world.enterprise.id, "numerator": 1, "denominator": 1,
        "until": world.now() + 30 * DAY, "lacks": 0, "document": paper("old contract"),
    }  # fmt: skip
    by = world.cooperative.pair(Role.HOLD)
    world.rights.recordExisting(world.cooperative.id, [row], MANDATE, by=by)
    with refused("AssetNotConfirmed", asset=parent[:16], status=Status.REGISTERED):
        world.rights.extend(right_id(parent[:16], LEASE, 1), world.now() + 60 * DAY, MANDATE, by=by)


def test_a_layer_is_prolonged_on_a_confirmed_asset_without_a_bar(world: World) -> None:
    asset = world.register(AssetKind.SEA_AREA)
    sea, by = existing(world, asset, SEA), world.village.pair(Role.REGISTER)

    def longer() -> tuple[Any, ...]:
        return sea, world.now() + 5 * YEAR + world.number(), MANDATE

    with refused("AssetNotConfirmed", asset=asset, status=Status.REGISTERED):
        world.rights.extend(*longer(), by=by)
    world.chain.at(world.announce(asset))
    world.confirm(asset)
    order = world.order(whole(asset))
    with refused("Barred", thing=whole(asset), bars=1):
        world.rights.extend(*longer(), by=by)
    world.lift(order)
    world.rights.extend(*longer(), by=by)


def test_what_the_law_extends_is_extended_under_a_bar(world: World) -> None:
    contract = world.layer(CONTRACT, until=world.now() + YEAR)
    world.order(whole(contract[:16]))
    args = (contract, world.now() + 30 * YEAR, MANDATE)
    world.rights.extend(*args, by=world.village.pair(Role.REGISTER))
    assert world.rights.right(contract)["until"] == args[1]


def test_a_share_is_given_again_on_a_confirmed_asset_without_a_bar(world: World) -> None:
    asset = world.register(AssetKind.SEA_AREA)
    sea = existing(world, asset, SEA)
    world.chain.travel(YEAR + 1)
    world.rights.lapse(sea, by=ANYBODY)
    with refused("AssetNotConfirmed", asset=asset, status=Status.REGISTERED):
        reissue(world, sea, share(world, 2))
    world.chain.at(world.announce(asset))
    world.confirm(asset)
    order = world.order(whole(asset))
    with refused("Barred", thing=whole(asset), bars=1):
        reissue(world, sea, share(world, 3))
    world.lift(order)
    reissue(world, sea, share(world, 4))
