"""Mortgages: the holder records that the debt has ended; it is shown until the lender answers (docs/rules.md §7).

claimEnd
├── by another than the right's holder of today ─── NotActingFor, RoleMissing
├── of what is not live ─────────────────────────── MortgageNotLive
├── while a claim waits ─────────────────────────── EndClaimed
└── else: shown; state, rank, number and lock stay
denyEnd
├── by another than the lender ──────────────────── NotActingFor, RoleMissing
├── of what nobody claims ───────────────────────── EndNotClaimed
└── else: shown no longer, and may be claimed again
discharge, by the lender or by a court ──────────── the claim is answered
amend, renew, assign, change rank, a number ─────── the claim waits on
"""

import pytest

from contracts.test.cast import Party, paper
from contracts.test.changes import KINDS, by_rank, happen, of_kind, told
from contracts.test.words import refused, whole
from contracts.test.world import World
from ledger.kit.numbers import ChangeKind, MortgageState, RightKind, Role


@pytest.fixture
def field(world: World) -> bytes:
    return world.layer(RightKind.CONTRACT)


@pytest.fixture
def mortgage(world: World, field: bytes) -> bytes:
    return world.mortgage(field, world.household)


def claim(world: World, mortgage: bytes, holder: Party | None = None) -> None:
    world.mortgages.claimEnd(mortgage, paper("paid"), by=(holder or world.household).officer(Role.HOLD))


def deny(world: World, mortgage: bytes, lender: Party | None = None) -> None:
    world.mortgages.denyEnd(mortgage, paper("unpaid"), by=(lender or world.bank).officer(Role.LEND))


def claimed(world: World, mortgage: bytes) -> bool:
    return bool(world.mortgages.mortgage(mortgage)["claimed"])


def test_a_claim_is_shown_and_changes_nothing_else(world: World, field: bytes, mortgage: bytes) -> None:
    second = world.mortgage(field, world.household, world.next_bank)
    row, lock, right = world.mortgages.mortgage(mortgage), world.rights.lockOf(mortgage), world.rights.right(field)
    assert not row["claimed"]
    claim(world, mortgage)
    assert world.mortgages.mortgage(mortgage) == row | {"claimed": True}
    assert not claimed(world, second)
    assert world.rights.lockOf(mortgage) == lock
    assert world.rights.right(field) == right
    assert by_rank(world, second, mortgage) == [mortgage, second]


def test_the_log_tells_who_claimed_what_and_what_was_answered(world: World, mortgage: bytes) -> None:
    first = world.chain.height() + 1
    claim(world, mortgage)
    deny(world, mortgage)
    assert told(world, first, "MortgageEndClaimed", "MortgageEndDenied") == [
        {"mortgage": mortgage, "grantor": world.household.id, "document": paper("paid")},
        {"mortgage": mortgage, "document": paper("unpaid")},
    ]


def test_only_the_holder_claims(world: World, mortgage: bytes) -> None:
    for other in (world.next_household, world.village, world.cooperative):
        with refused("NotActingFor", party=world.household.id):
            claim(world, mortgage, other)
    with refused("RoleMissing", role=Role.HOLD):
        world.mortgages.claimEnd(mortgage, paper("paid"), by=world.bank.officer(Role.LEND))


def test_a_claim_is_made_once_until_it_is_answered(world: World, mortgage: bytes) -> None:
    claim(world, mortgage)
    with refused("EndClaimed", mortgage=mortgage):
        claim(world, mortgage)
    deny(world, mortgage)
    assert not claimed(world, mortgage)
    with refused("EndNotClaimed", mortgage=mortgage):
        deny(world, mortgage)
    claim(world, mortgage)
    assert claimed(world, mortgage)
    assert world.mortgages.mortgage(mortgage)["records"] == 0


def test_only_the_lender_denies(world: World, mortgage: bytes) -> None:
    with refused("EndNotClaimed", mortgage=mortgage):
        deny(world, mortgage)
    claim(world, mortgage)
    with refused("NotActingFor", party=world.bank.id):
        deny(world, mortgage, world.next_bank)
    with refused("RoleMissing", role=Role.LEND):
        world.mortgages.denyEnd(mortgage, paper("unpaid"), by=world.household.officer(Role.HOLD))
    assert claimed(world, mortgage)


@pytest.mark.parametrize("answer", ["lender", "court"])
def test_discharge_answers_a_claim(world: World, mortgage: bytes, answer: str) -> None:
    claim(world, mortgage)
    if answer == "lender":
        world.mortgages.discharge(mortgage, paper("paid"), by=world.bank.pair(Role.LEND))
    else:
        args = (world.court.id, mortgage, paper("judgment"))
        world.mortgages.dischargeByCourt(*args, by=world.court.pair(Role.ORDER))
    row = world.mortgages.mortgage(mortgage)
    assert (row["state"], row["claimed"], row["records"]) == (MortgageState.DISCHARGED, False, 1)
    for act in (claim, deny):
        with refused("MortgageNotLive", mortgage=mortgage, state=MortgageState.DISCHARGED):
            act(world, mortgage)


