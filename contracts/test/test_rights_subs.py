"""Rights: sub-rights that existed before the ledger, and what only enrolled contracts may do.

recordExisting
├── by who does not hold the parent ─────────────── NotTheHolder
├── a kind that is a layer, or not under the parent  ShapeIs, KindNotUnderParent
├── a serial that was used ──────────────────────── RightExists
├── no mandate, no end, and the lack not marked ──── LackMissing
├── longer than the parent ──────────────────────── TermBeyondParent
├── longer than the kind allows, or over ────────── a fact, recorded
├── a holder whose kind may not hold ────────────── HolderKindRefused
├── on an asset that is not confirmed ───────────── recorded; new acts wait
└── else ────────────────────────────────────────── recorded with what it lacks
grant, move, lock, bar, unlock, lift
├── by anybody, by contracts without the capability  NotEnrolled
├── unlock, lift by another contract ─────────────── NotTheLocker
└── a cause that was used ────────────────────────── CauseExists
"""

from typing import Any

import pytest

from contracts.test.cast import Party, paper
from contracts.test.chain import address
from contracts.test.words import DAY, MANDATE, YEAR, derived, refused, right_id
from contracts.test.world import World
from ledger.kit.numbers import Act, AssetKind, Lack, RightKind, Role

CONTRACT, OWNERSHIP, LEASE = RightKind.CONTRACT, RightKind.OWNERSHIP, RightKind.LEASE
MANAGEMENT, FACILITY = RightKind.MANAGEMENT, RightKind.FACILITY
NO_END = 1 << Lack.NO_END_DATE


def existing(world: World, parent: bytes, kind: int, **other: Any) -> dict[str, Any]:
    row = {
        "parent": parent, "kind": kind, "serial": 1, "holder": world.enterprise.id, "numerator": 1, "denominator": 1,
        "until": world.now() + 5 * YEAR, "lacks": 0, "document": paper("old contract"),
    }  # fmt: skip
    return row | other


def record(world: World, grantor: Party, *rows: dict[str, Any], mandate: bytes = MANDATE) -> bytes:
    world.rights.recordExisting(grantor.id, list(rows), mandate, by=grantor.pair(Role.HOLD))
    return right_id(rows[0]["parent"][:16], rows[0]["kind"], rows[0]["serial"])


@pytest.fixture
def shed(world: World) -> bytes:
    """The village's own greenhouse: the right in the facility."""
    return world.layer(FACILITY, world.village, until=0)


def test_an_existing_lease_is_recorded_with_what_it_lacks(world: World, shed: bytes) -> None:
    lacks = 1 << Lack.NO_DECISION | 1 << Lack.RENT_OVERDUE
    right = record(world, world.village, existing(world, shed, LEASE, lacks=lacks))
    assert world.rights.right(right)["holder"] == world.enterprise.id
    assert world.rights.parentOf(right) == shed
    world.rights.check(right, Act.TRANSFER)


def test_only_the_parents_holder_records(world: World, shed: bytes) -> None:
    with refused("NotTheHolder", right=shed):
        record(world, world.cooperative, existing(world, shed, LEASE))


def test_a_kind_stands_under_the_parents_that_the_catalogue_says(world: World, shed: bytes) -> None:
    with refused("KindNotUnderParent", kind=MANAGEMENT, parent=shed):
        record(world, world.village, existing(world, shed, MANAGEMENT))
    with refused("ShapeIs", kind=FACILITY):
        record(world, world.village, existing(world, shed, FACILITY))


def test_a_kind_under_a_fitting_parent_needs_a_fitting_asset(world: World) -> None:
    """Ownership of a pasture may carry leases; grassland is not among the assets of a lease."""
    pasture = world.layer(OWNERSHIP, asset=world.asset(AssetKind.GRASSLAND))
    with refused("KindNotOnAsset", kind=LEASE):
        record(world, world.village, existing(world, pasture, LEASE))


def test_a_serial_is_used_once(world: World, shed: bytes) -> None:
    """Invariant 6."""
    record(world, world.village, existing(world, shed, LEASE))
    with refused("RightExists"):
        record(world, world.village, existing(world, shed, LEASE))
    with refused("RightExists"):
        record(world, world.village, existing(world, shed, LEASE, serial=2), existing(world, shed, LEASE, serial=2))


def test_collective_property_let_long_ago_has_a_mandate_or_the_lack_is_marked(world: World, shed: bytes) -> None:
    with refused("LackMissing", lack=Lack.NO_DECISION):
        record(world, world.village, existing(world, shed, LEASE), mandate=bytes(32))
    record(world, world.village, existing(world, shed, LEASE, lacks=1 << Lack.NO_DECISION), mandate=bytes(32))


def test_a_missing_end_is_a_lack_that_must_be_marked(world: World, shed: bytes) -> None:
    with refused("LackMissing", lack=Lack.NO_END_DATE):
        record(world, world.village, existing(world, shed, LEASE, until=0))
    right = record(world, world.village, existing(world, shed, LEASE, until=0, lacks=NO_END))
    assert world.rights.right(right)["until"] == 0


