"""Who is told of what: everybody affected at that moment, once, and of another's mortgage no more than its rank."""

from dataclasses import replace

import pytest

from ledger.assets import commands as assets
from ledger.chain import abi
from ledger.kit.ids import RightId
from ledger.kit.keccak import keccak
from ledger.kit.locale import LANGS, has
from ledger.kit.natural_key import by_unit_code
from ledger.kit.numbers import OrderKind, PartyKind, RightKind, Role, Standing, Way
from ledger.mortgages import commands as mortgages
from ledger.notices import queries
from ledger.notices.audience import AUDIENCE, Whom
from ledger.orders import commands as orders
from ledger.parties import commands as parties
from tests.county import DAY, VILLAGE, YEAR, Body, County

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def village(county: County) -> Body:
    return county.village()


@pytest.fixture
def household(county: County, village: Body) -> Body:
    return county.household(village)


@pytest.fixture
def cooperative(county: County) -> Body:
    return county.party("cooperative", PartyKind.COOPERATIVE)


@pytest.fixture
def management(county: County, village: Body, household: Body, cooperative: Body) -> RightId:
    """A management right of the cooperative, out of the household's contract."""
    [asset] = county.confirmed(village, "field")
    parent = county.layer(village, asset, RightKind.CONTRACT, household)
    term, terms = county.now() + 3 * YEAR, county.transfer_terms(parent, cooperative, Way.LEASE)
    terms = replace(terms, kind=RightKind.MANAGEMENT, serial=1, numerator=1, denominator=1, term_until=term)
    county.transfer(terms, village, cooperative)
    return terms.granted


def told(county: County, right: bytes, event: str) -> dict[bytes, Whom]:
    """Who was told of the newest such event about an asset, and why."""
    with county.view() as view:
        found = [one for one in queries.of_asset(view, right[:16]) if one.event == event]
    return {one.party: one.why for one in found if one.position == found[0].position}


def test_every_event_of_the_table_exists_and_every_word_has_its_sentence() -> None:
    events = {name for contract in abi.load().contracts.values() for name in contract.events}
    assert set(AUDIENCE) <= events
    keys = [f"notices.{event}" for event in AUDIENCE] + [f"notices.why.{whom}" for whom in Whom]
    assert [key for key in keys for lang in LANGS if not has(key, lang)] == []


def test_a_grant_reaches_both_sides_and_the_collective(
    county: County, village: Body, household: Body, cooperative: Body, management: RightId
) -> None:
    assert told(county, management, "RightGranted") == {
        cooperative.id: Whom.NEW_HOLDER,
        household.id: Whom.PARENT_HOLDER,
        village.id: Whom.COLLECTIVE,
    }


def test_an_earlier_lender_learns_the_rank_of_a_further_mortgage_and_nothing_else(
    county: County, cooperative: Body, management: RightId
) -> None:
    county.mortgage(management, cooperative, county.bank, 1)
    second = county.mortgage(management, cooperative, county.next_bank, 2)
    with county.view() as view:
        accepted = [one for one in queries.of_asset(view, management[:16]) if one.event == "MortgageAccepted"]
    [to_bank] = [one for one in accepted if one.party == county.bank.id]
    [to_grantor] = [one for one in accepted if one.thing == second]
    assert (to_bank.thing, dict(to_bank.shown), to_bank.why) == (management, {"rank": 2}, Whom.LENDER)
    assert to_grantor.party == cooperative.id
    assert to_grantor.shown["lender"] == county.next_bank.id


def test_a_move_under_mortgage_tells_the_lender_and_a_discharge_those_behind(
    county: County, village: Body, household: Body, cooperative: Body, management: RightId
) -> None:
    first = county.mortgage(management, cooperative, county.bank, 1)
    county.mortgage(management, cooperative, county.next_bank, 2)
    enterprise = county.party("enterprise", PartyKind.ENTERPRISE)
    county.transfer(county.transfer_terms(management, enterprise), cooperative, enterprise)
    assert told(county, management, "RightMoved") == {
        cooperative.id: Whom.FORMER_HOLDER,
        enterprise.id: Whom.NEW_HOLDER,
        county.bank.id: Whom.LENDER,
        county.next_bank.id: Whom.LENDER,
        household.id: Whom.PARENT_HOLDER,
        village.id: Whom.COLLECTIVE,
    }
    county.two(county.bank, Role.LEND, mortgages.discharge(first, county.paper("paid")))  # type: ignore[arg-type]
    assert told(county, management, "MortgageDischarged") == {
        enterprise.id: Whom.HOLDER,
        cooperative.id: Whom.OFFERER,
        county.bank.id: Whom.OWN_LENDER,
        county.next_bank.id: Whom.BEHIND,
    }


