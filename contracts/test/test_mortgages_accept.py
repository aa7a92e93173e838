"""Mortgages: the lender accepts what was proposed.

accept
├── at another rank than the next ─────────────────── RankDiffers
├── with a stale head ─────────────────────────────── DossierMoved
├── other terms, another proposer, another holder ─── TermsDiffer
├── after its last moment ─────────────────────────── OfferExpired
├── after the end of its capped period ────────────── CapInPast
├── by the officer who proposed ───────────────────── SameOfficer
├── by another bank ───────────────────────────────── NotActingFor
├── when it was withdrawn or accepted ─────────────── OfferNotOpen
└── else ──────────────────────────────────────────── effective, or pending where the law wants registration
"""

from typing import Any

import pytest

from contracts.test.cast import FAR, VILLAGE, new_posting
from contracts.test.words import DAY, MANDATE, YEAR, refused
from contracts.test.world import World
from ledger.kit import catalogue
from ledger.kit.ids import subject
from ledger.kit.numbers import MortgageState, RightKind, Role, SubjectKind

CONTRACT, BUILDING, RECEIPT, FACILITY = RightKind.CONTRACT, RightKind.BUILDING, RightKind.RECEIPT, RightKind.FACILITY
LAYERS = [row for row in catalogue.right_kinds() if row.shape == 1]


@pytest.fixture
def field(world: World) -> bytes:
    """A household's contracted field."""
    return world.layer(CONTRACT)


def test_an_accepted_mortgage_takes_the_next_rank(world: World, field: bytes) -> None:
    first, second = world.mortgage_terms(field), world.mortgage_terms(field, world.next_bank)
    for terms in (first, second):
        world.propose_mortgage(terms, world.household)
    for wrong in (0, 2, 255):
        with refused("RankDiffers", rank=1):
            world.accept_mortgage(first, world.household, world.bank, wrong)
    world.accept_mortgage(first, world.household, world.bank, 1)
    with refused("RankDiffers", rank=2):
        world.accept_mortgage(second, world.household, world.next_bank, 1)
    world.accept_mortgage(second, world.household, world.next_bank, 2)
    places = [world.rights.lockOf(world.id_of("Mortgages", terms))["place"] for terms in (first, second)]
    assert places[0] < places[1]
    assert world.rights.right(field)["encumbrances"] == 2


def test_a_stale_head_is_refused(world: World, field: bytes) -> None:
    """Invariant 13."""
    terms = world.mortgage_terms(field)
    world.propose_mortgage(terms, world.household)
    stale = world.head_of(field)
    world.propose_mortgage(world.mortgage_terms(field), world.household)
    with refused("DossierMoved", subject=subject(SubjectKind.ASSET, field[:16]), head=world.head_of(field)):
        args: Any = (terms, world.household.officer(Role.HOLD), 1, stale, [])
        world.mortgages.accept(*args, by=world.bank.pair(Role.LEND))


def test_what_is_accepted_is_what_was_proposed(world: World, field: bytes) -> None:
    """Invariant 12."""
    terms = world.mortgage_terms(field)
    world.propose_mortgage(terms, world.household)
    changes = {
        "covenant": 1, "debtorIsGrantor": False, "capUntil": world.now() + YEAR, "until": terms["until"] + 1,
        "papers": 1, "mandate": bytes(32), "document": MANDATE,
    }  # fmt: skip
    for name, value in changes.items():
        with refused("TermsDiffer"):
            world.accept_mortgage(terms | {name: value}, world.household, world.bank, 1)
    with refused("TermsDiffer"):
        args: Any = (terms, world.household.pair(Role.HOLD)[1], 1, world.head_of(field), [])
        world.mortgages.accept(*args, by=world.bank.pair(Role.LEND))
    world.accept_mortgage(terms, world.household, world.bank, 1)


def test_a_right_moved_in_between_burdens_nobody_who_did_not_agree(world: World, field: bytes) -> None:
    """Invariant 12."""
    terms = world.mortgage_terms(field)
    world.propose_mortgage(terms, world.household)
    world.move(field, world.household, world.next_household)
    with refused("TermsDiffer"):
        world.accept_mortgage(terms, world.household, world.bank, 1)


def test_an_offer_ends_at_its_last_moment(world: World, field: bytes) -> None:
    terms = world.mortgage_terms(field)
    world.propose_mortgage(terms, world.household)
    world.chain.travel(30 * DAY + 1)
    with refused("OfferExpired"):
        world.accept_mortgage(terms, world.household, world.bank, 1)


def test_a_period_that_is_over_secures_nothing_new(world: World, field: bytes) -> None:
    terms = world.mortgage_terms(field, capUntil=world.now() + DAY)
    world.propose_mortgage(terms, world.household)
    world.chain.travel(DAY)
    with refused("CapInPast", capUntil=terms["capUntil"]):
        world.accept_mortgage(terms, world.household, world.bank, 1)


@pytest.mark.parametrize("place", [0, 1], ids=["as maker", "as checker"])
def test_who_proposed_accepts_nothing_even_in_a_new_office(world: World, field: bytes, place: int) -> None:
    terms, proposer = world.mortgage_terms(field), world.household.officer(Role.HOLD)
    world.propose_mortgage(terms, world.household)
    world.postings.recall(world.household.id, [proposer], by=world.household.admin)
    row = new_posting(proposer, VILLAGE, world.now() + FAR, {Role.LEND})
    world.postings.post(world.bank.id, [row], by=world.bank.admin)
    other = world.bank.officer(Role.LEND)
    by = (proposer, other) if place == 0 else (other, proposer)
    with refused("SameOfficer", officer=proposer):
        world.mortgages.accept(terms, proposer, 1, world.head_of(field), [], by=by)


def test_only_the_lender_accepts(world: World, field: bytes) -> None:
    terms = world.mortgage_terms(field)
    world.propose_mortgage(terms, world.household)
    with refused("NotActingFor", party=world.bank.id):
        world.accept_mortgage(terms, world.household, world.next_bank, 1)


def test_an_offer_is_accepted_once_and_not_when_it_was_withdrawn(world: World, field: bytes) -> None:
    terms = world.mortgage_terms(field)
    mortgage = world.propose_mortgage(terms, world.household)
    world.accept_mortgage(terms, world.household, world.bank, 1)
    with refused("OfferNotOpen|CauseExists"):
        world.accept_mortgage(terms, world.household, world.bank, 2)
    assert world.mortgages.mortgage(mortgage)["state"] == MortgageState.EFFECTIVE
    terms = world.mortgage_terms(field)
    mortgage = world.propose_mortgage(terms, world.household)
    world.mortgages.withdraw(mortgage, by=world.household.officer(Role.HOLD))
    with refused("OfferNotOpen"):
        world.accept_mortgage(terms, world.household, world.bank, 2)
