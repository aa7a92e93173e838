"""Mortgages: the other side agrees to what the lender proposed (docs/rules.md §7). What each kind does is told apart.

renew, assign, changeRank
├── other terms, another proposer ────────────────── TermsDiffer
├── after the right moved, or the claim ──────────── TermsDiffer
├── a proposal of another kind ───────────────────── ChangeKindDiffers
├── after its last moment; twice; withdrawn ──────── OfferExpired, OfferNotOpen
├── at a stale head ──────────────────────────────── DossierMoved
├── after discharge ──────────────────────────────── MortgageNotLive
├── by another than the other side ───────────────── NotActingFor, RoleMissing
├── by the officer who proposed, in a new office ─── SameOfficer
├── under a bar ──────────────────────────────────── a renewal is refused, the others are open
└── else ─────────────────────────────────────────── numbered under the mortgage
"""

from typing import Any

import pytest

from contracts.test.cast import COUNTY, FAR, new_posting, paper
from contracts.test.changes import AGREEING, KINDS, agree, assignment, happen, of_kind, propose
from contracts.test.words import DAY, MANDATE, YEAR, refused, whole
from contracts.test.world import World
from ledger.kit.ids import subject
from ledger.kit.numbers import ChangeKind, MortgageState, OrderKind, RightKind, Role, SubjectKind

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name.lower())


@pytest.fixture
def field(world: World) -> bytes:
    return world.layer(RightKind.CONTRACT)


@pytest.fixture
def pair(world: World, field: bytes) -> tuple[bytes, bytes]:
    """A field's two mortgages, the bank's before the next bank's."""
    return world.mortgage(field, world.household), world.mortgage(field, world.household, world.next_bank)