def test_an_order_on_an_asset_reaches_all_that_hold_or_lend_on_it(
    county: County, village: Body, household: Body, cooperative: Body, management: RightId
) -> None:
    county.mortgage(management, cooperative, county.bank, 1)
    row = orders.NewOrder(OrderKind.SEAL, county.now() + DAY, next(county.numbers), county.paper("order"))
    asset = management[:16]
    county.two(county.court, Role.ORDER, orders.lay(county.court.id, asset, row))  # type: ignore[arg-type]
    assert told(county, management, "OrderLaid") == {
        household.id: Whom.HOLDER,
        cooperative.id: Whom.HOLDER,
        county.bank.id: Whom.LENDER,
        village.id: Whom.COLLECTIVE,
    }


def test_a_party_reads_its_own_newest_first_and_page_by_page(
    county: County, cooperative: Body, management: RightId
) -> None:
    county.mortgage(management, cooperative, county.bank, 1)
    paper = county.paper("decision")
    call = parties.set_standing(county.bureau.id, cooperative.id, Standing.SUSPENDED, paper)
    county.two(county.bureau, Role.APPROVE, call)
    with county.view() as view:
        whole = queries.of_party(view, cooperative.id)
        first = queries.of_party(view, cooperative.id, limit=2)
        rest = queries.of_party(view, cooperative.id, before=first[-1].position)
    assert [one.event for one in whole] == ["StandingSet", "MortgageAccepted", "RightGranted", "TransferProposed"]
    assert [*first, *rest] == whole
    assert {one.party for one in whole} == {cooperative.id}


def test_an_order_on_the_holder_reaches_its_lender_while_the_loan_lasts(
    county: County, cooperative: Body, management: RightId
) -> None:
    numbers = []
    for lent in (False, True):
        if lent:
            county.mortgage(management, cooperative, county.bank, 1)
        row = orders.NewOrder(OrderKind.FREEZE, county.now() + DAY, next(county.numbers), county.paper("order"))
        county.two(county.court, Role.ORDER, orders.lay_on_party(county.court.id, cooperative.id, row))
        numbers.append(orders.order_id(county.chain, cooperative.id, row.number))
        county.two(county.court, Role.ORDER, orders.lift(numbers[-1], county.paper("order")))
    with county.view() as view:
        found = [one for one in queries.of_party(view, county.bank.id) if one.thing in numbers]
    assert [(one.event, one.thing, one.why) for one in found] == [
        ("PartyOrderLifted", numbers[1], Whom.LENDER),
        ("PartyOrderLaid", numbers[1], Whom.LENDER),
    ]


def test_a_collective_that_lost_an_asset_is_told(county: County, village: Body) -> None:
    other = county.village("other")
    [asset] = county.register(village, county.new_assets("field"))
    bureau = county.bureau
    call = assets.reassign(bureau.id, asset, other.id, VILLAGE, county.paper("decision"))
    county.two(bureau, Role.APPROVE, call)
    with county.view() as view:
        [lost] = [one for one in queries.of_party(view, village.id) if one.asset == asset]
        [gained] = queries.of_party(view, other.id)
    assert (lost.event, lost.why) == ("AssetReassigned", Whom.COLLECTIVE)
    assert (gained.event, gained.why) == ("AssetReassigned", Whom.NEW_COLLECTIVE)


def test_both_collectives_are_told_whose_a_code_is(county: County) -> None:
    villages = county.village("one"), county.village("two")
    [squatter], [own] = (county.register(each, county.new_assets("field")) for each in villages)
    key = by_unit_code(keccak(squatter).hex()[:28].upper())
    county.one(villages[0], Role.REGISTER, assets.code(villages[0].id, squatter, key))
    call = assets.redirect(county.bureau.id, own, key, county.paper("decision"))
    county.two(county.bureau, Role.APPROVE, call)
    with county.view() as view:
        [[lost], [gained]] = ([*queries.of_party(view, each.id)] for each in villages)
    assert (lost.event, lost.asset, lost.why) == ("CodeLost", squatter, Whom.COLLECTIVE)
    assert (gained.event, gained.asset, gained.why) == ("CodeReceived", own, Whom.COLLECTIVE)
