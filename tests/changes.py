"""What becomes of a mortgage, as its sides do it: the lender proposes, the other agrees to what the chain says."""

from __future__ import annotations

from dataclasses import replace

from ledger.desks import lending
from ledger.kit.ids import RightId
from ledger.kit.numbers import ChangeKind, Role
from ledger.mortgages import commands, queries
from ledger.mortgages.queries import Mortgage, Proposal
from tests.county import DAY, YEAR, Body, County


def proposed(
    county: County,
    lender: Body,
    mortgage: bytes,
    kind: ChangeKind,
    *,
    to: Body | None = None,
    cap_until: int = 0,
) -> Proposal:
    """The lender proposes, for thirty days."""
    until, paper = county.now() + 30 * DAY, county.paper("agreement", mortgage)
    with county.view() as view:
        own, new = lending.mortgage(view, mortgage), None if to is None else to.id
        act, change = lending.propose(view, county.chain, own, kind, until, paper, lender=new, cap_until=cap_until)
    county.one(lender, Role.LEND, act.call)
    with county.view() as view:
        return lending.proposal(view, change)


def agreed(county: County, proposal: Proposal, by: Body) -> None:
    """Two officers of the other side agree."""
    with county.view() as view:
        act = lending.agree(view, county.chain, lending.proposal(view, proposal.change))
    county.two(by, act.role, act.call)


def claims(county: County, holder: Body, mortgage: bytes) -> None:
    with county.view() as view:
        act = lending.claim_end(view, lending.mortgage(view, mortgage), county.paper("receipt"))
    county.one(holder, Role.HOLD, act.call)


def seen(county: County, mortgage: bytes) -> Mortgage:
    """As the mirror has it, which the contract must say, too."""
    with county.view() as view:
        found = lending.mortgage(view, mortgage)
    slot = county.chain.view("Mortgages", "mortgage", mortgage)
    assert (slot["state"], slot["lender"], slot["capUntil"]) == (found.state, found.lender, found.cap_until)
    assert (slot["records"], slot["claimed"]) == (len(found.records), found.claimed is not None)
    return found


def again(county: County, proposal: Proposal) -> Proposal:
    with county.view() as view:
        return lending.proposal(view, proposal.change)


def capped(county: County, right: RightId, holder: Body, lender: Body, rank: int = 1) -> bytes:
    """A maximum-amount mortgage of one year."""
    terms = replace(county.mortgage_terms(right, lender), cap_until=county.now() + YEAR)
    county.one(holder, Role.HOLD, commands.propose(terms))
    county.accept_mortgage(terms.id(county.chain), lender, rank)
    return terms.id(county.chain)


def ladder(county: County, right: RightId) -> list[tuple[bytes, int | None]]:
    with county.view() as view:
        found = queries.burdens(view, right[:16])
        assert [one.mortgage for one in found] == queries.ladder(view, right)
    return [(one.mortgage, one.rank) for one in found]
