"""Mortgages: from proposal to discharge, their ranks, numbers, amendments and ends."""

from dataclasses import replace

import pytest

from ledger.kit.ids import RightId
from ledger.kit.numbers import Covenant, Form, MortgageState, PartyKind, RightKind, Role
from ledger.mortgages import commands, queries
from tests.county import DAY, YEAR, Body, County, refused

pytestmark = pytest.mark.node


def seen(county: County, mortgage: bytes) -> queries.Mortgage:
    with county.view() as view:
        found = queries.mortgage(view, mortgage)
    assert found is not None
    return found


def test_the_lender_accepts_from_the_chain_at_the_rank_it_expects(
    county: County, cooperative: Body, management: RightId
) -> None:
    terms = county.mortgage_terms(management, county.bank)
    county.one(cooperative, Role.HOLD, commands.propose(terms, lender_kind=PartyKind.BANK))
    own = terms.id(county.chain)
    offer = seen(county, own)
    assert (offer.state, offer.rank, offer.lender, offer.over) == (
        MortgageState.PROPOSED,
        None,
        county.bank.id,
        False,
    )
    assert commands.Terms.proposed_in(county.chain, offer.tx) == terms
    with refused("RankDiffers"):
        county.accept_mortgage(own, county.bank, 2)
    county.accept_mortgage(own, county.bank, 1)
    found = seen(county, own)
    assert (found.state, found.rank, found.accepted_rank, found.live) == (MortgageState.EFFECTIVE, 1, 1, True)


def test_those_behind_move_up_after_a_discharge(county: County, cooperative: Body, management: RightId) -> None:
    first = county.mortgage(management, cooperative, county.bank, 1)
    second = county.mortgage(management, cooperative, county.next_bank, 2)
    with county.view() as view:
        ladder = queries.burdens(view, management[:16])
    assert [(one.mortgage, one.rank) for one in ladder] == [(first, 1), (second, 2)]
    assert ladder[0].place is not None
    assert ladder[1].place is not None
    assert ladder[0].place < ladder[1].place
    county.two(county.bank, Role.LEND, commands.discharge(ladder[0].mortgage, county.paper("paid")))
    assert (seen(county, second).rank, seen(county, second).accepted_rank) == (1, 2)
    gone = seen(county, first)
    assert (gone.state, gone.rank, gone.authority) == (MortgageState.DISCHARGED, None, county.bank.id)
    with county.view() as view:
        assert first in [one.mortgage for one in queries.of_party(view, county.bank.id)]


def test_security_that_arises_at_registration_is_pending_until_its_number(
    county: County, cooperative: Body, building: RightId
) -> None:
    own = county.mortgage(building, cooperative, county.bank, 1, Form.MORTGAGE)
    pending = seen(county, own)
    assert (pending.state, pending.registered_at) == (MortgageState.PENDING, None)
    assert pending.register is not None
    assert (pending.register.code, pending.register.effect) == ("real_estate", "constitutive")
    registered = county.now() - DAY
    number = county.paper("number")
    county.one(county.bank, Role.LEND, commands.record_statutory_number(pending.mortgage, registered, number))
    effective = seen(county, own)
    assert (effective.state, effective.registered_at, effective.statutory_document) == (
        MortgageState.EFFECTIVE,
        registered,
        number,
    )


def test_amendments_are_numbered_and_the_court_can_end_it(
    county: County, cooperative: Body, management: RightId
) -> None:
    mortgage = seen(county, county.mortgage(management, cooperative, county.bank, 1)).mortgage
    with refused("CapExtended"):
        call = commands.amend(mortgage, county.now() + YEAR, county.paper("a cap"), county.head(management))
        county.two(county.bank, Role.LEND, call)
    call = commands.amend(mortgage, 0, county.paper("amendment"), county.head(management))
    county.two(county.bank, Role.LEND, call)
    amended = seen(county, mortgage)
    assert (amended.cap_until, [one.record_number for one in amended.records]) == (0, [1])
    county.two(
        county.court, Role.ORDER, commands.discharge_by_court(county.court.id, mortgage, county.paper("judgment"))
    )
    ended = seen(county, mortgage)
    assert (ended.state, ended.authority) == (MortgageState.DISCHARGED, county.court.id)
    with refused("MortgageNotLive"):
        county.two(county.bank, Role.LEND, commands.discharge(mortgage, county.paper("again")))


def test_a_mortgage_is_void_with_the_right_that_it_burdens(
    county: County, cooperative: Body, management: RightId
) -> None:
    own = county.mortgage(management, cooperative, county.bank, 1)
    assert not seen(county, own).void
    county.pass_days(3 * 365 + 1)
    assert (seen(county, own).void, seen(county, own).live) == (True, True)


def test_an_offer_runs_out_or_is_taken_back(county: County, cooperative: Body, management: RightId) -> None:
    late, back = county.mortgage_terms(management, county.bank), county.mortgage_terms(management, county.bank)
    for terms in (late, back):
        county.one(cooperative, Role.HOLD, commands.propose(terms))
    county.one(cooperative, Role.HOLD, commands.withdraw(back.id(county.chain)))
    assert seen(county, back.id(county.chain)).state == MortgageState.WITHDRAWN
    county.pass_days(31)
    assert seen(county, late.id(county.chain)).over


def test_missing_papers_are_named_and_the_law_refuses_before_signing(
    county: County, cooperative: Body, management: RightId
) -> None:
    terms = county.mortgage_terms(management, county.bank)
    with refused("PapersMissing"):
        commands.propose(replace(terms, papers=0))
    with refused("FormNotAllowed"):
        commands.propose(replace(terms, form=Form.MORTGAGE))
    with refused("LenderKindRefused"):
        commands.propose(terms, lender_kind=PartyKind.GUARANTOR)
    receipt = RightId(management[:16] + RightKind.RECEIPT.to_bytes(2) + management[18:])
    with refused("CovenantInvalid"):
        commands.propose(replace(terms, right=receipt, form=Form.PLEDGE, covenant=Covenant.AGREED))
    few = replace(terms, papers=1)
    county.one(cooperative, Role.HOLD, commands.propose(few))
    assert seen(county, few.id(county.chain)).missing.expected
