"""Postings: a lost key (挂失), and how the office comes to another key.

suspend
├── by the party's or the keeper's administrator ── at once; even acts that only release are refused
├── by anybody else ─────────────────────────────── refused
└── twice ───────────────────────────────────────── PostingSuspended
announceHandover
├── of a posting that is not suspended ──────────── PostingNotSuspended
├── to an account that is posted ────────────────── PostingExists
└── else ────────────────────────────────────────── a date, the handover delay away
handOver
├── nothing announced, or vetoed ────────────────── HandoverMissing
├── before the date ─────────────────────────────── HandoverTooEarly
└── else ────────────────────────────────────────── the new key has the office, the old nothing
"""

import pytest

from contracts.test.cast import FAR, VILLAGE, new_posting
from contracts.test.chain import address
from contracts.test.test_postings_offices import keep
from contracts.test.words import refused
from contracts.test.world import World
from ledger.chain import network
from ledger.kit.numbers import Role

NEW = address("a new key")
DELAY = network.load("embedded").delays.handover


@pytest.fixture
def lost(world: World) -> bytes:
    """An officer of the village whose key is reported lost."""
    officer = world.village.officer(Role.HOLD)
    world.postings.suspend(world.village.id, officer, by=world.village.admin)
    return officer


def test_a_lost_key_stops_at_once(world: World, lost: bytes) -> None:
    with refused("PostingSuspended", officer=lost):
        world.assets.register(world.village.id, [world.new_asset(1)], by=lost)


def test_a_lost_key_does_not_even_release(world: World) -> None:
    terms = world.transfer(world.layer(2), world.next_household)
    transfer = world.propose_transfer(terms, world.household)
    officer = world.household.officer(Role.HOLD)
    world.postings.suspend(world.household.id, officer, by=world.household.admin)
    with refused("PostingSuspended", officer=officer):
        world.transfers.withdraw(transfer, by=officer)


def test_the_keepers_administrator_suspends_too(world: World) -> None:
    keep(world)
    officer = world.village.officer(Role.HOLD)
    world.postings.suspend(world.village.id, officer, by=world.centre.admin)
    assert world.postings.posting(officer)["suspended"]


def test_nobody_else_suspends(world: World) -> None:
    officer = world.village.officer(Role.HOLD)
    for by, code in (
        (NEW, "NoPosting"),
        (world.centre.admin, "NotActingFor"),
        (world.next_village.admin, "NotActingFor"),
        (world.village.pair(Role.HOLD)[1], "RoleMissing"),
    ):
        with refused(code):
            world.postings.suspend(world.village.id, officer, by=by)


def test_a_posting_is_suspended_once(world: World, lost: bytes) -> None:
    with refused("PostingSuspended", officer=lost):
        world.postings.suspend(world.village.id, lost, by=world.village.admin)


def test_a_suspended_posting_is_not_renewed(world: World, lost: bytes) -> None:
    with refused("PostingSuspended", officer=lost):
        world.postings.renew(world.village.id, lost, world.now() + 2 * FAR, by=world.village.admin)


def test_a_handover_takes_its_time(world: World, lost: bytes) -> None:
    before = world.postings.posting(lost)
    world.postings.announceHandover(world.village.id, lost, NEW, by=world.village.admin)
    ready = world.now() + DELAY
    with refused("HandoverTooEarly", officer=lost, readyAt=ready):
        world.postings.handOver(world.village.id, lost, by=world.village.admin)
    world.chain.at(ready)
    world.postings.handOver(world.village.id, lost, by=world.village.admin)
    assert world.postings.posting(NEW) == before | {"suspended": False}
    assert world.postings.posting(lost)["party"] == bytes(16)


def test_a_handover_is_announced_only_for_a_suspended_posting(world: World) -> None:
    officer = world.village.officer(Role.HOLD)
    with refused("PostingNotSuspended", officer=officer):
        world.postings.announceHandover(world.village.id, officer, NEW, by=world.village.admin)
    with refused("HandoverMissing", officer=officer):
        world.postings.handOver(world.village.id, officer, by=world.village.admin)


def test_a_handover_goes_to_an_account_without_a_posting(world: World, lost: bytes) -> None:
    with refused("PostingExists", officer=world.bank.admin):
        world.postings.announceHandover(world.village.id, lost, world.bank.admin, by=world.village.admin)


def test_a_handover_whose_new_key_was_posted_meanwhile_is_refused(world: World, lost: bytes) -> None:
    world.postings.announceHandover(world.village.id, lost, NEW, by=world.village.admin)
    row = new_posting(NEW, VILLAGE, world.now() + FAR, {Role.HOLD})
    world.postings.post(world.next_village.id, [row | {"area": VILLAGE}], by=world.next_village.admin)
    world.chain.travel(DELAY)
    with refused("PostingExists", officer=NEW):
        world.postings.handOver(world.village.id, lost, by=world.village.admin)


@pytest.mark.parametrize("who", ["village", "centre"])
def test_a_handover_is_vetoed_by_the_party_or_its_keeper(world: World, lost: bytes, who: str) -> None:
    keep(world)
    world.postings.announceHandover(world.village.id, lost, NEW, by=world.village.admin)
    world.postings.vetoHandover(world.village.id, lost, by=world.cast[who].admin)
    world.chain.travel(DELAY)
    with refused("HandoverMissing", officer=lost):
        world.postings.handOver(world.village.id, lost, by=world.village.admin)
    with refused("HandoverMissing", officer=lost):
        world.postings.vetoHandover(world.village.id, lost, by=world.village.admin)


def test_a_stranger_neither_announces_nor_vetoes_nor_hands_over(world: World, lost: bytes) -> None:
    with refused("NotActingFor"):
        world.postings.announceHandover(world.village.id, lost, NEW, by=world.next_village.admin)
    world.postings.announceHandover(world.village.id, lost, NEW, by=world.village.admin)
    with refused("NotActingFor"):
        world.postings.vetoHandover(world.village.id, lost, by=world.next_village.admin)
    world.chain.travel(DELAY)
    with refused("NotActingFor"):
        world.postings.handOver(world.village.id, lost, by=world.next_village.admin)


def test_a_recalled_posting_is_not_handed_over(world: World, lost: bytes) -> None:
    world.postings.announceHandover(world.village.id, lost, NEW, by=world.village.admin)
    world.postings.recall(world.village.id, [lost], by=world.village.admin)
    world.chain.travel(DELAY)
    with refused("NoPosting", officer=lost):
        world.postings.handOver(world.village.id, lost, by=world.village.admin)


def test_an_office_that_was_given_anew_is_not_taken_by_an_old_announcement(world: World, lost: bytes) -> None:
    world.postings.announceHandover(world.village.id, lost, NEW, by=world.village.admin)
    world.postings.recall(world.village.id, [lost], by=world.village.admin)
    row = new_posting(lost, VILLAGE, world.now() + FAR, {Role.HOLD})
    world.postings.post(world.village.id, [row], by=world.village.admin)
    world.chain.travel(DELAY)
    with refused("HandoverMissing", officer=lost):
        world.postings.handOver(world.village.id, lost, by=world.village.admin)
