"""Mortgages: from acceptance to discharge.

recordStatutoryNumber
├── by another than the lender; from the future; after the end ── refused
└── else ─────────────────────── pending becomes effective, effective stays
amend
├── by another; with a stale head; a later end ── refused
├── once the numbers are used up but for one ── RecordsFull
├── after discharge, of an open offer ─── MortgageNotLive
└── else ─────────────────────── numbered under the mortgage
discharge
├── by a stranger, by the grantor ── NotActingFor
├── twice, of an open offer ──────── MortgageNotLive
├── by a suspended lender, on a barred right, on a moved one ── allowed
└── else ─────────────────────────── those behind move up
dischargeByCourt
├── by who is no court ───────────── NotACourt
└── by any court whose area it is ── discharged
"""

import pytest

from contracts.test.cast import paper
from contracts.test.changes import KINDS, happen, of_kind
from contracts.test.words import DAY, YEAR, refused
from contracts.test.world import World
from ledger.kit import catalogue
from ledger.kit.keccak import keccak
from ledger.kit.kinds import RightKindRow
from ledger.kit.numbers import MortgageState, RightKind, Role, Standing

CONTRACT, BUILDING = RightKind.CONTRACT, RightKind.BUILDING
SECURED = [row for row in catalogue.right_kinds() if row.forms]


@pytest.fixture
def field(world: World) -> bytes:
    return world.layer(CONTRACT)


@pytest.fixture
def mortgage(world: World, field: bytes) -> bytes:
    return world.mortgage(field, world.household)


@pytest.fixture
def pending(world: World) -> bytes:
    """A mortgage on a building: it arises at statutory registration."""
    return world.mortgage(world.layer(BUILDING), world.cooperative)


@pytest.mark.parametrize("row", SECURED, ids=lambda row: str(row.number.name).lower())
def test_security_waits_for_its_number_where_the_law_lets_it_arise_there(world: World, row: RightKindRow) -> None:
    right = world.right(row.number)
    holder = world.household if row.number == CONTRACT else world.cooperative
    mortgage = world.mortgage(right, holder)
    expected = MortgageState.PENDING if row.at_registration else MortgageState.EFFECTIVE
    assert world.mortgages.mortgage(mortgage)["state"] == expected


def record(world: World, mortgage: bytes, by: str = "bank", at: int | None = None) -> None:
    moment = world.now() if at is None else at
    officer = world.cast[by].officer(Role.LEND)
    world.mortgages.recordStatutoryNumber(mortgage, moment, paper("number"), by=officer)


def test_the_number_makes_a_pending_mortgage_effective(world: World, pending: bytes) -> None:
    with refused("NotActingFor"):
        record(world, pending, by="next_bank")
    with refused("RegisteredInFuture"):
        record(world, pending, at=world.now() + DAY)
    record(world, pending)
    assert world.mortgages.mortgage(pending)["state"] == MortgageState.EFFECTIVE


def test_an_effective_mortgage_takes_its_number_too(world: World, mortgage: bytes) -> None:
    record(world, mortgage)
    assert world.mortgages.mortgage(mortgage)["state"] == MortgageState.EFFECTIVE


def test_a_pending_mortgage_ranks_and_can_be_discharged(world: World, pending: bytes) -> None:
    world.mortgages.discharge(pending, paper("paid"), by=world.bank.pair(Role.LEND))
    assert world.mortgages.mortgage(pending)["state"] == MortgageState.DISCHARGED


def amend(world: World, mortgage: bytes, by: str = "bank", cap: int = 0, head: bytes | None = None) -> None:
    now = world.head_of(mortgage) if head is None else head
    world.mortgages.amend(mortgage, cap, paper("amended"), now, by=world.cast[by].pair(Role.LEND))


def test_amendments_are_numbered(world: World, field: bytes) -> None:
    cap = world.now() + YEAR
    mortgage = world.mortgage(field, world.household, capUntil=cap)
    for expected in (1, 2):
        amend(world, mortgage, cap=cap)
        row = world.mortgages.mortgage(mortgage)
        assert (row["records"], row["capUntil"]) == (expected, cap)


def test_amendments_are_the_lenders_at_the_head_it_read(world: World, mortgage: bytes) -> None:
    with refused("NotActingFor", party=world.bank.id):
        amend(world, mortgage, by="next_bank")
    with refused("DossierMoved"):
        amend(world, mortgage, head=bytes(32))
    with refused("CapExtended", mortgage=mortgage):
        amend(world, mortgage, cap=world.now() + YEAR)


def test_nothing_happens_to_an_offer_that_was_not_accepted(world: World, field: bytes) -> None:
    offer = world.propose_mortgage(world.mortgage_terms(field), world.household)
    with refused("MortgageNotLive", mortgage=offer):
        amend(world, offer)
    with refused("MortgageNotLive", mortgage=offer):
        record(world, offer)
    with refused("MortgageNotLive", mortgage=offer):
        world.mortgages.discharge(offer, paper("paid"), by=world.bank.pair(Role.LEND))
    with refused("MortgageNotLive", mortgage=offer):
        args = (world.court.id, offer, paper("judgment"))
        world.mortgages.dischargeByCourt(*args, by=world.court.pair(Role.ORDER))


