"""Mortgages: the lender proposes a renewal, an assignment, a change of rank, and takes it back (docs/rules.md §7).

proposeChange
├── by another than the lender ───────────────────── NotActingFor, RoleMissing
├── of another kind than the three ───────────────── ChangeKindDiffers
├── with a last moment that is over ──────────────── OfferExpired
├── of what is not live: an offer, the discharged ── MortgageNotLive
├── of a right that is void by time ──────────────── RightHasLapsed
├── under a number that was used ─────────────────── OfferExists
└── else: nothing of the mortgage has changed yet
withdrawChange
├── by another than the lender ───────────────────── NotActingFor, RoleMissing
└── what was never proposed, withdrawn, agreed to ── OfferNotOpen
the id of a change
├── never reads as a live mortgage, and nothing that is done to a mortgage is done to it
└── the grantor, who withdraws its own offers, does not withdraw the lender's
"""

import pytest

from contracts.test.cast import paper
from contracts.test.chain import Pair
from contracts.test.changes import KINDS, agree, change, happen, of_kind, propose, renewal
from contracts.test.words import YEAR, refused
from contracts.test.world import World
from ledger.kit.numbers import ChangeKind, MortgageState, RightKind, Role

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name.lower())


@pytest.fixture
def field(world: World) -> bytes:
    return world.layer(RightKind.CONTRACT)


@pytest.fixture
def pair(world: World, field: bytes) -> tuple[bytes, bytes]:
    """A field's two mortgages, the bank's before the next bank's."""
    return world.mortgage(field, world.household), world.mortgage(field, world.household, world.next_bank)


