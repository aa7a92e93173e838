"""Rights: what the end of a term does, and how a term or a share begins anew.

lapse
├── a kind that is extended or continues ──── DoesNotLapse; it stays good for every act
├── before the date, without a date ───────── TermRuns
├── after the date ────────────────────────── void in every check already; anybody writes it; once
└── mortgages on it ───────────────────────── can still be discharged
reissue
├── of a right that has not lapsed ────────── NotLapsed
├── to more or less than its numerator ────── SharesDoNotSum
├── a serial that was used ────────────────── RightExists
├── without a mandate; by another collective  MandateMissing, NotTheHolder
└── twice ─────────────────────────────────── refused
extend
├── a layer by its collective, a sub-right by its parent's holder, nobody else
├── beyond the kind's longest term, the parent's end, the term it has
└── of a lapsed right ─────────────────────── RightHasLapsed
value   a valuer who is not the holder, not in the future
"""

from typing import Any

import pytest

from contracts.test.cast import paper
from contracts.test.chain import address
from contracts.test.words import DAY, MANDATE, YEAR, refused, right_id
from contracts.test.world import World
from ledger.chain.errors import ContractError
from ledger.kit.numbers import Act, Method, RightKind, Role

ANYBODY = address("anybody")
SEA, CONTRACT, LEASE = RightKind.SEA_USE, RightKind.CONTRACT, RightKind.LEASE


@pytest.fixture
def sea(world: World) -> bytes:
    """A sea-use right of ten years."""
    return world.layer(SEA)


@pytest.fixture
def void(world: World, sea: bytes) -> bytes:
    """A sea-use right whose term is over."""
    world.chain.travel(world.rights.right(sea)["until"] - world.now() + 1)
    return sea


def test_what_the_law_extends_never_ends_by_date(world: World) -> None:
    right = world.layer(CONTRACT, until=world.now() + YEAR)
    world.chain.travel(2 * YEAR)
    with refused("DoesNotLapse", right=right):
        world.rights.lapse(right, by=ANYBODY)
    world.rights.check(right, Act.TRANSFER)


def test_a_lease_in_use_goes_on(world: World) -> None:
    right = world.sub(LEASE, years=1)
    world.chain.travel(2 * YEAR)
    with refused("DoesNotLapse", right=right):
        world.rights.lapse(right, by=ANYBODY)
    world.rights.check(right, Act.TRANSFER)


def test_a_term_that_runs_does_not_lapse(world: World, sea: bytes) -> None:
    until = world.rights.right(sea)["until"]
    with refused("TermRuns", right=sea, until=until):
        world.rights.lapse(sea, by=ANYBODY)
    world.chain.at(until - 1)
    with refused("TermRuns", right=sea, until=until):
        world.rights.lapse(sea, by=ANYBODY)


def test_a_right_is_void_by_time_before_anybody_writes_it(world: World, void: bytes) -> None:
    until = world.rights.right(void)["until"]
    for act in Act:
        with refused("RightHasLapsed", right=void, until=until):
            world.rights.check(void, act)
    with refused("RightHasLapsed", right=void):
        world.propose_mortgage(world.mortgage_terms(void), world.cooperative)
    with refused("RightHasLapsed", right=void):
        world.propose_transfer(world.transfer(void, world.enterprise), world.cooperative)


def test_anybody_writes_the_lapse_once(world: World, void: bytes) -> None:
    world.rights.lapse(void, by=ANYBODY)
    row = world.rights.right(void)
    assert (row["holder"], row["numerator"], row["denominator"]) == (bytes(16), 1, 1)
    with pytest.raises(ContractError) as caught:
        world.rights.lapse(void, by=ANYBODY)
    assert caught.value.code in ("RightHasLapsed", "RightUnknown")


def test_a_mortgage_on_a_lapsed_right_can_be_discharged(world: World, sea: bytes) -> None:
    mortgage = world.mortgage(sea, world.cooperative)
    world.chain.travel(world.rights.right(sea)["until"] - world.now() + 1)
    world.rights.lapse(sea, by=ANYBODY)
    world.mortgages.discharge(mortgage, paper("void"), by=world.bank.pair(Role.LEND))


def test_a_barred_right_lapses_and_its_order_can_be_lifted(world: World, sea: bytes) -> None:
    world.chain.travel(world.rights.right(sea)["until"] - world.now() - DAY)
    order = world.order(sea)
    world.chain.travel(2 * DAY)
    world.rights.lapse(sea, by=ANYBODY)
    world.lift(order)


def test_a_right_that_is_not_there_does_not_lapse(world: World) -> None:
    with refused("RightUnknown"):
        world.rights.lapse(right_id(b"\x05" * 16, SEA, 1), by=ANYBODY)


# reissue


def share(world: World, serial: int, numerator: int = 1, **other: Any) -> dict[str, Any]:
    row = {
        "serial": serial, "holder": world.enterprise.id, "numerator": numerator,
        "until": world.now() + 5 * YEAR, "document": paper("share"),
    }  # fmt: skip
    return row | other


def reissue(world: World, lapsed: bytes, *rows: dict[str, Any], mandate: bytes = MANDATE) -> None:
    world.rights.reissue(world.village.id, lapsed, list(rows), mandate, by=world.village.pair(Role.REGISTER))