@pytest.mark.parametrize("state", ["an offer", "withdrawn", "nothing"])
def test_only_what_is_live_is_claimed_to_be_over(world: World, field: bytes, state: str) -> None:
    mortgage = field[:22] + b"\x01" * 10
    if state != "nothing":
        mortgage = world.propose_mortgage(world.mortgage_terms(field), world.household)
    if state == "withdrawn":
        world.mortgages.withdraw(mortgage, by=world.household.officer(Role.HOLD))
    for act in (claim, deny):
        with refused("MortgageNotLive", mortgage=mortgage):
            act(world, mortgage)


def test_a_pending_mortgage_is_claimed_and_becomes_effective_all_the_same(world: World) -> None:
    pending = world.mortgage(world.layer(RightKind.BUILDING), world.cooperative)
    claim(world, pending, world.cooperative)
    assert world.mortgages.mortgage(pending)["state"] == MortgageState.PENDING
    args = (pending, world.now(), paper("number"))
    world.mortgages.recordStatutoryNumber(*args, by=world.bank.officer(Role.LEND))
    row = world.mortgages.mortgage(pending)
    assert (row["state"], row["claimed"]) == (MortgageState.EFFECTIVE, True)


def test_a_claim_waits_through_amendments(world: World, mortgage: bytes) -> None:
    claim(world, mortgage)
    args = (mortgage, 0, paper("amended"), world.head_of(mortgage))
    world.mortgages.amend(*args, by=world.bank.pair(Role.LEND))
    assert claimed(world, mortgage)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name.lower())
def test_a_claim_waits_through_changes_for_the_lender_of_the_day(
    world: World, field: bytes, mortgage: bytes, kind: int
) -> None:
    second = world.mortgage(field, world.household, world.next_bank)
    claim(world, mortgage)
    happen(world, of_kind(world, kind, mortgage, second))
    assert claimed(world, mortgage)
    deny(world, mortgage, world.next_bank if kind == ChangeKind.ASSIGN else world.bank)
    assert not claimed(world, mortgage)


def test_the_holder_of_the_day_claims(world: World, field: bytes, mortgage: bytes) -> None:
    world.move(field, world.household, world.next_household)
    with refused("NotActingFor", party=world.next_household.id):
        claim(world, mortgage)
    claim(world, mortgage, world.next_household)
    deny(world, mortgage)


def test_a_claim_of_the_former_holder_still_waits_for_its_answer(world: World, field: bytes, mortgage: bytes) -> None:
    claim(world, mortgage)
    world.move(field, world.household, world.next_household)
    with refused("EndClaimed", mortgage=mortgage):
        claim(world, mortgage, world.next_household)
    deny(world, mortgage)
    claim(world, mortgage, world.next_household)


@pytest.mark.parametrize("lies_on", ["right", "asset", "holder"])
def test_a_bar_stops_neither_claim_nor_answer(world: World, field: bytes, mortgage: bytes, lies_on: str) -> None:
    """Both say what is so; neither disposes of the right."""
    if lies_on == "holder":
        world.order_on(world.household)
    else:
        world.order(field if lies_on == "right" else whole(field[:16]))
    claim(world, mortgage)
    deny(world, mortgage)


def test_every_record_of_a_mortgage_takes_the_next_number(world: World, field: bytes, mortgage: bytes) -> None:
    """Amendment, renewal, change of rank, assignment and discharge count together; claims and numbers do not."""
    second = world.mortgage(field, world.household, world.next_bank)
    args = (mortgage, 0, paper("amended"), world.head_of(mortgage))
    world.mortgages.amend(*args, by=world.bank.pair(Role.LEND))
    for kind in (ChangeKind.RENEW, ChangeKind.RANK, ChangeKind.ASSIGN):
        claim(world, mortgage)
        happen(world, of_kind(world, kind, mortgage, second))
        deny(world, mortgage, world.next_bank if kind == ChangeKind.ASSIGN else world.bank)
    world.mortgages.recordStatutoryNumber(mortgage, world.now(), paper("number"), by=world.next_bank.officer(Role.LEND))
    assert world.mortgages.mortgage(mortgage)["records"] == 4
    world.mortgages.discharge(mortgage, paper("paid"), by=world.next_bank.pair(Role.LEND))
    assert world.mortgages.mortgage(mortgage)["records"] == 5
    assert world.mortgages.mortgage(second)["records"] == 0
