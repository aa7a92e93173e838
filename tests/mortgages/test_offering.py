"""Security from its offer to its acceptance, as the desk prepares it: numbers, ranks, heads, a pledgee's consent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.desks import lending, offering
from ledger.desks.lending import Act
from ledger.kit.errors import LedgerError
from ledger.kit.ids import RecordId, RightId
from ledger.kit.numbers import AssetKind, ChangeKind, Covenant, Form, MortgageState, RightKind, Role
from ledger.mortgages.queries import Mortgage
from tests.changes import agreed, proposed, seen
from tests.county import Body, County, refused

pytestmark = pytest.mark.node


@pytest.fixture
def receipt(county: County, village: Body, cooperative: Body) -> RightId:
    """A warehouse receipt: it is pledged, and nothing further happens to it without the pledgee."""
    [asset] = county.confirmed(village, "grain", kind=AssetKind.WAREHOUSE_RECEIPT)
    return county.layer(village, asset, RightKind.RECEIPT, cooperative)


def offered(county: County, right: RightId, holder: Body, lender: Body, form: Form, covenant: Covenant) -> RecordId:
    """Under the next number, whatever the terms say."""
    terms = replace(county.mortgage_terms(right, lender, form), covenant=covenant, number=0)
    with county.view() as view:
        act, own = offering.offer(view, county.chain, terms)
    assert (act.party, act.role, act.pair) == (holder.id, Role.HOLD, False)
    county.one(holder, Role.HOLD, act.call)
    return own


def accepting(county: County, own: bytes, rank: int | None = None) -> Act:
    with county.view() as view:
        return offering.accept(view, county.chain, lending.mortgage(view, own), rank)


def pledged(county: County, right: RightId, holder: Body, lender: Body) -> Mortgage:
    own = offered(county, right, holder, lender, Form.PLEDGE, Covenant.REGISTERED)
    county.two(lender, Role.LEND, accepting(county, own).call)
    return seen(county, own)


def test_offers_are_numbered_one_after_another_and_taken_back(
    county: County, cooperative: Body, management: RightId
) -> None:
    first, second = (
        offered(county, management, cooperative, county.bank, Form.FINANCING, Covenant.NONE) for _ in range(2)
    )
    assert first != second
    with county.view() as view:
        back = offering.withdraw(view, lending.mortgage(view, first))
    county.one(cooperative, Role.HOLD, back.call)
    with refused("OfferNotOpen"):
        accepting(county, first)
    county.two(county.bank, Role.LEND, accepting(county, second, rank=1).call)
    assert (seen(county, second).state, seen(county, second).rank) == (MortgageState.EFFECTIVE, 1)


def test_another_rank_than_the_expected_is_refused_before_it_is_filed(
    county: County, cooperative: Body, management: RightId
) -> None:
    own = offered(county, management, cooperative, county.next_bank, Form.FINANCING, Covenant.NONE)
    county.mortgage(management, cooperative, county.bank, 1)
    with refused("RankDiffers"):
        accepting(county, own, rank=1)
    assert accepting(county, own, rank=2).party == county.next_bank.id
    county.pass_days(31)
    with refused("OfferExpired"):
        accepting(county, own)


def test_a_second_pledge_waits_for_the_consent_of_whoever_holds_the_first(
    county: County, cooperative: Body, receipt: RightId
) -> None:
    """民法典 443-445; after an assignment the consent is the new lender's."""
    first = pledged(county, receipt, cooperative, county.bank)
    agreed(
        county, proposed(county, county.bank, first.mortgage, ChangeKind.ASSIGN, to=county.next_bank), county.next_bank
    )
    second = offered(county, receipt, cooperative, county.bank, Form.PLEDGE, Covenant.REGISTERED)
    with refused("CovenantStands"):
        county.two(county.bank, Role.LEND, accepting(county, second).call)
    with refused("NotActingFor"):
        county.two(county.bank, Role.LEND, offering.consent(first, second, county.paper("consent")).call)
    act = offering.consent(seen(county, first.mortgage), second, county.paper("consent"))
    assert act.party == county.next_bank.id
    county.two(county.next_bank, Role.LEND, act.call)
    county.two(county.bank, Role.LEND, accepting(county, second).call)
    assert seen(county, second).rank == 2


def test_no_consent_is_asked_where_no_ban_is_registered(county: County, cooperative: Body, management: RightId) -> None:
    own = county.mortgage(management, cooperative, county.bank, 1)
    with pytest.raises(LedgerError) as error:
        offering.consent(seen(county, own), RecordId(own), county.paper("consent"))
    assert error.value.code == "NoCovenant"
