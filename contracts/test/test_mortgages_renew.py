"""Mortgages: the end of a maximum-amount period (最高额), brought forward by an amendment, put off by a renewal.

amend
├── of a capped mortgage, to a later end ─── CapExtended: the grantor has not agreed to it
├── to no end at all ────────────────────── CapExtended
├── of another, to any end ──────────────── CapExtended: it would secure what is lent until then
├── to an earlier end ───────────────────── amended, though it has passed: a seizure is known afterwards
└── to the same ─────────────────────────── amended, though the period is over
renew
├── of a capped mortgage
│   ├── to an end that is not later ─────── CapNotRenewed
│   ├── to an end that is over already ──── CapInPast
│   └── to a later end ──────────────────── renewed, though the period was over
├── of another, with an end ─────────────── CapNotRenewed: it would become a capped one
├── of another, without ─────────────────── a numbered record; the new term stands in the document
└── of a pledge ─────────────────────────── its own covenant does not stand against it
"""

import pytest

from contracts.test.cast import paper
from contracts.test.changes import agree, by_rank, happen, propose, renewal, told
from contracts.test.words import DAY, YEAR, refused
from contracts.test.world import World
from ledger.kit.numbers import MortgageState, RightKind, Role


@pytest.fixture
def field(world: World) -> bytes:
    return world.layer(RightKind.CONTRACT)


@pytest.fixture
def cap(world: World) -> int:
    return world.now() + YEAR


@pytest.fixture
def capped(world: World, field: bytes, cap: int) -> bytes:
    return world.mortgage(field, world.household, capUntil=cap)


@pytest.fixture
def plain(world: World, field: bytes) -> bytes:
    return world.mortgage(field, world.household)


def amend(world: World, mortgage: bytes, cap: int) -> None:
    by = world.bank.pair(Role.LEND)
    world.mortgages.amend(mortgage, cap, paper("amended"), world.head_of(mortgage), by=by)


def cap_of(world: World, mortgage: bytes) -> int:
    return int(world.mortgages.mortgage(mortgage)["capUntil"])


def test_an_amendment_ends_the_period_earlier_and_never_later(world: World, capped: bytes, cap: int) -> None:
    for later in (cap + 1, cap + YEAR, 2**40 - 1):
        with refused("CapExtended", mortgage=capped, capUntil=cap):
            amend(world, capped, later)
    amend(world, capped, cap)
    amend(world, capped, cap - DAY)
    assert cap_of(world, capped) == cap - DAY
    with refused("CapExtended", mortgage=capped, capUntil=cap - DAY):
        amend(world, capped, cap)
    assert world.mortgages.mortgage(capped)["records"] == 2


def test_the_period_ended_when_a_seizure_became_known(world: World, capped: bytes) -> None:
    """The lender hears of it, and records it afterwards."""
    known = world.now()
    world.chain.travel(3 * DAY)
    amend(world, capped, known)
    assert cap_of(world, capped) == known


def test_what_is_over_is_amended_all_the_same(world: World, capped: bytes, cap: int) -> None:
    """Interest, debtor, papers: the period of lending is over, the mortgage is not."""
    world.chain.travel(YEAR + DAY)
    amend(world, capped, cap)
    for other in (0, cap + 1, world.now() + DAY):
        with refused("CapExtended", mortgage=capped, capUntil=cap):
            amend(world, capped, other)
    row = world.mortgages.mortgage(capped)
    assert (row["capUntil"], row["records"]) == (cap, 1)


def test_an_amendment_does_not_take_the_end_away(world: World, capped: bytes, cap: int) -> None:
    """Without an end the mortgage would secure what is lent after it: later than any."""
    with refused("CapExtended", mortgage=capped, capUntil=cap):
        amend(world, capped, 0)
    assert cap_of(world, capped) == cap


def test_no_word_of_the_lender_makes_a_capped_mortgage_of_another(world: World, plain: bytes) -> None:
    """It secures one debt; a capped one secures whatever is lent until the end."""
    for end in (1, world.now() + 1, world.now() + YEAR):
        with refused("CapExtended", mortgage=plain, capUntil=0):
            amend(world, plain, end)
    amend(world, plain, 0)
    assert cap_of(world, plain) == 0
    assert world.mortgages.mortgage(plain)["records"] == 1


