"""Transfers: the holder proposes a grant (出租) or a move (转让), the transferee accepts.

propose
├── by who does not hold the right ─────────────── NotActingFor
├── 入股, 互换, anything else ───────────────────── WayNotOpen
├── an act that the kind of right has not ──────── ActRefusedByKind
├── to the holder, to nobody ───────────────────── TransferToHolder, PartyUnknown
├── a required paper, a mandate missing ────────── PapersMissing, MandateMissing
├── an offer that is over, a number used ───────── OfferExpired, OfferExists
├── while another is pending ───────────────────── Barred
└── else ───────────────────────────────────────── the right is barred
accept
├── stale head, other terms, over, withdrawn ───── DossierMoved, TermsDiffer, OfferExpired, OfferNotOpen
├── by another; by the officer who proposed ────── NotActingFor, SameOfficer
├── a holder, a term, a kind that does not fit ─── refused
├── another bar ────────────────────────────────── Barred, though its own is released
└── of a move ──────────────────────────────────── another holder; term and burden follow
"""

from typing import Any

import pytest

from contracts.test.chain import address
from contracts.test.words import DAY, YEAR, refused
from contracts.test.world import World
from ledger.kit import catalogue
from ledger.kit.kinds import RightKindRow
from ledger.kit.numbers import Act, Paper, RightKind, Role, Standing, Way

CONTRACT, MANAGEMENT, FACILITY, LEASE = RightKind.CONTRACT, RightKind.MANAGEMENT, RightKind.FACILITY, RightKind.LEASE
LAYERS = [row for row in catalogue.right_kinds() if row.shape == 1]


@pytest.fixture
def field(world: World) -> bytes:
    """A household's contracted field."""
    return world.layer(CONTRACT)


def lease(world: World, field: bytes, **other: Any) -> dict[str, Any]:
    terms = {"way": Way.LEASE, "kind": MANAGEMENT, "termUntil": world.now() + 3 * YEAR}
    return world.transfer(field, world.cooperative, **(terms | other))


def test_only_the_holder_proposes(world: World, field: bytes) -> None:
    with refused("NotActingFor", party=world.household.id):
        world.propose_transfer(world.transfer(field, world.cooperative), world.next_household)


@pytest.mark.parametrize("way", [0, Way.SHARE_IN, Way.SWAP, 5, 255])
def test_two_ways_are_open(world: World, field: bytes, way: int) -> None:
    with refused("WayNotOpen", way=way):
        world.propose_transfer(world.transfer(field, world.next_household, way=way), world.household)


@pytest.mark.parametrize("row", LAYERS, ids=lambda row: str(row.number.name).lower())
def test_each_kind_of_layer_moves_or_not(world: World, row: RightKindRow) -> None:
    right = world.layer(row.number)
    terms = world.transfer(right, world.next_household)
    if row.acts >> (Act.TRANSFER - 1) & 1:
        world.propose_transfer(terms, world._holder(row.number))
    else:
        with refused("ActRefusedByKind", right=right, act=Act.TRANSFER):
            world.propose_transfer(terms, world._holder(row.number))


@pytest.mark.parametrize("row", [r for r in LAYERS if not r.acts >> (Act.SUB - 1) & 1], ids=lambda row: row.number.name)
def test_nothing_is_granted_from_what_cannot_be_let(world: World, row: RightKindRow) -> None:
    right = world.layer(row.number)
    with refused("ActRefusedByKind", right=right, act=Act.SUB):
        terms = lease(world, right, kind=LEASE) | {"to": world.enterprise.id}
        world.propose_transfer(terms, world._holder(row.number))


def test_the_transferee_is_another_party(world: World, field: bytes) -> None:
    with refused("TransferToHolder", party=world.household.id):
        world.propose_transfer(world.transfer(field, world.household), world.household)
    terms = world.transfer(field, world.next_household) | {"to": b"\x04" * 16}
    with refused("PartyUnknown", party=b"\x04" * 16):
        world.propose_transfer(terms, world.household)
        world.accept_transfer(terms, world.household, world.next_household)


@pytest.mark.parametrize(
    ("kind", "paper"),
    [(CONTRACT, Paper.ISSUER_CONSENT), (RightKind.RECEIPT, Paper.CUSTODIAN_SIGNATURE),
     (MANAGEMENT, Paper.HOUSEHOLD_CONSENT)],
)  # fmt: skip
def test_a_required_paper_is_not_missing(world: World, kind: RightKind, paper: Paper) -> None:
    right = world.right(kind)
    holder, to = (world.household, world.next_household) if kind == CONTRACT else (world.cooperative, world.enterprise)
    with refused("PapersMissing", right=right, missing=1 << paper):
        world.propose_transfer(world.transfer(right, to, papers=0), holder)
    world.propose_transfer(world.transfer(right, to, papers=1 << paper), holder)


def test_collective_property_is_disposed_of_under_a_mandate(world: World, field: bytes) -> None:
    right = world.layer(FACILITY, world.village)
    with refused("MandateMissing", right=right):
        world.propose_transfer(world.transfer(right, world.cooperative, mandate=bytes(32)), world.village)
    own = world.layer(RightKind.OWNERSHIP)
    with refused("MandateMissing", right=own):
        world.propose_transfer(lease(world, own, mandate=bytes(32)), world.village)
    world.propose_transfer(world.transfer(field, world.next_household, mandate=bytes(32)), world.household)


