"""Who is told of what becomes of a mortgage: the lender and the holder of that moment, and ranks as they were then."""

from dataclasses import replace

import pytest

from ledger.desks import lending
from ledger.kit.ids import RecordId, RightId
from ledger.kit.numbers import ChangeKind, OrderKind, PartyKind, RightKind, Role, Way
from ledger.mortgages import commands as mortgages
from ledger.notices import queries
from ledger.notices.audience import Whom
from ledger.orders import commands as orders
from tests.changes import agreed, claims, proposed
from tests.county import DAY, YEAR, Body, County

pytestmark = pytest.mark.node


@pytest.fixture
def cooperative(county: County) -> Body:
    return county.party("cooperative", PartyKind.COOPERATIVE)


@pytest.fixture
def management(county: County, cooperative: Body) -> RightId:
    village = county.village()
    [asset] = county.confirmed(village, "field")
    parent = county.layer(village, asset, RightKind.CONTRACT, county.household(village))
    term, terms = county.now() + 3 * YEAR, county.transfer_terms(parent, cooperative, Way.LEASE)
    terms = replace(terms, kind=RightKind.MANAGEMENT, serial=1, numerator=1, denominator=1, term_until=term)
    county.transfer(terms, village, cooperative)
    return terms.granted


def told(county: County, right: RightId, event: str) -> dict[bytes, Whom]:
    """Who was told of the newest such event, and why."""
    with county.view() as view:
        found = [one for one in queries.of_asset(view, right[:16]) if one.event == event]
    return {one.party: one.why for one in found if one.position == found[0].position}


def events(county: County, body: Body, right: RightId) -> list[str]:
    """What a party was told about an asset, the oldest first."""
    with county.view() as view:
        return [one.event for one in queries.of_party(view, body.id, limit=1000) if one.asset == right[:16]][::-1]


def test_the_other_side_is_told_what_a_lender_proposes_and_takes_back(
    county: County, cooperative: Body, management: RightId
) -> None:
    own = county.mortgage(management, cooperative, county.bank, 1)
    offer = proposed(county, county.bank, own, ChangeKind.RENEW)
    assert told(county, management, "MortgageChangeProposed") == {cooperative.id: Whom.ASKED}
    with county.view() as view:
        back = lending.withdraw(view, county.chain, offer)
    county.one(county.bank, Role.LEND, back.call)
    assert told(county, management, "MortgageChangeWithdrawn") == {cooperative.id: Whom.ASKED}
    proposed(county, county.bank, own, ChangeKind.ASSIGN, to=county.next_bank)
    assert told(county, management, "MortgageChangeProposed") == {county.next_bank.id: Whom.ASKED}
    assert events(county, county.next_bank, management) == ["MortgageChangeProposed"]


@pytest.mark.parametrize("kind", [ChangeKind.RENEW, ChangeKind.RANK])
def test_a_name_that_a_proposal_does_not_need_takes_nothing_from_whom_it_asks(
    county: County, cooperative: Body, management: RightId, kind: ChangeKind
) -> None:
    own = RecordId(county.mortgage(management, cooperative, county.bank, 1))
    until, number = county.now() + DAY, next(county.numbers)
    change = mortgages.Change(own, kind, until, number, county.paper("change"), lender=county.next_bank.id)
    county.one(county.bank, Role.LEND, mortgages.propose_change(change))
    assert told(county, management, "MortgageChangeProposed") == {cooperative.id: Whom.ASKED}


def test_a_renewal_reaches_those_behind(county: County, cooperative: Body, management: RightId) -> None:
    """民法典 422: a change of the period must not harm the other lenders; so they learn of it."""
    own = county.mortgage(management, cooperative, county.bank, 1)
    county.mortgage(management, cooperative, county.next_bank, 2)
    agreed(county, proposed(county, county.bank, own, ChangeKind.RENEW), cooperative)
    assert told(county, management, "MortgageRenewed") == {
        cooperative.id: Whom.HOLDER,
        county.bank.id: Whom.OWN_LENDER,
        county.next_bank.id: Whom.BEHIND,
    }