def test_a_renewal_puts_the_end_off(world: World, capped: bytes, cap: int) -> None:
    lock = world.rights.lockOf(capped)
    for number, later in enumerate((cap + 1, cap + YEAR, 2**40 - 1), 1):
        happen(world, renewal(world, capped, later))
        row = world.mortgages.mortgage(capped)
        assert (row["capUntil"], row["records"]) == (later, number)
        assert (row["lender"], row["state"]) == (world.bank.id, MortgageState.EFFECTIVE)
    assert world.rights.lockOf(capped) == lock


@pytest.mark.parametrize("by", [0, -1, -DAY])
def test_a_renewal_ends_later(world: World, capped: bytes, cap: int, by: int) -> None:
    with refused("CapNotRenewed", mortgage=capped, capUntil=cap):
        happen(world, renewal(world, capped, cap + by))
    with refused("CapNotRenewed", mortgage=capped, capUntil=cap):
        happen(world, renewal(world, capped, 0))


def test_a_renewal_is_measured_when_it_is_agreed_to(world: World, capped: bytes, cap: int) -> None:
    """Two were proposed; the later end was agreed to first."""
    sooner, later = renewal(world, capped, cap + DAY), renewal(world, capped, cap + YEAR)
    for terms in (sooner, later):
        propose(world, terms)
    agree(world, later)
    with refused("CapNotRenewed", mortgage=capped, capUntil=cap + YEAR):
        agree(world, sooner)
    assert cap_of(world, capped) == cap + YEAR


def test_a_renewal_proposed_before_an_amendment_is_still_later(world: World, capped: bytes, cap: int) -> None:
    terms = renewal(world, capped, cap + DAY)
    propose(world, terms)
    amend(world, capped, cap - 30 * DAY)
    agree(world, terms)
    assert cap_of(world, capped) == cap + DAY


def test_a_period_that_is_over_is_renewed_into_the_future(world: World, capped: bytes, cap: int) -> None:
    world.chain.travel(YEAR + 2 * DAY)
    with refused("CapInPast"):
        happen(world, renewal(world, capped, cap + DAY))
    happen(world, renewal(world, capped, world.now() + YEAR))
    assert cap_of(world, capped) > world.now()


def test_an_end_that_came_while_the_offer_was_open_renews_nothing(world: World, capped: bytes, cap: int) -> None:
    terms = renewal(world, capped, cap + DAY, until=cap + 30 * DAY)
    propose(world, terms)
    world.chain.travel(YEAR + 2 * DAY)
    with refused("CapInPast"):
        agree(world, terms)


def test_what_is_not_capped_is_renewed_in_its_document(world: World, plain: bytes) -> None:
    with refused("CapNotRenewed", mortgage=plain, capUntil=0):
        happen(world, renewal(world, plain, world.now() + YEAR))
    happen(world, renewal(world, plain))
    row = world.mortgages.mortgage(plain)
    assert (row["capUntil"], row["records"]) == (0, 1)


def test_a_pledge_is_renewed(world: World) -> None:
    receipt = world.layer(RightKind.RECEIPT)
    pledge = world.mortgage(receipt, world.cooperative)
    happen(world, renewal(world, pledge), holder=world.cooperative)
    assert world.rights.right(receipt)["covenants"] == 1


def test_a_renewal_leaves_the_ranks(world: World, field: bytes, capped: bytes, cap: int) -> None:
    second = world.mortgage(field, world.household, world.next_bank)
    happen(world, renewal(world, capped, cap + 1))
    assert by_rank(world, second, capped) == [capped, second]


def test_the_log_tells_what_was_proposed_and_renewed(world: World, capped: bytes, cap: int) -> None:
    first, terms = world.chain.height() + 1, renewal(world, capped, cap + 1, document=paper("the renewal"))
    change = propose(world, terms)
    agree(world, terms)
    proposed, renewed = told(world, first, "MortgageChangeProposed", "MortgageRenewed")
    both = {"mortgage": capped, "change": change, "cap_until": cap + 1, "document": paper("the renewal")}
    assert proposed == both | {"kind": 1, "lender": bytes(16), "other": bytes(32), "until": terms["until"]}
    assert renewed == both | {"record_number": 1}