def test_an_offer_is_not_over_and_its_number_is_new(world: World, field: bytes) -> None:
    with refused("OfferExpired"):
        world.propose_transfer(world.transfer(field, world.next_household, until=world.now() - 1), world.household)
    terms = world.transfer(field, world.next_household)
    transfer = world.propose_transfer(terms, world.household)
    world.transfers.withdraw(transfer, by=world.household.officer(Role.HOLD))
    with refused("OfferExists"):
        world.propose_transfer(terms, world.household)


def test_one_transfer_is_pending_at_a_time(world: World, field: bytes) -> None:
    world.propose_transfer(world.transfer(field, world.next_household), world.household)
    assert world.rights.right(field)["bars"] == 1
    for terms in (world.transfer(field, world.next_household), lease(world, field)):
        with refused("Barred", thing=field, bars=1):
            world.propose_transfer(terms, world.household)


# acceptance of a move


def test_a_move_changes_the_holder_and_nothing_else(world: World, field: bytes) -> None:
    before = world.rights.right(field)
    mortgage = world.mortgage(field, world.household)
    world.move(field, world.household, world.next_household)
    assert world.rights.right(field) == before | {"holder": world.next_household.id, "encumbrances": 1}
    assert world.mortgages.mortgage(mortgage)["lender"] == world.bank.id


def test_a_stale_head_is_refused(world: World, field: bytes) -> None:
    """Invariant 13."""
    terms, stale = world.transfer(field, world.next_household), world.head_of(field)
    world.propose_transfer(terms, world.household)
    with refused("DossierMoved"):
        args: Any = (terms, world.household.officer(Role.HOLD), stale, [])
        world.transfers.accept(*args, by=world.next_household.pair(Role.HOLD))


def test_what_is_accepted_is_what_was_proposed(world: World, field: bytes) -> None:
    """Invariant 12."""
    terms = world.transfer(field, world.next_household)
    world.propose_transfer(terms, world.household)
    for name, value in {"until": terms["until"] + 1, "papers": 4, "mandate": bytes(32), "document": bytes(32)}.items():
        with refused("TermsDiffer"):
            world.accept_transfer(terms | {name: value}, world.household, world.next_household)
    with refused("TermsDiffer"):
        args: Any = (terms, address("another proposer"), world.head_of(field), [])
        world.transfers.accept(*args, by=world.next_household.pair(Role.HOLD))


def test_only_the_transferee_accepts_in_time(world: World, field: bytes) -> None:
    terms = world.transfer(field, world.next_household)
    world.propose_transfer(terms, world.household)
    with refused("NotActingFor", party=world.next_household.id):
        world.accept_transfer(terms, world.household, world.cooperative)
    world.chain.travel(30 * DAY + 1)
    with refused("OfferExpired"):
        world.accept_transfer(terms, world.household, world.next_household)


@pytest.mark.parametrize("place", [0, 1], ids=["as maker", "as checker"])
def test_one_officer_of_a_common_keeper_is_not_both_sides(world: World, place: int) -> None:
    """Invariant 4."""
    giver, taker = world.kept_household(), world.kept_household()
    right = world.layer(CONTRACT, giver)
    terms = world.transfer(right, taker)
    proposer, other = world.village.pair(Role.HOLD)
    world.transfers.propose(terms, by=proposer)
    by = (proposer, other) if place == 0 else (other, proposer)
    with refused("SameOfficer", officer=proposer):
        world.transfers.accept(terms, proposer, world.head_of(right), [], by=by)


def test_a_kind_moves_only_to_who_may_hold_it(world: World, field: bytes) -> None:
    terms = world.transfer(field, world.cooperative)
    with refused("HolderKindRefused", holder=world.cooperative.id):
        world.propose_transfer(terms, world.household)
        world.accept_transfer(terms, world.household, world.cooperative)


def test_another_bar_refuses_though_the_own_one_is_released(world: World, field: bytes) -> None:
    terms = world.transfer(field, world.next_household)
    world.propose_transfer(terms, world.household)
    order = world.order(field)
    with refused("Barred", thing=field, bars=1):
        world.accept_transfer(terms, world.household, world.next_household)
    assert world.rights.right(field)["bars"] == 2
    world.lift(order)
    world.accept_transfer(terms, world.household, world.next_household)
    assert world.rights.right(field)["bars"] == 0


def test_a_suspended_transferee_does_not_accept_and_a_suspended_holder_withdraws(world: World, field: bytes) -> None:
    terms = world.transfer(field, world.next_household)
    transfer = world.propose_transfer(terms, world.household)
    for party in (world.household, world.next_household):
        args = (world.bureau.id, party.id, int(Standing.SUSPENDED))
        document = world.key()
        world.parties.setStanding(*args, document, by=world.bureau.pair(Role.APPROVE))
    with refused("PartyNotInGoodStanding", party=world.next_household.id):
        world.accept_transfer(terms, world.household, world.next_household)
    world.transfers.withdraw(transfer, by=world.household.officer(Role.HOLD))
