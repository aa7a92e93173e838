"""Renewal, assignment, change of rank: proposed by the lender, agreed to by the other side, each a numbered record."""

from dataclasses import replace

import pytest

from ledger.desks import lending
from ledger.kit.errors import LedgerError
from ledger.kit.ids import RecordId, RightId
from ledger.kit.numbers import ChangeKind, ChangeState, MortgageState, OrderKind, PartyKind, Role
from ledger.mortgages import commands
from ledger.mortgages.commands import Change
from ledger.orders import commands as orders
from tests.changes import again, agreed, capped, ladder, proposed, seen
from tests.county import DAY, YEAR, Body, County, refused

pytestmark = pytest.mark.node


class TestRenewal:
    """民法典 422: lender and grantor may change the period of a maximum claim."""

    def test_the_holder_agrees_to_what_the_lender_proposed(
        self, county: County, cooperative: Body, management: RightId
    ) -> None:
        own = capped(county, management, cooperative, county.bank)
        later = county.now() + 2 * YEAR
        offer = proposed(county, county.bank, own, ChangeKind.RENEW, cap_until=later)
        assert (offer.kind, offer.cap_until, offer.agrees, offer.open) == (
            ChangeKind.RENEW,
            later,
            cooperative.id,
            True,
        )
        assert Change.proposed_in(county.chain, offer.tx).id(county.chain) == offer.change
        assert seen(county, own).records == ()
        agreed(county, offer, cooperative)
        found = seen(county, own)
        assert (found.cap_until, found.rank) == (later, 1)
        assert [(one.record_number, one.kind, one.cap_until) for one in found.records] == [(1, ChangeKind.RENEW, later)]
        assert (again(county, offer).state, again(county, offer).open) == (ChangeState.AGREED, False)

    def test_where_no_claim_is_capped_only_the_document_says_the_new_term(
        self, county: County, cooperative: Body, management: RightId
    ) -> None:
        own = county.mortgage(management, cooperative, county.bank, 1)
        with refused("CapNotRenewed"):
            proposed(county, county.bank, own, ChangeKind.RENEW, cap_until=county.now() + YEAR)
        agreed(county, proposed(county, county.bank, own, ChangeKind.RENEW), cooperative)
        assert seen(county, own).cap_until == 0

    def test_it_ends_later_than_before_and_an_amendment_never_does(
        self, county: County, cooperative: Body, management: RightId
    ) -> None:
        own = RecordId(capped(county, management, cooperative, county.bank))
        until = seen(county, own).cap_until
        with refused("CapNotRenewed"):
            proposed(county, county.bank, own, ChangeKind.RENEW, cap_until=until)
        with refused("CapExtended"):
            call = commands.amend(own, until + 1, county.paper("amendment"), county.head(management))
            county.two(county.bank, Role.LEND, call)
        with county.view() as view:
            act = lending.amend(view, lending.mortgage(view, own), until - DAY, county.paper("amendment"))
        county.two(county.bank, Role.LEND, act.call)
        assert seen(county, own).cap_until == until - DAY

    def test_a_seal_fixes_what_is_secured_so_nothing_is_renewed_under_it(
        self, county: County, cooperative: Body, management: RightId
    ) -> None:
        """民法典 423: a known seizure determines the claims."""
        own = capped(county, management, cooperative, county.bank)
        offer = proposed(county, county.bank, own, ChangeKind.RENEW, cap_until=county.now() + 2 * YEAR)
        row = orders.NewOrder(OrderKind.SEAL, county.now() + 9 * DAY, next(county.numbers), county.paper("writ"))
        county.two(county.court, Role.ORDER, orders.lay(county.court.id, management, row))
        with refused("Barred"):
            agreed(county, offer, cooperative)
        seal = orders.order_id(county.chain, management, row.number)
        county.two(county.court, Role.ORDER, orders.lift(seal, county.paper("lifted")))
        agreed(county, offer, cooperative)
        assert len(seen(county, own).records) == 1