@every_kind
def test_only_the_lender_proposes(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    terms = of_kind(world, kind, *pair)
    with refused("NotActingFor", party=world.bank.id):
        propose(world, terms, world.next_bank)
    for holder in (world.household, world.village):
        with refused("RoleMissing", role=Role.LEND):
            world.mortgages.proposeChange(terms, by=holder.officer(Role.HOLD))
    propose(world, terms)


@pytest.mark.parametrize("kind", [0, ChangeKind.AMEND, ChangeKind.DISCHARGE, 255])
def test_only_the_three_kinds_are_proposed(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    with refused("ChangeKindDiffers", mortgage=pair[0], kind=kind):
        propose(world, change(world, pair[0], kind))


@every_kind
def test_a_proposal_is_not_over_when_it_is_made(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    with refused("OfferExpired"):
        propose(world, of_kind(world, kind, *pair) | {"until": world.now() - 1})


@every_kind
@pytest.mark.parametrize("state", ["an offer", "withdrawn", "discharged", "nothing"])
def test_only_what_is_live_changes(world: World, pair: tuple[bytes, bytes], kind: int, state: str) -> None:
    first, second = pair
    if state == "discharged":
        world.mortgages.discharge(first, paper("paid"), by=world.bank.pair(Role.LEND))
    elif state == "nothing":
        first = first[:22] + b"\x01" * 10
    else:
        first = world.propose_mortgage(world.mortgage_terms(first[:22].ljust(32, b"\0")), world.household)
        if state == "withdrawn":
            world.mortgages.withdraw(first, by=world.household.officer(Role.HOLD))
    with refused("MortgageNotLive", mortgage=first):
        propose(world, of_kind(world, kind, first, second))


@every_kind
def test_a_pending_mortgage_changes_and_stays_pending(world: World, kind: int) -> None:
    building = world.layer(RightKind.BUILDING)
    pending = [world.mortgage(building, world.cooperative, lender) for lender in (world.bank, world.next_bank)]
    happen(world, of_kind(world, kind, *pending), holder=world.cooperative)
    assert world.mortgages.mortgage(pending[0])["state"] == MortgageState.PENDING


@every_kind
def test_a_number_is_used_once_under_a_mortgage(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    """Invariant 6."""
    first, second = pair
    terms = of_kind(world, kind, first, second)
    propose(world, terms)
    again = (terms, renewal(world, first, number=terms["number"]))
    for used in again:
        with refused("OfferExists"):
            propose(world, used)
    propose(world, renewal(world, second, number=terms["number"]), world.next_bank)
    world.mortgages.withdrawChange(first, terms["number"], by=world.bank.officer(Role.LEND))
    for used in again:
        with refused("OfferExists"):
            propose(world, used)
    agreed = of_kind(world, kind, first, second)
    happen(world, agreed)
    lender = world.next_bank if kind == ChangeKind.ASSIGN else world.bank
    with refused("OfferExists"):
        propose(world, renewal(world, first, number=agreed["number"]), lender)


def test_numbers_end_where_their_words_do(world: World, field: bytes) -> None:
    mortgage = world.mortgage(field, world.household, number=2**64 - 1, capUntil=2**40 - 2)
    terms = renewal(world, mortgage, 2**40 - 1, number=2**64 - 1, until=2**40 - 1)
    happen(world, terms)
    assert world.mortgages.mortgage(mortgage)["capUntil"] == 2**40 - 1


@every_kind
def test_the_lender_withdraws_what_is_open(world: World, pair: tuple[bytes, bytes], kind: int) -> None:
    terms = of_kind(world, kind, *pair)
    propose(world, terms)
    args = (pair[0], terms["number"])
    with refused("NotActingFor", party=world.bank.id):
        world.mortgages.withdrawChange(*args, by=world.next_bank.officer(Role.LEND))
    with refused("RoleMissing", role=Role.LEND):
        world.mortgages.withdrawChange(*args, by=world.household.officer(Role.HOLD))
    world.mortgages.withdrawChange(*args, by=world.bank.pair(Role.LEND)[1])
    with refused("OfferNotOpen"):
        agree(world, terms)
    with refused("OfferNotOpen"):
        world.mortgages.withdrawChange(*args, by=world.bank.officer(Role.LEND))


def test_what_is_not_open_is_not_withdrawn(world: World, pair: tuple[bytes, bytes]) -> None:
    by = world.bank.officer(Role.LEND)
    terms = renewal(world, pair[0])
    with refused("OfferNotOpen"):
        world.mortgages.withdrawChange(pair[0], terms["number"], by=by)
    happen(world, terms)
    with refused("OfferNotOpen"):
        world.mortgages.withdrawChange(pair[0], terms["number"], by=by)


@every_kind
def test_a_void_right_is_not_changed(world: World, kind: int) -> None:
    sea = world.layer(RightKind.SEA_USE)
    pair = [world.mortgage(sea, world.cooperative, lender) for lender in (world.bank, world.next_bank)]
    open_ = of_kind(world, kind, *pair) | {"until": world.now() + 20 * YEAR}
    propose(world, open_)
    world.chain.travel(11 * YEAR)
    with refused("RightHasLapsed", right=sea):
        propose(world, of_kind(world, kind, *pair))
    with refused("RightHasLapsed", right=sea):
        agree(world, open_, holder=world.cooperative)
    world.rights.lapse(sea, by=world.cooperative.admin)
    with refused("RightHasLapsed", right=sea):
        propose(world, of_kind(world, kind, *pair))
    world.mortgages.withdrawChange(pair[0], open_["number"], by=world.bank.officer(Role.LEND))


@every_kind
@pytest.mark.parametrize("end", ["open", "agreed", "withdrawn"])
def test_the_id_of_a_change_is_never_a_live_mortgage(
    world: World, pair: tuple[bytes, bytes], kind: int, end: str
) -> None:
    terms = of_kind(world, kind, *pair)
    id_ = propose(world, terms)
    if end == "agreed":
        agree(world, terms)
    elif end == "withdrawn":
        world.mortgages.withdrawChange(pair[0], terms["number"], by=world.bank.officer(Role.LEND))
    before = world.mortgages.mortgage(id_)
    assert before["state"] not in (MortgageState.PENDING, MortgageState.EFFECTIVE)
    bank, household, court = world.bank, world.household, world.court
    acts: dict[str, tuple[tuple[object, ...], bytes | Pair]] = {
        "recordStatutoryNumber": ((id_, world.now(), paper("number")), bank.officer(Role.LEND)),
        "amend": ((id_, 0, paper("amended"), bytes(32)), bank.pair(Role.LEND)),
        "consent": ((id_, paper("cause"), paper("consent")), bank.pair(Role.LEND)),
        "discharge": ((id_, paper("paid")), bank.pair(Role.LEND)),
        "dischargeByCourt": ((court.id, id_, paper("judgment")), court.pair(Role.ORDER)),
        "proposeChange": ((renewal(world, id_),), bank.officer(Role.LEND)),
        "withdrawChange": ((id_, terms["number"]), bank.officer(Role.LEND)),
        "claimEnd": ((id_, paper("paid")), household.officer(Role.HOLD)),
        "denyEnd": ((id_, paper("unpaid")), bank.officer(Role.LEND)),
    }
    for function, (args, by) in acts.items():
        with refused("MortgageNotLive", mortgage=id_):
            world.chain.send("Mortgages", function, *args, by=by)
    with refused("AssetUnknown|RightUnknown"):
        world.mortgages.withdraw(id_, by=household.officer(Role.HOLD))
    assert world.mortgages.mortgage(id_) == before
    assert world.rights.lockOf(id_)["place"] == 0