def test_a_term_that_has_run_out_is_a_fact(world: World, shed: bytes) -> None:
    right = record(world, world.village, existing(world, shed, LEASE, until=world.now() - DAY))
    world.rights.check(right, Act.TRANSFER)  # a lease in use goes on
    field = world.layer(CONTRACT)
    over = record(world, world.household, existing(world, field, MANAGEMENT, until=world.now() - DAY))
    with refused("RightHasLapsed", right=over):
        world.rights.check(over, Act.TRANSFER)


def test_no_sub_right_outlasts_its_parent(world: World) -> None:
    field = world.layer(RightKind.SEA_USE, world.village)
    until = world.rights.right(field)["until"]
    with refused("TermBeyondParent", parentUntil=until):
        record(world, world.village, existing(world, field, LEASE, until=until + 1))
    record(world, world.village, existing(world, field, LEASE, until=until))


def test_a_term_longer_than_the_law_allows_is_recorded_as_the_fact_it_is(world: World, shed: bytes) -> None:
    right = record(world, world.village, existing(world, shed, LEASE, until=world.now() + 21 * YEAR))
    world.rights.check(right, Act.TRANSFER)


def test_an_empty_batch_and_shares_of_nothing_are_refused(world: World, shed: bytes) -> None:
    with refused("EmptyBatch"):
        world.rights.recordExisting(world.village.id, [], MANDATE, by=world.village.pair(Role.HOLD))
    for share in ((0, 1), (2, 1)):
        with refused("ShareInvalid"):
            numerator, denominator = share
            row = existing(world, shed, LEASE, numerator=numerator, denominator=denominator)
            record(world, world.village, row)
    with refused("PartyUnknown"):
        record(world, world.village, existing(world, shed, LEASE, holder=b"\x04" * 16))


def test_an_existing_sub_right_on_an_unconfirmed_asset_waits_with_new_acts(world: World) -> None:
    asset = world.register(AssetKind.GREENHOUSE)
    world.issue(world.new_right(asset, FACILITY, world.village), existing=True)
    right = record(world, world.village, existing(world, right_id(asset, FACILITY, 1), LEASE))
    with refused("AssetNotConfirmed", asset=asset):
        world.propose_transfer(world.transfer(right, world.cooperative), world.enterprise)


# enrolled contracts

CALLS = ("grant", "move", "lock", "bar")


def arguments(world: World, right: bytes, call: str, cause: bytes) -> tuple[Any, ...]:
    grant = {
        "parent": right, "kind": MANAGEMENT, "serial": 9, "holder": world.cooperative.id, "numerator": 1,
        "denominator": 1, "until": world.now() + YEAR,
    }  # fmt: skip
    actor = world.village.admin
    return {
        "grant": (grant, cause, [], actor),
        "move": (right, world.next_household.id, cause, [], actor),
        "lock": (right, cause, int(Act.LISTING), 0, [], actor),
        "bar": (right, cause, actor),
    }[call]


@pytest.mark.parametrize("call", CALLS)
def test_persons_and_contracts_without_the_capability_do_not_reach_the_kernel(world: World, call: str) -> None:
    right = world.layer(CONTRACT)
    lacking = world.orders.address if call in ("grant", "move") else world.assets.address
    for by in (address("anybody"), world.household.officer(Role.HOLD), lacking):
        with refused("NotEnrolled", writer=by):
            getattr(world.rights, call)(*arguments(world, right, call, derived(by, right, 1)), by=by)


def test_a_lock_is_released_and_lifted_by_who_set_it_alone(world: World) -> None:
    """Invariant 10."""
    right = world.layer(CONTRACT)
    cause = derived(world.orders.address, right, 5)
    world.rights.bar(right, cause, world.court.admin, by=world.orders.address)
    for by in (address("anybody"), world.mortgages.address, world.transfers.address):
        with refused("NotTheLocker"):
            world.rights.unlock(cause, by, by=by)
        with refused("NotTheLocker"):
            world.rights.lift(cause, derived(by, right, 6), by, by=by)
    world.rights.unlock(cause, world.court.admin, by=world.orders.address)
    with refused("NotTheLocker"):
        world.rights.unlock(cause, world.court.admin, by=world.orders.address)


def test_a_cause_locks_once(world: World) -> None:
    right = world.layer(CONTRACT)
    cause = derived(world.orders.address, right, 5)
    world.rights.bar(right, cause, world.court.admin, by=world.orders.address)
    with refused("CauseExists"):
        world.rights.bar(right, cause, world.court.admin, by=world.orders.address)


def test_places_grow_over_the_whole_ledger(world: World) -> None:
    mortgages = []
    for _ in range(3):
        right = world.layer(CONTRACT)
        mortgages.append(world.mortgage(right, world.household))
        world.mortgages.discharge(mortgages[-1], paper("paid"), by=world.bank.pair(Role.LEND))
        mortgages.append(world.mortgage(right, world.household))
    live = [world.rights.lockOf(mortgage)["place"] for mortgage in mortgages[1::2]]
    assert live == sorted(set(live))
    assert live[0] > 1


def test_nobody_moves_under_anothers_bar(world: World) -> None:
    """A bar of the order's contract is not released by a move that names the order as its cause."""
    right = world.layer(CONTRACT)
    order = world.order(right)
    with refused("NotTheLocker"):
        args = arguments(world, right, "move", order)
        world.rights.move(*args, by=world.transfers.address)