class TestAssignment:
    """民法典 407, 547: the security goes with the claim to the new lender, at its rank."""

    def test_the_new_lender_takes_it_over_at_its_rank(
        self, county: County, cooperative: Body, management: RightId
    ) -> None:
        own = RecordId(county.mortgage(management, cooperative, county.bank, 1))
        other = county.mortgage(management, cooperative, county.next_bank, 2)
        offer = proposed(county, county.bank, own, ChangeKind.ASSIGN, to=county.next_bank)
        assert (offer.agrees, offer.lender) == (county.next_bank.id, county.next_bank.id)
        agreed(county, offer, county.next_bank)
        found = seen(county, own)
        assert (found.lender, found.lender_at(), found.grantor) == (
            county.next_bank.id,
            county.bank.id,
            cooperative.id,
        )
        [record] = found.records
        assert (record.kind, record.lender, record.former) == (ChangeKind.ASSIGN, county.next_bank.id, county.bank.id)
        assert ladder(county, management) == [(own, 1), (other, 2)]
        with refused("NotActingFor"):
            county.two(county.bank, Role.LEND, commands.discharge(own, county.paper("no longer ours")))
        county.two(county.next_bank, Role.LEND, commands.discharge(own, county.paper("paid")))
        assert seen(county, own).state is MortgageState.DISCHARGED

    def test_only_a_lender_that_the_law_allows_takes_it(
        self, county: County, village: Body, cooperative: Body, management: RightId
    ) -> None:
        """农村土地承包法 47: to financial institutions only."""
        own = county.mortgage(management, cooperative, county.bank, 1)
        for to, code in (
            (county.bank, "AlreadyTheLender"),
            (cooperative, "LenderIsGrantor"),
            (county.party("enterprise", PartyKind.ENTERPRISE), "LenderKindRefused"),
        ):
            with refused(code):
                proposed(county, county.bank, own, ChangeKind.ASSIGN, to=to)
        offer = proposed(county, county.bank, own, ChangeKind.ASSIGN, to=county.next_bank)
        with county.view() as view:
            act = lending.agree(view, county.chain, offer)
        with refused("NotActingFor"):
            county.two(county.bank, Role.LEND, act.call)


class TestRank:
    """民法典 409: by agreement of the lender that steps back and the holder, and to nobody else's harm."""

    def test_two_neighbours_swap_and_the_third_stays(
        self, county: County, cooperative: Body, management: RightId
    ) -> None:
        first, second, third = (
            county.mortgage(management, cooperative, lender, rank)
            for rank, lender in enumerate((county.bank, county.next_bank, county.bank), 1)
        )
        offer = proposed(county, county.bank, first, ChangeKind.RANK)
        assert (offer.other, offer.agrees) == (second, cooperative.id)
        agreed(county, offer, cooperative)
        assert ladder(county, management) == [(second, 1), (first, 2), (third, 3)]
        assert [(one.kind, one.other) for one in seen(county, first).records] == [(ChangeKind.RANK, second)]
        assert (seen(county, first).accepted_rank, seen(county, second).accepted_rank) == (1, 2)
        assert seen(county, second).records == ()
        agreed(county, proposed(county, county.next_bank, second, ChangeKind.RANK), cooperative)
        assert ladder(county, management) == [(first, 1), (second, 2), (third, 3)]

    def test_the_list_is_whole_and_in_order_and_only_neighbours_swap(
        self, county: County, cooperative: Body, management: RightId
    ) -> None:
        first, second, third = (
            RecordId(county.mortgage(management, cooperative, lender, rank))
            for rank, lender in enumerate((county.bank, county.next_bank, county.bank), 1)
        )
        offer = proposed(county, county.bank, first, ChangeKind.RANK)
        change, head = Change.proposed_in(county.chain, offer.tx), county.head(management)
        for order in ([first, second], [second, first, third], [first, second, second]):
            with refused("LadderDiffers"):
                call = commands.change_rank(change, offer.proposer, head, order)
                county.two(cooperative, Role.HOLD, call)
        far = replace(change, number=99, other=third)
        county.one(county.bank, Role.LEND, commands.propose_change(far))
        with county.view() as view:
            skipping = lending.proposal(view, far.id(county.chain))
        with refused("NotNeighbours"):
            agreed(county, skipping, cooperative)
        with refused("NotNeighbours"):
            call = commands.change_rank(far, offer.proposer, county.head(management), [first, second, third])
            county.two(cooperative, Role.HOLD, call)
        assert ladder(county, management) == [(first, 1), (second, 2), (third, 3)]

    def test_nobody_stands_behind_the_last(self, county: County, cooperative: Body, management: RightId) -> None:
        own = county.mortgage(management, cooperative, county.bank, 1)
        with pytest.raises(LedgerError) as error:
            proposed(county, county.bank, own, ChangeKind.RANK)
        assert error.value.code == "NobodyBehind"
