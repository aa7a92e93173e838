"""Enrolments and Dossiers: which contracts there are, and what only they may write.

Enrolments
├── enrol
│   ├── by anybody but government ─────── AccessManagedUnauthorized
│   ├── an account without code ────────── refused
│   ├── a second time ──────────────────── AlreadyEnrolled
│   └── else ───────────────────────────── Enrolled; demand passes for what was given, for nothing else
└── close
    ├── by anybody but government ─────── AccessManagedUnauthorized
    ├── of a contract that is not enrolled  NotEnrolled
    └── else ───────────────────────────── lock alone is taken away
Dossiers
├── append by who is not enrolled ──────── NotEnrolled
├── expect another head ────────────────── DossierMoved with the present one
└── a subject without records ──────────── head 0
A contract is replaced while its records are live (rules §8)
"""

import pytest

from contracts.test.cast import paper
from contracts.test.chain import address
from contracts.test.deployment import GOVERNMENT
from contracts.test.words import refused
from contracts.test.world import World
from ledger.kit.ids import subject
from ledger.kit.numbers import Capability, OrderState, RightKind, Role, SubjectKind

STRANGER = address("stranger")


@pytest.fixture
def newcomer(world: World) -> bytes:
    """A contract that is not enrolled."""
    place = address("a new contract")
    world.chain.put_code(place, b"\0")
    return place


def test_only_government_enrols(world: World, newcomer: bytes) -> None:
    for by in (STRANGER, world.bureau.admin, world.bureau.officer(Role.APPROVE)):
        with refused("AccessManagedUnauthorized", caller=by):
            world.enrolments.enrol(newcomer, Capability.APPEND, by=by)


def test_an_account_without_code_is_not_enrolled(world: World) -> None:
    with refused("NotEnrolled", writer=STRANGER):
        world.enrolments.enrol(STRANGER, Capability.APPEND, by=GOVERNMENT)


def test_a_contract_is_enrolled_once(world: World, newcomer: bytes) -> None:
    world.enrolments.enrol(newcomer, Capability.APPEND, by=GOVERNMENT)
    with refused("AlreadyEnrolled", writer=newcomer):
        world.enrolments.enrol(newcomer, Capability.APPEND | Capability.LOCK, by=GOVERNMENT)


@pytest.mark.parametrize("given", [1, 3, 5, 7])
def test_a_contract_may_do_what_it_was_given_and_nothing_else(world: World, newcomer: bytes, given: int) -> None:
    world.enrolments.enrol(newcomer, given, by=GOVERNMENT)
    for capability in Capability:
        if given & capability:
            world.enrolments.demand(newcomer, capability)
        else:
            with refused("NotEnrolled", writer=newcomer, capability=capability):
                world.enrolments.demand(newcomer, capability)


def test_closing_takes_lock_away_and_nothing_else(world: World, newcomer: bytes) -> None:
    world.enrolments.enrol(newcomer, 7, by=GOVERNMENT)
    world.enrolments.close(newcomer, by=GOVERNMENT)
    assert world.enrolments.capabilities(newcomer) == Capability.APPEND | Capability.MOVE


def test_only_government_closes_and_only_what_is_enrolled(world: World, newcomer: bytes) -> None:
    with refused("AccessManagedUnauthorized"):
        world.enrolments.close(world.transfers.address, by=STRANGER)
    with refused("NotEnrolled", writer=newcomer):
        world.enrolments.close(newcomer, by=GOVERNMENT)


def test_a_stranger_writes_into_no_dossier(world: World) -> None:
    for by in (STRANGER, GOVERNMENT, world.bureau.admin):
        with refused("NotEnrolled", writer=by, capability=Capability.APPEND):
            world.dossiers.append(paper("subject"), paper("topic"), paper("arguments"), by=by)


def test_a_subject_without_records_has_the_first_head(world: World) -> None:
    assert world.dossiers.head(subject(SubjectKind.ASSET, b"\x01" * 16)) == bytes(32)


def test_another_head_than_the_present_one_is_refused(world: World) -> None:
    whose = subject(SubjectKind.PARTY, world.village.id)
    head = world.dossiers.head(whose)
    world.dossiers.expect(whose, head)
    with refused("DossierMoved", subject=whose, head=head):
        world.dossiers.expect(whose, bytes(32))


def test_a_contract_is_replaced_while_its_mortgages_are_live(world: World) -> None:
    """Invariant 15."""
    right = world.layer(RightKind.CONTRACT)
    first = world.mortgage(right, world.household)
    places = [world.chain.places[name] for name in ("Postings", "Parties", "Rights", "Dossiers")]
    world.chain.deploy("Mortgages", *places, by=STRANGER, known_as="Successor")
    successor = world.chain.places.pop("Successor")
    old, world.chain.places["Mortgages"] = world.chain.places["Mortgages"], successor

    with refused("NotEnrolled", writer=successor):
        world.mortgage(right, world.household)
    world.enrolments.enrol(successor, Capability.APPEND | Capability.LOCK, by=GOVERNMENT)
    world.enrolments.close(old, by=GOVERNMENT)
    second = world.mortgage(right, world.household, world.next_bank)

    world.chain.places["Mortgages"] = old
    terms = world.mortgage_terms(right)
    with refused("NotEnrolled", writer=old, capability=Capability.LOCK):
        world.propose_mortgage(terms, world.household)
        world.accept_mortgage(terms, world.household, world.bank, 3)
    assert world.rights.right(right)["encumbrances"] == 2
    world.mortgages.discharge(first, paper("paid"), by=world.bank.pair(Role.LEND))

    world.chain.places["Mortgages"] = successor
    world.mortgages.discharge(second, paper("paid"), by=world.next_bank.pair(Role.LEND))
    assert world.rights.right(right)["encumbrances"] == 0
    world.chain.places["Mortgages"] = old


def test_a_transfer_pending_in_a_closed_contract_can_still_be_accepted(world: World) -> None:
    """Invariant 15."""
    right = world.layer(RightKind.CONTRACT)
    terms = world.transfer(right, world.next_household)
    world.propose_transfer(terms, world.household)
    world.enrolments.close(world.transfers.address, by=GOVERNMENT)
    world.accept_transfer(terms, world.household, world.next_household)
    assert world.rights.right(right)["holder"] == world.next_household.id


def test_an_order_of_a_closed_contract_can_still_be_lifted(world: World) -> None:
    order = world.order(world.layer(RightKind.CONTRACT))
    world.enrolments.close(world.orders.address, by=GOVERNMENT)
    world.lift(order)
    assert world.orders.orderOf(order)["state"] == OrderState.LIFTED