@every_kind
def test_what_is_agreed_to_is_numbered_under_the_mortgage(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    first, second = pair
    before = world.mortgages.mortgage(first), world.mortgages.mortgage(second)
    terms = of_kind(world, kind, *pair)
    propose(world, terms)
    assert world.mortgages.mortgage(first) == before[0]
    agree(world, terms)
    now = {"lender": world.next_bank.id} if kind == ChangeKind.ASSIGN else {}
    assert world.mortgages.mortgage(first) == before[0] | {"records": 1} | now
    assert world.mortgages.mortgage(second) == before[1]


@every_kind
def test_what_is_agreed_to_is_what_was_proposed(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    """Invariant 12."""
    terms = of_kind(world, kind, *pair)
    propose(world, terms)
    by: Any = world.next_bank.pair(Role.LEND) if kind == ChangeKind.ASSIGN else world.household.pair(Role.HOLD)
    meant = {ChangeKind.RENEW: "capUntil", ChangeKind.ASSIGN: "lender", ChangeKind.RANK: "other"}[ChangeKind(kind)]
    others = {"capUntil": world.now() + YEAR, "lender": world.guarantor.id, "other": MANDATE}
    others = {name: value for name, value in others.items() if name != meant}
    for name, value in (others | {"until": terms["until"] + 1, "document": MANDATE}).items():
        with refused("TermsDiffer"):
            agree(world, terms | {name: value}, by=by)
    with refused("TermsDiffer"):
        agree(world, terms, proposer=world.bank.pair(Role.LEND)[1])
    with refused("OfferNotOpen"):
        agree(world, terms | {"number": terms["number"] + 10**6})
    agree(world, terms)


@every_kind
def test_each_kind_is_agreed_to_as_what_it_is(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    terms = of_kind(world, kind, *pair) | {"lender": world.next_bank.id, "other": pair[1]}
    propose(world, terms)
    args = [terms, world.bank.officer(Role.LEND), world.head_of(pair[0])]
    for wrong in set(KINDS) - {kind}:
        by = world.next_bank.pair(Role.LEND) if wrong == ChangeKind.ASSIGN else world.household.pair(Role.HOLD)
        more = [list(pair)] if wrong == ChangeKind.RANK else []
        with refused("ChangeKindDiffers", mortgage=pair[0], kind=kind):
            world.chain.send("Mortgages", AGREEING[wrong], *args, *more, by=by)


@every_kind
def test_a_proposal_ends_at_its_last_moment(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    terms = of_kind(world, kind, *pair)
    propose(world, terms)
    world.chain.travel(30 * DAY + 1)
    with refused("OfferExpired"):
        agree(world, terms)


@every_kind
def test_a_proposal_is_agreed_to_once(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    terms = of_kind(world, kind, *pair)
    happen(world, terms)
    with refused("OfferNotOpen|AlreadyTheLender"):
        agree(world, terms, ladder=pair[::-1])


@every_kind
def test_a_stale_head_is_refused(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    """Invariant 13."""
    terms = of_kind(world, kind, *pair)
    propose(world, terms)
    stale = world.head_of(pair[0])
    world.mortgages.claimEnd(pair[1], paper("paid"), by=world.household.officer(Role.HOLD))
    with refused("DossierMoved", subject=subject(SubjectKind.ASSET, pair[0][:16]), head=world.head_of(pair[0])):
        agree(world, terms, head=stale)
    agree(world, terms)


@every_kind
@pytest.mark.parametrize("place", [0, 1], ids=["as maker", "as checker"])
def test_who_proposed_agrees_to_nothing_even_in_a_new_office(
    world: World, pair: tuple[bytes, bytes], kind: int, place: int
) -> None:
    """Invariant 4."""
    terms, proposer = of_kind(world, kind, *pair), world.bank.officer(Role.LEND)
    propose(world, terms)
    world.postings.recall(world.bank.id, [proposer], by=world.bank.admin)
    party, role = (world.next_bank, Role.LEND) if kind == ChangeKind.ASSIGN else (world.household, Role.HOLD)
    row = new_posting(proposer, COUNTY, world.now() + FAR, {role})
    world.postings.post(party.id, [row], by=party.admin)
    by = (proposer, party.officer(role)) if place == 0 else (party.officer(role), proposer)
    with refused("SameOfficer", officer=proposer):
        agree(world, terms, by=by)


@every_kind
def test_nothing_is_agreed_to_after_discharge(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    terms = of_kind(world, kind, *pair)
    propose(world, terms)
    world.mortgages.discharge(pair[0], paper("paid"), by=world.bank.pair(Role.LEND))
    with refused("MortgageNotLive", mortgage=pair[0], state=MortgageState.DISCHARGED):
        agree(world, terms)
    with refused("MortgageNotLive", mortgage=pair[0], state=MortgageState.DISCHARGED):
        world.mortgages.withdrawChange(pair[0], terms["number"], by=world.bank.officer(Role.LEND))


@every_kind
def test_a_right_that_moved_in_between_binds_no_new_holder(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    """Invariant 12."""
    terms = of_kind(world, kind, *pair)
    propose(world, terms)
    world.move(pair[0][:22].ljust(32, b"\0"), world.household, world.next_household)
    if kind != ChangeKind.ASSIGN:
        with refused("NotActingFor", party=world.next_household.id):
            agree(world, terms, holder=world.household)
    world.chain.send("Mortgages", "claimEnd", pair[1], paper("paid"), by=world.next_household.officer(Role.HOLD))
    with refused("TermsDiffer"):
        agree(world, terms, holder=world.next_household)
    happen(world, of_kind(world, kind, *pair), holder=world.next_household)


@every_kind
def test_a_claim_that_moved_in_between_binds_no_new_lender(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    """Invariant 12."""
    stale = of_kind(world, kind, *pair)
    propose(world, stale)
    happen(world, assignment(world, pair[0]))
    with refused("TermsDiffer|AlreadyTheLender"):
        agree(world, stale)
    args = (pair[0], stale["number"])
    with refused("NotActingFor", party=world.next_bank.id):
        world.mortgages.withdrawChange(*args, by=world.bank.officer(Role.LEND))
    world.mortgages.withdrawChange(*args, by=world.next_bank.officer(Role.LEND))
    fresh = of_kind(world, kind, *pair) | ({"lender": world.bank.id} if kind == ChangeKind.ASSIGN else {})
    happen(world, fresh, lender=world.next_bank)


@every_kind
def test_only_the_other_side_agrees(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    terms = of_kind(world, kind, *pair)
    propose(world, terms)
    assigned = kind == ChangeKind.ASSIGN
    side, role = (world.next_bank, Role.LEND) if assigned else (world.household, Role.HOLD)
    others = [world.bank, world.guarantor] if assigned else [world.next_household, world.village]
    for at, other in enumerate(others):
        with refused("NotActingFor", party=side.id):
            agree(world, terms | {"document": paper(f"draft {at}")}, by=other.pair(role))
    stranger = world.household.pair(Role.HOLD) if assigned else world.bank.pair(Role.LEND)
    with refused("RoleMissing", role=role):
        agree(world, terms | {"document": paper("another draft")}, by=stranger)
    agree(world, terms)


@every_kind
def test_a_collective_agrees_and_claims_for_the_household_that_it_keeps(world: World, kind: int) -> None:
    household = world.kept_household()
    right = world.layer(RightKind.CONTRACT, household)
    offers = [(world.mortgage_terms(right, lender), lender) for lender in (world.bank, world.next_bank)]
    for rank, (terms, lender) in enumerate(offers, 1):
        world.propose_mortgage(terms, world.village)
        world.accept_mortgage(terms, world.village, lender, rank)
    pair = [world.id_of("Mortgages", terms) for terms, _ in offers]
    terms = of_kind(world, kind, *pair)
    propose(world, terms)
    if kind != ChangeKind.ASSIGN:
        with refused("NotActingFor", party=household.id):
            agree(world, terms | {"document": paper("draft")}, holder=world.next_village)
    agree(world, terms, holder=world.village)
    with refused("NotActingFor", party=household.id):
        world.mortgages.claimEnd(pair[0], paper("paid"), by=world.next_village.officer(Role.HOLD))
    world.mortgages.claimEnd(pair[0], paper("paid"), by=world.village.officer(Role.HOLD))


def bar(world: World, lies_on: str, right: bytes) -> bytes:
    """The thing that an order, a dispute or a transfer bars."""
    if lies_on == "the asset":
        world.order(whole(right[:16]))
        return whole(right[:16])
    if lies_on == "the holder":
        world.order_on(world.household)
        return whole(world.household.id)
    if lies_on == "the right, a dispute":
        world.order(right, kind=OrderKind.DISPUTE, days=15, court=world.registry)
    elif lies_on == "the right, a transfer":
        world.propose_transfer(world.transfer(right, world.next_household), world.household)
    else:
        world.order(right)
    return right


@every_kind
@pytest.mark.parametrize(
    "lies_on", ["the right", "the asset", "the holder", "the right, a dispute", "the right, a transfer"]
)
def test_a_bar_fixes_what_is_secured_and_nothing_else(world: World, field: bytes, kind: int, lies_on: str) -> None:
    """Invariant 11."""
    pair = [world.mortgage(field, world.household, lender) for lender in (world.bank, world.next_bank)]
    before = of_kind(world, kind, *pair)
    propose(world, before)
    thing = bar(world, lies_on, field)
    if kind == ChangeKind.RENEW:
        with refused("Barred", thing=thing, bars=1):
            agree(world, before)
        with refused("Barred", thing=thing, bars=1):
            happen(world, of_kind(world, kind, *pair))
    else:
        agree(world, before)
        lender = world.next_bank if kind == ChangeKind.ASSIGN else world.bank
        back = of_kind(world, kind, *reversed(pair))
        happen(world, back | {"lender": world.bank.id} if kind == ChangeKind.ASSIGN else back, lender=world.next_bank)
        assert world.mortgages.mortgage(pair[0])["lender"] == lender.id
