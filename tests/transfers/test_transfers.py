"""Transfers: grants and moves by two sides; offers that are taken back or run out."""

from dataclasses import replace

import pytest

from ledger.chain.proposals import ProposalUnknown
from ledger.kit.ids import RightId
from ledger.kit.numbers import PartyKind, RightKind, Role, TransferState, Way
from ledger.rights import queries as rights
from ledger.transfers import commands, queries
from ledger.transfers.commands import Terms
from tests.county import YEAR, Body, County, refused

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def village(county: County) -> Body:
    return county.village()


@pytest.fixture(scope="module")
def cooperative(county: County) -> Body:
    return county.party("cooperative", PartyKind.COOPERATIVE)


@pytest.fixture
def right(county: County, village: Body) -> RightId:
    [asset] = county.confirmed(village, "field")
    return county.layer(village, asset, RightKind.CONTRACT, county.household(village))


def grant_terms(county: County, right: RightId, to: Body) -> Terms:
    terms = county.transfer_terms(right, to, Way.LEASE)
    term = county.now() + 3 * YEAR
    return replace(terms, kind=RightKind.MANAGEMENT, serial=1, numerator=1, denominator=1, term_until=term)


def proposed(county: County, terms: Terms, holder: Body) -> queries.Transfer:
    county.one(holder, Role.HOLD, commands.propose(terms))
    with county.view() as view:
        found = queries.transfer(view, terms.id(county.chain))
    assert found is not None
    return found


def test_a_lease_grants_a_sub_right_and_frees_the_parent(
    county: County, village: Body, cooperative: Body, right: RightId
) -> None:
    terms = grant_terms(county, right, cooperative)
    offer = proposed(county, terms, village)
    with county.view() as view:
        barred = rights.right(view, right)
    assert barred is not None
    assert [(lock.cause, lock.bars) for lock in barred.locks] == [(offer.transfer, True)]
    assert (offer.right_id, offer.state, offer.way, offer.over) == (right, TransferState.PROPOSED, Way.LEASE, False)
    county.two(cooperative, Role.HOLD, commands.accept(terms, offer.proposer, county.head(right)))
    with county.view() as view:
        [done] = queries.of_asset(view, right[:16])
        parent = rights.right(view, right)
    assert done.state == TransferState.ACCEPTED
    assert parent is not None
    assert parent.locks == ()
    assert [(sub.right_id, sub.holder, sub.cause) for sub in parent.subs] == [
        (terms.granted, cooperative.id, offer.transfer)
    ]


def test_a_move_changes_the_holder_and_is_kept(
    county: County, village: Body, cooperative: Body, right: RightId
) -> None:
    grant = grant_terms(county, right, cooperative)
    county.transfer(grant, village, cooperative)
    enterprise = county.party("enterprise", PartyKind.ENTERPRISE)
    terms = county.transfer_terms(grant.granted, enterprise)
    county.transfer(terms, cooperative, enterprise)
    with county.view() as view:
        moved = rights.right(view, grant.granted)
        [move] = rights.moves_of(view, right[:16])
        found = [one.transfer for one in queries.of_party(view, enterprise.id)]
    assert moved is not None
    assert (moved.holder, moved.locks) == (enterprise.id, ())
    assert (move.former, move.holder, move.cause) == (cooperative.id, enterprise.id, terms.id(county.chain))
    assert found == [terms.id(county.chain)]


def test_the_terms_of_an_offer_are_read_from_the_chain(
    county: County, village: Body, cooperative: Body, right: RightId
) -> None:
    terms = grant_terms(county, right, cooperative)
    offer = proposed(county, terms, village)
    assert Terms.proposed_in(county.chain, offer.tx) == terms
    county.one(village, Role.HOLD, commands.withdraw(offer.transfer))
    with county.view() as view:
        withdrawn = queries.transfer(view, offer.transfer)
        tx = rights.right(view, right)
    assert withdrawn is not None
    assert withdrawn.state == TransferState.WITHDRAWN
    assert tx is not None
    assert tx.locks == ()
    with pytest.raises(ProposalUnknown):
        Terms.proposed_in(county.chain, bytes(32))


def test_an_offer_that_ran_out_bars_until_anybody_records_it(
    county: County, village: Body, cooperative: Body, right: RightId
) -> None:
    offer = proposed(county, grant_terms(county, right, cooperative), village)
    county.pass_days(31)
    with county.view() as view:
        [late] = [one for one in queries.over(view) if one.transfer == offer.transfer]
    terms = Terms.proposed_in(county.chain, late.tx)
    county.anybody(commands.expire(terms, late.holder, late.proposer))
    with county.view() as view:
        ended = queries.transfer(view, offer.transfer)
        free = rights.right(view, right)
    assert ended is not None
    assert (ended.state, ended.over) == (TransferState.EXPIRED, False)
    assert free is not None
    assert free.locks == ()


def test_what_the_law_refuses_is_refused_before_it_is_signed(county: County, cooperative: Body, right: RightId) -> None:
    with refused("WayNotOpen"):
        commands.propose(replace(county.transfer_terms(right, cooperative), way=Way.SWAP))
    with refused("PapersMissing"):
        commands.propose(replace(county.transfer_terms(right, cooperative), papers=0))
    owned = RightId(right[:16] + RightKind.OWNERSHIP.to_bytes(2) + right[18:])
    with refused("ActRefusedByKind"):
        commands.propose(county.transfer_terms(owned, cooperative))
