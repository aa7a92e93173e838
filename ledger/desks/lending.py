"""What can be done about a mortgage as it stands: by whose officers, and the call that they sign.

What the mirror alone knows is refused here, with the contracts' own errors; the rest is theirs to refuse.
"""

from dataclasses import dataclass, replace
from itertools import count, pairwise

from ledger.chain.client import Call, Chain
from ledger.chain.rows import refuse
from ledger.kit.errors import LedgerError
from ledger.kit.ids import PartyId, RecordId, subject_of_right, to_text
from ledger.kit.numbers import ChangeKind, ChangeState, Role
from ledger.mortgages import commands, queries
from ledger.mortgages.commands import NOBODY, NOTHING, Change
from ledger.mortgages.queries import Mortgage, Proposal
from ledger.rights import queries as rights
from ledger.store import base
from ledger.store.view import View


@dataclass(frozen=True, slots=True)
class Act:
    """``party``, ``role``: whose officers may; ``pair``: two of them sign, neither of them ``proposer``."""

    call: Call
    party: PartyId
    role: Role
    pair: bool = False
    proposer: bytes = b""


def mortgage(view: View, own: bytes) -> Mortgage:
    """Return one mortgage. LedgerError MortgageUnknown."""
    found = queries.mortgage(view, own)
    if found is None:
        raise LedgerError("MortgageUnknown", mortgage=to_text(own))
    return found


def proposal(view: View, own: bytes) -> Proposal:
    """Return a proposal by its id, or the only open one of a mortgage. LedgerError ChangeUnknown."""
    found = queries.proposal(view, own)
    under = queries.mortgage(view, own)
    opened = [one for one in under.proposals if one.open] if under is not None else []
    if found is None and len(opened) != 1:
        raise LedgerError("ChangeUnknown", change=to_text(own), count=len(opened))
    return found or opened[0]


def propose(
    view: View,
    chain: Chain,
    own: Mortgage,
    kind: ChangeKind,
    until: int,
    document: bytes,
    *,
    lender: PartyId | None = None,
    cap_until: int = 0,
) -> tuple[Act, bytes]:
    """The lender proposes, under the next number of its own; also the proposal's id. LedgerError NobodyBehind."""
    other = _behind(view, own) if kind is ChangeKind.RANK else NOTHING
    change = Change(own.mortgage, kind, until, 0, document, lender or NOBODY, other, cap_until)
    made = {one.change for one in own.proposals}
    numbered = (replace(change, number=number) for number in count(len(made) + 1))
    change = next(one for one in numbered if one.id(chain, own.writer) not in made)
    return _lends(own, commands.propose_change(change)), change.id(chain, own.writer)


def withdraw(view: View, chain: Chain, proposed: Proposal) -> Act:
    """The lender takes a proposal back. ProposalUnknown."""
    number = Change.proposed_in(chain, proposed.tx).number
    return _lends(mortgage(view, proposed.mortgage), commands.withdraw_change(proposed.mortgage, number))


def agree(view: View, chain: Chain, proposed: Proposal) -> Act:
    """The other side agrees at the head that the mirror shows. ProposalUnknown; ContractError OfferNotOpen,
    OfferExpired, TermsDiffer, NotNeighbours."""
    own = mortgage(view, proposed.mortgage)
    if proposed.state is not ChangeState.PROPOSED:
        refuse("OfferNotOpen", offer=proposed.change)
    if proposed.over:
        refuse("OfferExpired", offer=proposed.change, until=proposed.until)
    if proposed.void and own.live:
        refuse("TermsDiffer", offer=proposed.change)
    change = Change.proposed_in(chain, proposed.tx)
    at = proposed.proposer, head(view, own)
    if change.kind is ChangeKind.RANK:
        order = queries.ladder(view, own.right_id)
        if _next(order, own.mortgage) != change.other:
            refuse("NotNeighbours", cause=own.mortgage, other=change.other)
        call = commands.change_rank(change, *at, order)
    else:
        call = (commands.renew if change.kind is ChangeKind.RENEW else commands.assign)(change, *at)
    role = Role.LEND if change.kind is ChangeKind.ASSIGN else Role.HOLD
    return Act(call.to(own.writer), proposed.agrees, role, pair=True, proposer=proposed.proposer)


def claim_end(view: View, own: Mortgage, document: bytes) -> Act:
    """Who holds the right today records that the debt has ended."""
    right = rights.right(view, own.right_id)
    assert right is not None, "a mortgage is on a right"
    return Act(commands.claim_end(own.mortgage, document).to(own.writer), right.holder, Role.HOLD)


def deny_end(own: Mortgage, document: bytes) -> Act:
    """The lender answers that it has not."""
    return _lends(own, commands.deny_end(own.mortgage, document))


def record_number(own: Mortgage, registered_at: int, document: bytes) -> Act:
    """The lender records date and number of the statutory register."""
    return _lends(own, commands.record_statutory_number(own.mortgage, registered_at, document))


def amend(view: View, own: Mortgage, cap_until: int | None, document: bytes) -> Act:
    """The lender records an amendment; ``cap_until`` None: the end stays. ContractError CapExtended."""
    until = own.cap_until if cap_until is None else cap_until
    if until != own.cap_until and (until == 0 or until > own.cap_until):
        refuse("CapExtended", mortgage=own.mortgage, capUntil=own.cap_until)
    return _lends(own, commands.amend(own.mortgage, until, document, head(view, own)), pair=True)


def discharge(own: Mortgage, document: bytes, court: PartyId | None = None) -> Act:
    """The lender discharges, or a court in its place."""
    if court is None:
        return _lends(own, commands.discharge(own.mortgage, document), pair=True)
    call = commands.discharge_by_court(court, own.mortgage, document)
    return Act(call.to(own.writer), court, Role.ORDER, pair=True)


def head(view: View, own: Mortgage) -> bytes:
    """Return the head that the mirror shows: what who acts now has read."""
    row = view.one(base.dossiers, base.dossiers.c.subject == subject_of_right(own.right_id))
    assert row is not None, "a mortgage is a record of a dossier"
    return bytes(row.head)


def _lends(own: Mortgage, call: Call, pair: bool = False) -> Act:
    return Act(call.to(own.writer), own.lender, Role.LEND, pair)


def _behind(view: View, own: Mortgage) -> RecordId:
    found = _next(queries.ladder(view, own.right_id), own.mortgage)
    if found is None:
        raise LedgerError("NobodyBehind", mortgage=to_text(own.mortgage))
    return found


def _next(order: list[RecordId], own: RecordId) -> RecordId | None:
    return next((below for above, below in pairwise(order) if above == own), None)
