"""How security comes about: the holder offers, the lender accepts at the rank and the head that it read; a covenant
that the lender lifts for one act."""

from dataclasses import replace
from itertools import count

from ledger.assets import queries as assets
from ledger.chain.client import Chain
from ledger.chain.rows import refuse
from ledger.desks.lending import Act, head
from ledger.kit.errors import LedgerError
from ledger.kit.ids import RecordId, asset_of, to_text
from ledger.kit.numbers import Covenant, MortgageState, Role
from ledger.mortgages import commands, queries
from ledger.mortgages.commands import Terms
from ledger.mortgages.queries import Mortgage
from ledger.parties import queries as parties
from ledger.rights import queries as rights
from ledger.rights.queries import Right
from ledger.store.view import View


def right(view: View, own: bytes) -> Right:
    """Return a right. ContractError RightUnknown."""
    found = rights.right(view, own)
    if found is None:
        refuse("RightUnknown", right=own)
    return found


def offer(view: View, chain: Chain, terms: Terms) -> tuple[Act, RecordId]:
    """The holder offers, under the next number; also the id that the mortgage gets. ContractError as ``propose``."""
    on, lender = right(view, terms.right), parties.party(view, terms.lender)
    asset = assets.asset(view, asset_of(terms.right))
    assert asset is not None, "a right is in an asset"
    made = {one.mortgage for one in queries.of_asset(view, asset.asset) if one.right_id == on.right_id}
    numbered = (replace(terms, number=number) for number in count(len(made) + 1))
    own = next(one for one in numbered if one.id(chain) not in made)
    call = commands.propose(own, asset.area, None if lender is None else lender.kind)
    return Act(call, on.holder, Role.HOLD), own.id(chain)


def withdraw(view: View, own: Mortgage) -> Act:
    """The holder takes the offer back."""
    return Act(commands.withdraw(own.mortgage).to(own.writer), right(view, own.right_id).holder, Role.HOLD)


def accept(view: View, chain: Chain, own: Mortgage, rank: int | None = None) -> Act:
    """The lender accepts what was offered, at the rank that it expects (None: as it is now). ProposalUnknown;
    ContractError OfferNotOpen, OfferExpired, RankDiffers."""
    if own.state is not MortgageState.PROPOSED:
        refuse("OfferNotOpen", offer=own.mortgage)
    if own.over:
        refuse("OfferExpired", offer=own.mortgage, until=own.until)
    on, terms = right(view, own.right_id), Terms.proposed_in(chain, own.tx)
    free = on.encumbrances + 1
    if rank not in (None, free):
        refuse("RankDiffers", mortgage=own.mortgage, rank=free)
    call = commands.accept(terms, own.proposer, free, head(view, own), _lifted(on, own))
    return Act(call.to(own.writer), own.lender, Role.LEND, pair=True, proposer=own.proposer)


def consent(own: Mortgage, cause: RecordId, document: bytes) -> Act:
    """The lender lifts its covenant for one act, another mortgage's or a transfer's id. LedgerError NoCovenant."""
    if own.covenant is not Covenant.REGISTERED:
        raise LedgerError("NoCovenant", mortgage=to_text(own.mortgage))
    call = commands.consent(own.mortgage, cause, document)
    return Act(call.to(own.writer), own.lender, Role.LEND, pair=True)


def _lifted(on: Right, own: Mortgage) -> list[RecordId]:
    return [RecordId(lock.cause) for lock in on.locks if lock.lifted_for == own.mortgage]
