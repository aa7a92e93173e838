"""Assets: publicity (公示), objections, confirmation.

announce
├── by another collective; twice ────────── AssetOfAnother, AssetStatusIs
└── else ────────────────────────────────── a deadline, the kind's days away
object
├── before publicity, after the deadline ── AssetStatusIs, PublicityOver
├── received by who is no receiver ──────── NotAReceiver, RoleMissing
├── received by registrant or objector ──── InterestedReceiver
├── the same number again ───────────────── ObjectionExists
└── else ────────────────────────────────── the asset waits
closeObjection
├── by who may not confirm the kind ─────── NotAConfirmer
├── twice; with an outcome that is none ─── ObjectionNotOpen, OutcomeUnknown
├── upheld ──────────────────────────────── the asset is the collective's again, to amend
└── dismissed, withdrawn ────────────────── publicity goes on
"""

import pytest

from contracts.test.cast import Party, paper
from contracts.test.words import DAY, derived, refused, whole
from contracts.test.world import World
from ledger.kit.numbers import AssetKind, Outcome, Role, Status

POND = AssetKind.POND


@pytest.fixture
def announced(world: World) -> bytes:
    asset = world.register(POND)
    world.announce(asset)
    return asset


def object_to(world: World, asset: bytes, receiver: Party | None = None, objector: Party | None = None) -> bytes:
    """An objection of a household; its id."""
    receiver, number = receiver or world.centre, world.number()
    args = (receiver.id, asset, (objector or world.next_household).id, number, paper("objection"))
    world.assets.object(*args, by=receiver.officer(Role.RECEIVE))
    return derived(world.assets.address, whole(asset), number)


def close(world: World, objection: bytes, outcome: int, by: Party | None = None) -> None:
    body = by or world.bureau
    world.assets.closeObjection(body.id, objection, outcome, paper("answer"), by=body.officer(Role.CONFIRM))


def test_publicity_lasts_the_days_of_the_kind(world: World, announced: bytes) -> None:
    row = world.assets.asset(announced)
    assert (row["status"], row["deadline"]) == (Status.ANNOUNCED, world.now() + 15 * DAY)


def test_publicity_begins_once_and_by_the_collective(world: World, announced: bytes) -> None:
    with refused("AssetStatusIs", asset=announced, status=Status.ANNOUNCED):
        world.announce(announced)
    asset = world.register(POND)
    with refused("AssetOfAnother", asset=asset):
        world.announce(asset, world.next_village)


def test_an_objection_makes_the_asset_wait(world: World, announced: bytes) -> None:
    objection = object_to(world, announced)
    assert world.assets.objection(objection) == {"receiver": world.centre.id, "open": True}
    world.chain.travel(16 * DAY)
    with refused("ObjectionsOpen", asset=announced, openObjections=1):
        world.confirm(announced)


def test_an_objection_comes_within_publicity(world: World, announced: bytes) -> None:
    asset = world.register(POND)
    with refused("AssetStatusIs", asset=asset, status=Status.REGISTERED):
        object_to(world, asset)
    deadline = world.assets.asset(announced)["deadline"]
    snapshot = world.chain.snapshot()
    world.chain.at(deadline - 1)
    object_to(world, announced)
    world.chain.revert(snapshot)
    world.chain.at(deadline + 1)
    with refused("PublicityOver", asset=announced, deadline=deadline):
        object_to(world, announced)


def test_an_objection_to_what_is_confirmed_or_unknown_is_refused(world: World) -> None:
    asset = world.asset(POND)
    with refused("AssetStatusIs", asset=asset, status=Status.CONFIRMED):
        object_to(world, asset)
    with refused("AssetUnknown"):
        object_to(world, b"\x05" * 16)


def test_bureau_and_centre_receive_and_nobody_else(world: World, announced: bytes) -> None:
    object_to(world, announced, world.bureau)
    with refused("RoleMissing"):
        args = (world.registry.id, announced, world.household.id, 1, paper("objection"))
        world.assets.object(*args, by=world.registry.officer(Role.CONFIRM))
    with refused("RoleMissing"):
        args = (world.village.id, announced, world.household.id, 1, paper("objection"))
        world.assets.object(*args, by=world.village.officer(Role.REGISTER))


def test_neither_registrant_nor_objector_receives(world: World, announced: bytes) -> None:
    with refused("InterestedReceiver", receiver=world.centre.id):
        object_to(world, announced, world.centre, objector=world.centre)


