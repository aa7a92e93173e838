"""Proposals bind whom they were made to, until their last moment; the end of the debt is claimed and answered."""

import pytest

from ledger.desks import lending
from ledger.kit.errors import LedgerError
from ledger.kit.ids import RecordId, RightId
from ledger.kit.numbers import ChangeKind, ChangeState, MortgageState, PartyKind, Role
from ledger.mortgages import commands
from ledger.mortgages.commands import Change
from tests.changes import again, agreed, capped, claims, ladder, proposed, seen
from tests.county import YEAR, Body, County, refused

pytestmark = pytest.mark.node


class TestProposals:
    """A proposal binds those by whom and to whom it was made, until its last moment."""

    def test_the_lender_takes_it_back(self, county: County, cooperative: Body, management: RightId) -> None:
        own = county.mortgage(management, cooperative, county.bank, 1)
        offer = proposed(county, county.bank, own, ChangeKind.RENEW)
        with county.view() as view:
            assert lending.proposal(view, own) == offer, "the only open one may be named by its mortgage"
            back = lending.withdraw(view, county.chain, offer)
        county.one(county.bank, Role.LEND, back.call)
        assert again(county, offer).state is ChangeState.WITHDRAWN
        with refused("OfferNotOpen"):
            agreed(county, offer, cooperative)
        with county.view() as view, pytest.raises(LedgerError) as error:
            lending.proposal(view, own)
        assert error.value.code == "ChangeUnknown"

    def test_it_runs_out(self, county: County, cooperative: Body, management: RightId) -> None:
        own = county.mortgage(management, cooperative, county.bank, 1)
        offer = proposed(county, county.bank, own, ChangeKind.RENEW)
        county.pass_days(31)
        with county.view() as view:
            late = lending.proposal(view, offer.change)
            stale = lending.agree(view, county.chain, offer)
        assert (late.over, late.open) == (True, False)
        with refused("OfferExpired"):
            agreed(county, late, cooperative)
        with refused("OfferExpired"):
            county.two(cooperative, Role.HOLD, stale.call)

    @pytest.mark.parametrize("moved", ["right", "claim"])
    def test_it_binds_nobody_once_right_or_claim_went_on(
        self, county: County, cooperative: Body, management: RightId, moved: str
    ) -> None:
        own = county.mortgage(management, cooperative, county.bank, 1)
        offer = proposed(county, county.bank, own, ChangeKind.RENEW)
        holder = cooperative
        if moved == "right":
            holder = county.party("enterprise", PartyKind.ENTERPRISE)
            county.transfer(county.transfer_terms(management, holder), cooperative, holder)
        else:
            agreed(county, proposed(county, county.bank, own, ChangeKind.ASSIGN, to=county.next_bank), county.next_bank)
        assert (again(county, offer).void, again(county, offer).open) == (True, False)
        with refused("TermsDiffer"):
            agreed(county, offer, holder)
        change = Change.proposed_in(county.chain, offer.tx)
        with refused("TermsDiffer"):
            county.two(holder, Role.HOLD, commands.renew(change, offer.proposer, county.head(management)))

    def test_who_read_an_older_head_is_refused(self, county: County, cooperative: Body, management: RightId) -> None:
        own = county.mortgage(management, cooperative, county.bank, 1)
        offer = proposed(county, county.bank, own, ChangeKind.RENEW)
        with county.view() as view:
            act = lending.agree(view, county.chain, offer)
        county.mortgage(management, cooperative, county.next_bank, 2)
        with refused("DossierMoved"):
            county.two(cooperative, Role.HOLD, act.call)


class TestTheEndOfTheDebt:
    """民法典 393: security ends with the debt; who says so is the lender or a court, and the holder may claim it."""

    def test_a_claim_is_shown_until_the_lender_denies_it_or_discharges(
        self, county: County, cooperative: Body, management: RightId
    ) -> None:
        own = county.mortgage(management, cooperative, county.bank, 1)
        claims(county, cooperative, own)
        found = seen(county, own)
        assert (found.claimed, found.state, found.rank) == (county.chain.block().time, MortgageState.EFFECTIVE, 1)
        with refused("EndClaimed"):
            claims(county, cooperative, own)
        county.one(county.bank, Role.LEND, lending.deny_end(found, county.paper("not paid")).call)
        assert (seen(county, own).claimed, seen(county, own).claim_document) == (None, None)
        with refused("EndNotClaimed"):
            county.one(county.bank, Role.LEND, lending.deny_end(found, county.paper("not paid")).call)
        claims(county, cooperative, own)
        county.two(county.bank, Role.LEND, lending.discharge(found, county.paper("paid")).call)
        assert (seen(county, own).claimed, seen(county, own).state) == (None, MortgageState.DISCHARGED)
        with refused("MortgageNotLive"):
            claims(county, cooperative, own)

    def test_only_who_holds_the_right_now_claims_it(
        self, county: County, cooperative: Body, management: RightId
    ) -> None:
        own = RecordId(county.mortgage(management, cooperative, county.bank, 1))
        enterprise = county.party("enterprise", PartyKind.ENTERPRISE)
        county.transfer(county.transfer_terms(management, enterprise), cooperative, enterprise)
        with refused("NotActingFor"):
            county.one(cooperative, Role.HOLD, commands.claim_end(own, county.paper("paid")))
        claims(county, enterprise, own)
        assert seen(county, own).grantor == cooperative.id


def test_all_that_becomes_of_a_mortgage_is_numbered_under_it(
    county: County, cooperative: Body, management: RightId
) -> None:
    own = RecordId(capped(county, management, cooperative, county.bank))
    behind = county.mortgage(management, cooperative, county.next_bank, 2)
    with county.view() as view:
        act = lending.amend(view, lending.mortgage(view, own), None, county.paper("amendment"))
    county.two(county.bank, Role.LEND, act.call)
    offer = proposed(county, county.bank, own, ChangeKind.RENEW, cap_until=county.now() + 2 * YEAR)
    agreed(county, offer, cooperative)
    agreed(county, proposed(county, county.bank, own, ChangeKind.RANK), cooperative)
    agreed(county, proposed(county, county.bank, own, ChangeKind.ASSIGN, to=county.next_bank), county.next_bank)
    with county.view() as view:
        end = lending.discharge(lending.mortgage(view, own), county.paper("judgment"), county.court.id)
    county.two(county.court, Role.ORDER, end.call)
    kinds = (ChangeKind.AMEND, ChangeKind.RENEW, ChangeKind.RANK, ChangeKind.ASSIGN, ChangeKind.DISCHARGE)
    found = seen(county, own)
    assert [(one.record_number, one.kind) for one in found.records] == list(enumerate(kinds, 1))
    assert (found.authority, ladder(county, management)) == (county.court.id, [(behind, 1)])
    with refused("MortgageNotLive"):
        proposed(county, county.next_bank, own, ChangeKind.RENEW)
