"""Transfers: grants (出租), and how an offer ends.

accept a grant
├── beyond the parent's term, the kind's longest ─ TermBeyondParent, TermTooLong
├── a kind that is no sub-right, not under the parent, not on the asset ── refused
├── a share of nothing, a term that is over, a serial that was used ── refused
└── else ───────────────────────────────────────── a sub-right; the parent stays
withdraw
├── by another; twice ──────────────────────────── NotActingFor, OfferNotOpen
└── else ───────────────────────────────────────── the bar is gone
expire
├── before its last moment; other terms; twice ─── OfferRuns, TermsDiffer, OfferNotOpen
└── by anybody afterwards ──────────────────────── the bar is gone
"""

import pytest

from contracts.test.chain import address
from contracts.test.test_transfers import lease
from contracts.test.words import DAY, YEAR, refused, right_id
from contracts.test.world import World
from ledger.kit.numbers import AssetKind, RightKind, Role

CONTRACT, MANAGEMENT, FACILITY, LEASE = RightKind.CONTRACT, RightKind.MANAGEMENT, RightKind.FACILITY, RightKind.LEASE


@pytest.fixture
def field(world: World) -> bytes:
    """A household's contracted field."""
    return world.layer(CONTRACT)


def test_a_grant_makes_a_sub_right_and_leaves_the_parent(world: World, field: bytes) -> None:
    before, terms = world.rights.right(field), lease(world, field)
    world.propose_transfer(terms, world.household)
    world.accept_transfer(terms, world.household, world.cooperative)
    sub = right_id(field[:16], MANAGEMENT, terms["serial"])
    row = world.rights.right(sub)
    assert (row["holder"], row["until"]) == (world.cooperative.id, terms["termUntil"])
    assert world.rights.parentOf(sub) == field
    assert world.rights.right(field) == before


def test_a_grant_keeps_to_the_parents_term(world: World, field: bytes) -> None:
    until = world.rights.right(field)["until"]
    for term in (until + 1, 0):
        with refused("TermBeyondParent", parentUntil=until):
            terms = lease(world, field, termUntil=term)
            world.propose_transfer(terms, world.household)
            world.accept_transfer(terms, world.household, world.cooperative)
        world.chain.travel(31 * DAY)
        if world.rights.right(field)["bars"]:
            world.transfers.expire(terms, world.household.id, world.household.officer(Role.HOLD), by=address("x"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": LEASE}, "KindNotUnderParent"),
        ({"kind": CONTRACT}, "ShapeIs"),
        ({"termUntil": 1}, "TermInPast"),
        ({"numerator": 2}, "ShareInvalid"),
        ({"denominator": 0}, "ShareInvalid"),
    ],
)
def test_a_grant_fits_its_parent(world: World, field: bytes, changes: dict[str, int], code: str) -> None:
    terms = lease(world, field, **changes)
    with refused(code):
        world.propose_transfer(terms, world.household)
        world.accept_transfer(terms, world.household, world.cooperative)


def test_a_lease_is_at_most_twenty_years(world: World) -> None:
    shed = world.layer(FACILITY, world.village, until=0)
    terms = lease(world, shed, kind=LEASE, termUntil=world.now() + 21 * YEAR)
    with refused("TermTooLong"):
        world.propose_transfer(terms, world.village)
        world.accept_transfer(terms, world.village, world.cooperative)


def test_a_sub_rights_serial_is_used_once(world: World, field: bytes) -> None:
    terms = lease(world, field)
    world.propose_transfer(terms, world.household)
    world.accept_transfer(terms, world.household, world.cooperative)
    again = lease(world, field, serial=terms["serial"])
    with refused("RightExists"):
        world.propose_transfer(again, world.household)
        world.accept_transfer(again, world.household, world.cooperative)


def test_a_grant_fits_its_asset(world: World) -> None:
    """Grassland is not among the assets of a lease, though ownership is among its parents."""
    pasture = world.layer(RightKind.OWNERSHIP, asset=world.asset(AssetKind.GRASSLAND))
    terms = lease(world, pasture, kind=LEASE)
    with refused("KindNotOnAsset", kind=LEASE):
        world.propose_transfer(terms, world.village)
        world.accept_transfer(terms, world.village, world.cooperative)


# the end of an offer


def test_a_withdrawn_offer_bars_nothing(world: World, field: bytes) -> None:
    terms = world.transfer(field, world.next_household)
    transfer = world.propose_transfer(terms, world.household)
    with refused("NotActingFor"):
        world.transfers.withdraw(transfer, by=world.next_household.officer(Role.HOLD))
    world.transfers.withdraw(transfer, by=world.household.officer(Role.HOLD))
    assert world.rights.right(field)["bars"] == 0
    with refused("OfferNotOpen|NotTheLocker"):
        world.accept_transfer(terms, world.household, world.next_household)
    with refused("OfferNotOpen"):
        world.transfers.withdraw(transfer, by=world.household.officer(Role.HOLD))


def test_anybody_ends_an_offer_that_is_over(world: World, field: bytes) -> None:
    terms = world.transfer(field, world.next_household)
    world.propose_transfer(terms, world.household)
    args = (terms, world.household.id, world.household.officer(Role.HOLD))
    with refused("OfferRuns"):
        world.transfers.expire(*args, by=address("anybody"))
    world.chain.travel(30 * DAY + 1)
    with refused("TermsDiffer"):
        world.transfers.expire(terms | {"until": 1}, *args[1:], by=address("anybody"))
    with refused("TermsDiffer"):
        world.transfers.expire(terms, world.next_household.id, args[2], by=address("anybody"))
    world.transfers.expire(*args, by=address("anybody"))
    assert world.rights.right(field)["bars"] == 0
    with refused("OfferNotOpen"):
        world.transfers.expire(*args, by=address("anybody"))
