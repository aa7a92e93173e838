"""Places in `Rights`: what a change of rank swaps there, whichever contract it comes from; and long random histories.

swapPlaces
├── by another than who locked what falls ── NotTheLocker, though it may lock itself
├── of bars ──────────────────────────────── LadderDiffers, NotNeighbours: they have no rank
└── between a contract and its successor ─── open, when either is closed too
accept, discharge, change rank, five at most, at random: the ranks are those of a list that does the same
"""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest

from contracts.test.cast import paper
from contracts.test.chain import address
from contracts.test.changes import agree, by_rank, fall, happen, propose
from contracts.test.deployment import GOVERNMENT
from contracts.test.words import refused
from contracts.test.world import World
from ledger.kit.numbers import Capability, RightKind, Role


@pytest.fixture
def field(world: World) -> bytes:
    return world.layer(RightKind.CONTRACT)


def test_only_who_locked_what_falls_swaps_it(world: World, field: bytes) -> None:
    """Invariant 10."""
    ladder = [world.mortgage(field, world.household) for _ in range(2)]
    officer = world.bank.officer(Role.LEND)
    for by in (world.transfers.address, world.orders.address, world.assets.address, officer):
        with refused("NotTheLocker", cause=ladder[0]):
            world.rights.swapPlaces(*ladder, ladder, officer, by=by)
    assert by_rank(world, *ladder) == ladder


def test_bars_have_no_rank(world: World, field: bytes) -> None:
    orders = [world.order(field), world.order(field)]
    officer, locker = world.court.officer(Role.ORDER), world.orders.address
    with refused("NotNeighbours", cause=orders[0], other=orders[1]):
        world.rights.swapPlaces(*orders, [], officer, by=locker)
    with refused("LadderDiffers", right=field, given=2, encumbrances=0):
        world.rights.swapPlaces(*orders, orders, officer, by=locker)
    world.lift(orders[0])
    world.lift(orders[1])
    ladder = [world.mortgage(field, world.household) for _ in range(2)]
    orders = [world.order(field), world.order(field)]
    for given in (orders, [orders[0], ladder[1]], [ladder[0], orders[1]]):
        with refused("LadderDiffers", right=field, given=2, encumbrances=2):
            world.rights.swapPlaces(*orders, given, officer, by=locker)
    with refused("NotNeighbours", cause=orders[0], other=ladder[1]):
        world.rights.swapPlaces(orders[0], ladder[1], ladder, officer, by=locker)
    assert by_rank(world, *ladder) == ladder


@contextmanager
def through(world: World, contract: bytes) -> Iterator[None]:
    """What is said to Mortgages inside goes to this contract."""
    usual, world.chain.places["Mortgages"] = world.chain.places["Mortgages"], contract
    yield
    world.chain.places["Mortgages"] = usual


@pytest.fixture
def successor(world: World) -> bytes:
    """A second contract for mortgages; the first takes no new business."""
    places = [world.chain.places[name] for name in ("Postings", "Parties", "Rights", "Dossiers")]
    place = world.chain.deploy("Mortgages", *places, by=address("stranger"), known_as="Successor")
    world.enrolments.enrol(place, Capability.APPEND | Capability.LOCK, by=GOVERNMENT)
    return place


@pytest.mark.parametrize("closed", ["neither", "the first", "both"])
def test_ranks_change_between_a_contract_and_its_successor(
    world: World, field: bytes, successor: bytes, closed: str
) -> None:
    """Invariant 15: what was begun is ended, and its order among what is live is part of it."""
    old = world.mortgage(field, world.household)
    with through(world, successor):
        new = world.mortgage(field, world.household, world.next_bank)
    if closed != "neither":
        world.enrolments.close(world.mortgages.address, by=GOVERNMENT)
    if closed == "both":
        world.enrolments.close(successor, by=GOVERNMENT)
    happen(world, fall(world, old, new))
    assert by_rank(world, old, new) == [new, old]
    terms = fall(world, new, old)
    with refused("MortgageNotLive", mortgage=new):  # the first contract does not know it
        propose(world, terms, world.next_bank)
    with through(world, successor):
        propose(world, terms, world.next_bank)
        agree(world, terms, lender=world.next_bank)
    assert by_rank(world, old, new) == [old, new]


ACTS = ["accept", "accept", "discharge", "change rank", "change rank", "change rank"]


@pytest.mark.parametrize("seed", range(4))
def test_ranks_are_those_of_a_list(world: World, field: bytes, seed: int) -> None:
    """Invariant 18."""
    random = Random(seed)
    model: list[tuple[bytes, str]] = []
    for _ in range(40):
        act = random.choice(ACTS)
        if act == "accept" and len(model) < 5:
            lender = random.choice(["bank", "next_bank"])
            model.append((world.mortgage(field, world.household, world.cast[lender]), lender))
        elif act == "discharge" and model:
            mortgage, lender = model.pop(random.randrange(len(model)))
            by = world.cast[lender].pair(Role.LEND)
            world.mortgages.discharge(mortgage, paper("paid"), by=by)
        elif act == "change rank" and model:
            swapped(world, model, random)
        ids = [mortgage for mortgage, _ in model]
        assert by_rank(world, *sorted(ids)) == ids
        assert world.rights.right(field)["encumbrances"] == len(model)


def swapped(world: World, model: list[tuple[bytes, str]], random: Random) -> None:
    """Any two try; neighbours succeed, and only with the list as it is."""
    ladder = [mortgage for mortgage, _ in model]
    at, other = random.randrange(len(model)), random.randrange(len(model))
    lender = world.cast[model[at][1]]
    terms = fall(world, ladder[at], ladder[other])
    propose(world, terms, lender)
    shuffled = random.sample(ladder, random.randint(0, len(ladder)))
    if shuffled != ladder:
        with refused("LadderDiffers"):
            agree(world, terms, lender=lender, ladder=shuffled)
    if other != at + 1:
        with refused("NotNeighbours", cause=ladder[at], other=ladder[other]):
            agree(world, terms, lender=lender, ladder=ladder)
        return
    agree(world, terms, lender=lender, ladder=ladder)
    model[at], model[other] = model[other], model[at]