def test_an_assignment_reaches_who_holds_who_granted_and_both_lenders(
    county: County, cooperative: Body, management: RightId
) -> None:
    """民法典 546: without notice to the debtor the assignment does not bind it."""
    own = county.mortgage(management, cooperative, county.bank, 1)
    enterprise = county.party("enterprise", PartyKind.ENTERPRISE)
    county.transfer(county.transfer_terms(management, enterprise), cooperative, enterprise)
    agreed(county, proposed(county, county.bank, own, ChangeKind.ASSIGN, to=county.next_bank), county.next_bank)
    assert told(county, management, "MortgageAssigned") == {
        county.next_bank.id: Whom.NEW_LENDER,
        county.bank.id: Whom.FORMER_LENDER,
        enterprise.id: Whom.HOLDER,
        cooperative.id: Whom.OFFERER,
    }
    county.two(county.next_bank, Role.LEND, mortgages.discharge(own, county.paper("paid")))  # type: ignore[arg-type]
    assert told(county, management, "MortgageDischarged") == {
        enterprise.id: Whom.HOLDER,
        cooperative.id: Whom.OFFERER,
        county.next_bank.id: Whom.OWN_LENDER,
    }
    # The former lender keeps what it was told while it lent, and is told no more.
    assert events(county, county.bank, management) == ["MortgageProposed", "RightMoved", "MortgageAssigned"]


def test_a_change_of_rank_reaches_every_lender_and_the_ladder_follows(
    county: County, cooperative: Body, management: RightId
) -> None:
    """民法典 409: who gains, who steps back, and all others on the right."""
    first = county.mortgage(management, cooperative, county.bank, 1)
    second = county.mortgage(management, cooperative, county.next_bank, 2)
    agreed(county, proposed(county, county.bank, first, ChangeKind.RANK), cooperative)
    assert told(county, management, "MortgageRankChanged") == {
        county.bank.id: Whom.OWN_LENDER,
        county.next_bank.id: Whom.RISEN,
        cooperative.id: Whom.HOLDER,
    }
    with county.view() as view:
        [risen] = [one for one in queries.of_asset(view, management[:16]) if one.why is Whom.RISEN]
    assert risen.thing == second
    county.two(county.next_bank, Role.LEND, mortgages.discharge(second, county.paper("paid")))  # type: ignore[arg-type]
    assert told(county, management, "MortgageDischarged")[county.bank.id] is Whom.BEHIND


def test_a_claim_of_the_end_reaches_the_lender_and_its_answer_the_holder(
    county: County, cooperative: Body, management: RightId
) -> None:
    own = county.mortgage(management, cooperative, county.bank, 1)
    claims(county, cooperative, own)
    assert told(county, management, "MortgageEndClaimed") == {
        county.bank.id: Whom.OWN_LENDER,
        cooperative.id: Whom.OFFERER,
    }
    with county.view() as view:
        answer = lending.deny_end(lending.mortgage(view, own), county.paper("not paid"))
    county.one(county.bank, Role.LEND, answer.call)
    assert told(county, management, "MortgageEndDenied") == {cooperative.id: Whom.HOLDER}


def test_an_order_on_the_holder_reaches_who_lent_on_its_rights_then(
    county: County, cooperative: Body, management: RightId
) -> None:
    own = county.mortgage(management, cooperative, county.bank, 1)
    enterprise = county.party("enterprise", PartyKind.ENTERPRISE)

    def freezes(body: Body) -> bytes:
        row = orders.NewOrder(OrderKind.FREEZE, county.now() + DAY, next(county.numbers), county.paper("order"))
        county.two(county.court, Role.ORDER, orders.lay_on_party(county.court.id, body.id, row))
        order = orders.order_id(county.chain, body.id, row.number)
        county.two(county.court, Role.ORDER, orders.lift(order, county.paper("lifted")))
        return order

    def laid(body: Body, among: list[bytes]) -> list[bytes]:
        with county.view() as view:
            found = queries.of_party(view, body.id, limit=1000)
        return [one.thing for one in found if one.event == "PartyOrderLaid" and one.thing in among][::-1]

    made = [freezes(cooperative), freezes(enterprise)]
    agreed(county, proposed(county, county.bank, own, ChangeKind.ASSIGN, to=county.next_bank), county.next_bank)
    made += [freezes(cooperative)]
    county.transfer(county.transfer_terms(management, enterprise), cooperative, enterprise)
    made += [freezes(cooperative), freezes(enterprise)]
    assert laid(county.bank, made) == [made[0]]
    assert laid(county.next_bank, made) == [made[2], made[4]]