def test_nothing_follows_discharge(world: World, mortgage: bytes) -> None:
    by = world.bank.pair(Role.LEND)
    world.mortgages.discharge(mortgage, paper("paid"), by=by)
    row = world.mortgages.mortgage(mortgage)
    assert (row["state"], row["records"]) == (MortgageState.DISCHARGED, 1)
    state = MortgageState.DISCHARGED
    with refused("MortgageNotLive", mortgage=mortgage, state=state):
        world.mortgages.discharge(mortgage, paper("again"), by=by)
    with refused("MortgageNotLive", mortgage=mortgage, state=state):
        amend(world, mortgage)
    with refused("MortgageNotLive", mortgage=mortgage, state=state):
        record(world, mortgage)
    with refused("MortgageNotLive", mortgage=mortgage, state=state):
        world.mortgages.consent(mortgage, paper("cause"), paper("consent"), by=by)
    with refused("MortgageNotLive", mortgage=mortgage, state=state):
        args = (world.court.id, mortgage, paper("judgment"))
        world.mortgages.dischargeByCourt(*args, by=world.court.pair(Role.ORDER))


LAST = 2**16 - 1
"""The last number that a record of a mortgage can have."""


@pytest.mark.parametrize("ends", ["lender", "court"])
def test_the_last_number_is_the_discharges(world: World, mortgage: bytes, field: bytes, ends: str) -> None:
    """A lender that uses up all numbers keeps no court from discharging."""
    second = world.mortgage(field, world.household, world.next_bank)
    use_up(world, mortgage, LAST - 2)
    amend(world, mortgage)
    assert world.mortgages.mortgage(mortgage)["records"] == LAST - 1
    with refused("RecordsFull", mortgage=mortgage):
        amend(world, mortgage)
    for kind in KINDS:
        with refused("RecordsFull", mortgage=mortgage):
            happen(world, of_kind(world, kind, mortgage, second))
    if ends == "lender":
        world.mortgages.discharge(mortgage, paper("paid"), by=world.bank.pair(Role.LEND))
    else:
        args = (world.court.id, mortgage, paper("judgment"))
        world.mortgages.dischargeByCourt(*args, by=world.court.pair(Role.ORDER))
    row = world.mortgages.mortgage(mortgage)
    assert (row["state"], row["records"]) == (MortgageState.DISCHARGED, LAST)


def use_up(world: World, mortgage: bytes, records: int) -> None:
    """So many records were made: sixty thousand calls, written into the slot."""
    place, slot = world.mortgages.address, int.from_bytes(keccak(mortgage + bytes(32)))
    word = world.chain.word(place, slot)
    assert word & 0xFF == MortgageState.EFFECTIVE
    world.chain.put_word(place, slot, word & ~(LAST << 72) | records << 72)
    assert world.mortgages.mortgage(mortgage)["records"] == records


@pytest.mark.parametrize("who", ["next_bank", "guarantor"])
def test_a_stranger_discharges_nothing(world: World, mortgage: bytes, who: str) -> None:
    with refused("NotActingFor", party=world.bank.id):
        world.mortgages.discharge(mortgage, paper("paid"), by=world.cast[who].pair(Role.LEND))


def test_the_grantor_discharges_nothing(world: World, mortgage: bytes) -> None:
    with refused("RoleMissing", role=Role.LEND):
        world.mortgages.discharge(mortgage, paper("paid"), by=world.household.pair(Role.HOLD))


def test_a_discharge_lets_those_behind_move_up(world: World, field: bytes) -> None:
    first = world.mortgage(field, world.household)
    second = world.mortgage(field, world.household, world.next_bank)
    world.mortgages.discharge(first, paper("paid"), by=world.bank.pair(Role.LEND))
    assert world.rights.right(field)["encumbrances"] == 1
    third = world.mortgage(field, world.household, world.bank)  # at rank 2: the first is gone
    places = [world.rights.lockOf(cause)["place"] for cause in (second, third)]
    assert places[0] < places[1]
    assert world.rights.lockOf(first)["locker"] == bytes(20)


def test_a_suspended_lender_still_discharges(world: World, mortgage: bytes, field: bytes) -> None:
    args = (world.bureau.id, world.bank.id, int(Standing.SUSPENDED), paper("standing"))
    world.parties.setStanding(*args, by=world.bureau.pair(Role.APPROVE))
    with refused("PartyNotInGoodStanding", party=world.bank.id):
        amend(world, mortgage)
    world.mortgages.discharge(mortgage, paper("paid"), by=world.bank.pair(Role.LEND))
    assert world.rights.right(field)["encumbrances"] == 0


def test_a_mortgage_is_discharged_where_it_went(world: World, mortgage: bytes, field: bytes) -> None:
    world.move(field, world.household, world.next_household)
    world.order(field)
    world.mortgages.discharge(mortgage, paper("paid"), by=world.bank.pair(Role.LEND))
    assert world.rights.right(field)["encumbrances"] == 0


def test_a_court_discharges_in_the_lenders_place(world: World, mortgage: bytes, field: bytes) -> None:
    args = (mortgage, paper("judgment"))
    with refused("NotACourt", authority=world.registry.id, kind=world.registry.kind):
        world.mortgages.dischargeByCourt(world.registry.id, *args, by=world.registry.pair(Role.ORDER))
    world.mortgages.dischargeByCourt(world.court.id, *args, by=world.court.pair(Role.ORDER))
    assert world.rights.right(field)["encumbrances"] == 0


def test_a_mortgage_that_is_not_there_is_refused(world: World, field: bytes) -> None:
    nothing = field[:22] + b"\x01" * 10
    with refused("MortgageNotLive", mortgage=nothing, state=0):
        args = (world.court.id, nothing, paper("judgment"))
        world.mortgages.dischargeByCourt(*args, by=world.court.pair(Role.ORDER))


def test_a_discharged_pledge_leaves_no_covenant(world: World) -> None:
    right = world.layer(RightKind.RECEIPT)
    pledge = world.mortgage(right, world.cooperative)
    assert world.rights.right(right)["covenants"] == 1
    world.mortgages.discharge(pledge, paper("paid"), by=world.bank.pair(Role.LEND))
    row = world.rights.right(right)
    assert (row["covenants"], row["encumbrances"]) == (0, 0)