def test_a_lapsed_share_is_reissued_exactly(world: World) -> None:
    """Invariant 8."""
    asset = world.asset(6)
    rows = [
        world.new_right(asset, SEA, world.cooperative, numerator=3, denominator=5),
        world.new_right(asset, SEA, world.cooperative, numerator=2, denominator=5, until=world.now() + 12 * YEAR),
    ]
    world.issue(*rows)
    lapsed, stays = right_id(asset, SEA, 1), right_id(asset, SEA, 2)
    world.chain.travel(11 * YEAR)
    world.rights.lapse(lapsed, by=ANYBODY)
    for numerators in ((1, 1), (3, 1), (2, 2)):
        with refused("SharesDoNotSum"):
            reissue(world, lapsed, share(world, 3, numerators[0]), share(world, 4, numerators[1]))
    reissue(world, lapsed, share(world, 3, 1), share(world, 4, 2))
    fresh = [world.rights.right(right_id(asset, SEA, serial)) for serial in (3, 4)]
    assert [(row["numerator"], row["denominator"]) for row in fresh] == [(1, 5), (2, 5)]
    assert world.rights.right(stays)["holder"] == world.cooperative.id
    with pytest.raises(ContractError):
        reissue(world, lapsed, share(world, 5, 3))


def test_what_has_not_lapsed_is_not_reissued(world: World, sea: bytes) -> None:
    with refused("NotLapsed", right=sea):
        reissue(world, sea, share(world, 2))


def test_a_reissue_needs_a_mandate_the_collective_and_fresh_serials(world: World, void: bytes) -> None:
    world.rights.lapse(void, by=ANYBODY)
    with refused("MandateMissing"):
        reissue(world, void, share(world, 2), mandate=bytes(32))
    with refused("RightExists", right=void):
        reissue(world, void, share(world, 1))
    with refused("SharesDoNotSum", sum=0):
        reissue(world, void)
    with refused("NotTheHolder"):
        args = (world.next_village.id, void, [share(world, 2)], MANDATE)
        world.rights.reissue(*args, by=world.next_village.pair(Role.REGISTER))
    with refused("TermTooLong"):
        reissue(world, void, share(world, 2, until=world.now() + 16 * YEAR))
    with refused("PartyUnknown"):
        reissue(world, void, share(world, 2, holder=b"\x04" * 16))
    with refused("ShareInvalid"):
        reissue(world, void, share(world, 2, 1), share(world, 3, 0))


def test_a_serial_is_counted_from_one(world: World, void: bytes) -> None:
    world.rights.lapse(void, by=ANYBODY)
    with pytest.raises(ContractError):
        reissue(world, void, share(world, 0))


# extend


def test_a_collective_extends_its_layer(world: World, sea: bytes) -> None:
    longer = world.now() + 14 * YEAR
    with refused("TermTooLong", right=sea):
        world.rights.extend(sea, world.now() + 16 * YEAR, MANDATE, by=world.village.pair(Role.REGISTER))
    with refused("TermRuns", right=sea):
        world.rights.extend(sea, world.now() + DAY, MANDATE, by=world.village.pair(Role.REGISTER))
    with refused("MandateMissing", right=sea):
        world.rights.extend(sea, longer, bytes(32), by=world.village.pair(Role.REGISTER))
    world.rights.extend(sea, longer, MANDATE, by=world.village.pair(Role.REGISTER))
    assert world.rights.right(sea)["until"] == longer


def test_nobody_else_extends_a_layer(world: World, sea: bytes) -> None:
    for other in (world.cooperative, world.next_village):
        with pytest.raises(ContractError) as caught:
            world.rights.extend(sea, world.now() + 14 * YEAR + world.number(), MANDATE, by=other.pair(Role.HOLD))
        assert caught.value.code in ("NotActingFor", "RoleMissing")


def test_what_has_lapsed_is_not_extended(world: World, void: bytes) -> None:
    with refused("RightHasLapsed", right=void):
        world.rights.extend(void, world.now() + YEAR, MANDATE, by=world.village.pair(Role.REGISTER))


def test_a_parents_holder_extends_a_sub_right_within_the_parent(world: World) -> None:
    sub = world.sub(RightKind.MANAGEMENT, years=3)
    parent_until = world.rights.right(world.rights.parentOf(sub))["until"]
    by = world.household.pair(Role.HOLD)
    world.rights.extend(sub, world.now() + 5 * YEAR, MANDATE, by=by)
    with refused("NotActingFor"):
        world.rights.extend(sub, world.now() + 6 * YEAR, MANDATE, by=world.cooperative.pair(Role.HOLD))
    with refused("TermBeyondParent", right=sub, parentUntil=parent_until):
        world.rights.extend(sub, parent_until + DAY, MANDATE, by=by)
    with refused("TermRuns", right=sub):
        world.rights.extend(sub, 0, MANDATE, by=by)


# value


def value(world: World, right: bytes, at: int | None = None) -> None:
    moment = world.now() if at is None else at
    args = (world.valuer.id, right, int(Method.MARKET), moment, 1_000_000, paper("report"))
    world.rights.value(*args, by=world.valuer.officer(Role.VALUE))


def test_a_valuer_values_what_is_there(world: World, sea: bytes) -> None:
    value(world, sea)
    with refused("ValuationInFuture"):
        value(world, sea, world.now() + DAY)
    with refused("AssetUnknown"):
        value(world, right_id(b"\x05" * 16, SEA, 1))


def test_only_valuers_value(world: World, sea: bytes) -> None:
    for party, role in ((world.bank, Role.LEND), (world.cooperative, Role.HOLD), (world.village, Role.HOLD)):
        with refused("RoleMissing", role=Role.VALUE):
            args = (party.id, sea, int(Method.MARKET), world.now(), 1, paper("report"))
            world.rights.value(*args, by=party.officer(role))


def test_a_holder_does_not_value_its_own_right(world: World) -> None:
    right = world.layer(RightKind.MOVABLE, world.valuer)
    with refused("InterestedValuer", valuer=world.valuer.id):
        value(world, right)