def test_who_keeps_the_collective_and_registered_for_it_is_not_disinterested(world: World) -> None:
    by = world.bureau.pair(Role.APPROVE)
    world.parties.setKeeper(world.bureau.id, world.village.id, world.centre.id, paper("keeper"), by=by)
    asset, row = world.register(POND), world.new_asset(POND)
    world.announce(asset)
    world.assets.register(world.village.id, [row], by=world.centre.officer(Role.REGISTER))
    with refused("InterestedReceiver", receiver=world.centre.id):
        object_to(world, asset, world.centre)
    object_to(world, asset, world.next_centre)


def test_an_objector_is_a_party(world: World, announced: bytes) -> None:
    args = (world.centre.id, announced, b"\x06" * 16, 1, paper("objection"))
    with refused("PartyUnknown", party=b"\x06" * 16):
        world.assets.object(*args, by=world.centre.officer(Role.RECEIVE))


def test_a_number_is_used_once_even_when_it_is_closed(world: World, announced: bytes) -> None:
    args = (world.centre.id, announced, world.next_household.id, 77, paper("objection"))
    world.assets.object(*args, by=world.centre.officer(Role.RECEIVE))
    objection = derived(world.assets.address, whole(announced), 77)
    with refused("ObjectionExists", objection=objection):
        world.assets.object(*args, by=world.centre.officer(Role.RECEIVE))
    close(world, objection, Outcome.DISMISSED)
    with refused("ObjectionExists", objection=objection):
        world.assets.object(*args, by=world.centre.officer(Role.RECEIVE))


def test_an_upheld_objection_returns_the_asset(world: World, announced: bytes) -> None:
    close(world, object_to(world, announced), Outcome.UPHELD)
    row = world.assets.asset(announced)
    assert (row["status"], row["openObjections"]) == (Status.REGISTERED, 0)
    args = (world.village.id, announced, 7, paper("mended"))
    world.assets.amend(*args, by=world.village.officer(Role.REGISTER))
    deadline = world.announce(announced)
    world.chain.travel(deadline - world.now() + 1)
    world.confirm(announced)


def test_a_second_objection_to_what_was_returned_can_still_be_closed(world: World, announced: bytes) -> None:
    first, second = object_to(world, announced), object_to(world, announced)
    close(world, first, Outcome.UPHELD)
    close(world, second, Outcome.DISMISSED)
    world.chain.travel(max(0, world.announce(announced) - world.now()) + 1)
    world.confirm(announced)


@pytest.mark.parametrize("outcome", [Outcome.DISMISSED, Outcome.WITHDRAWN])
def test_other_outcomes_let_publicity_go_on(world: World, announced: bytes, outcome: Outcome) -> None:
    deadline = world.assets.asset(announced)["deadline"]
    close(world, object_to(world, announced), outcome)
    row = world.assets.asset(announced)
    assert (row["status"], row["deadline"], row["openObjections"]) == (Status.ANNOUNCED, deadline, 0)
    world.chain.travel(16 * DAY)
    world.confirm(announced)


def test_an_objection_is_closed_once_and_with_a_known_outcome(world: World, announced: bytes) -> None:
    objection = object_to(world, announced)
    for outcome in (0, 4, 255):
        with refused("OutcomeUnknown", outcome=outcome):
            close(world, objection, outcome)
    close(world, objection, Outcome.DISMISSED)
    with refused("ObjectionNotOpen", objection=objection):
        close(world, objection, Outcome.UPHELD)
    with refused("ObjectionNotOpen"):
        close(world, derived(world.assets.address, whole(announced), 999), Outcome.UPHELD)


def test_only_a_body_that_confirms_the_kind_closes_and_confirms(world: World) -> None:
    asset = world.register(AssetKind.MACHINERY)  # the bureau's alone
    world.announce(asset)
    objection = object_to(world, asset)
    with refused("NotAConfirmer", party=world.registry.id, kind=world.registry.kind):
        close(world, objection, Outcome.DISMISSED, by=world.registry)
    close(world, objection, Outcome.DISMISSED)
    world.chain.travel(8 * DAY)
    with refused("NotAConfirmer", party=world.registry.id):
        world.confirm(asset, by=world.registry)
    world.confirm(asset)


def test_confirmation_waits_for_publicity(world: World, announced: bytes) -> None:
    deadline = world.assets.asset(announced)["deadline"]
    with refused("PublicityRuns", asset=announced, deadline=deadline):
        world.confirm(announced)
    asset = world.register(POND)
    with refused("AssetStatusIs", asset=asset, status=Status.REGISTERED):
        world.confirm(asset)
