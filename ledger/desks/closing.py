"""Ends what is over by its date: orders, offers, terms of rights. Anybody may; the operator's indexer does.

The contracts know no time between two calls: an order or an offer bars until somebody calls ``expire``, and a lender is
told of a term's end by the record that ``lapse`` writes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from ledger.chain.client import Call, Chain
from ledger.chain.errors import CallUnknown, ContractError
from ledger.chain.proposals import ProposalUnknown
from ledger.chain.sender import Sender
from ledger.kit.errors import LedgerError
from ledger.orders import commands as order_commands
from ledger.orders import queries as orders
from ledger.rights import commands as right_commands
from ledger.rights import queries as rights
from ledger.store.view import View
from ledger.transfers import commands as transfer_commands
from ledger.transfers import queries as transfers
from ledger.transfers.queries import Transfer


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is over: an order, an offer or a right. ``call`` makes what writes its end. ProposalUnknown."""

    thing: bytes
    lapse: bool
    call: Callable[[], Call]


@dataclass(frozen=True, slots=True)
class Closed:
    """What was written, and what the contracts refused: the mirror may have been altered, or somebody was quicker."""

    expired: int
    lapsed: int
    refused: tuple[tuple[bytes, LedgerError], ...]


def due(view: View, chain: Chain, now: int = 0) -> Iterator[Due]:
    """Yield what is over at the view's time, or at a later ``now`` (UTC seconds): an idle chain's head is old."""
    at = replace(view, now=max(view.now, now))
    for order in orders.over(at):
        yield Due(order.order_id, False, partial(order_commands.expire, order.order_id))
    for offer in transfers.over(at):
        yield Due(offer.transfer, False, partial(_expiry, chain, offer))
    for right in rights.over(at):
        yield Due(right, True, partial(right_commands.lapse, right))


def close(found: list[Due], sender: Sender) -> Closed:
    """Write the ends one by one, so that one that is refused keeps no other back. NodeDown, FundsMissing, …"""
    written: list[Due] = []
    refused: list[tuple[bytes, LedgerError]] = []
    for one in found:
        try:
            sender.send(one.call())
        except (ContractError, ProposalUnknown, CallUnknown) as error:
            refused.append((one.thing, error))
        else:
            written.append(one)
    lapsed = sum(one.lapse for one in written)
    return Closed(len(written) - lapsed, lapsed, tuple(refused))


def _expiry(chain: Chain, offer: Transfer) -> Call:
    """The terms of an offer are read from the chain: no office needs to have kept them."""
    terms = transfer_commands.Terms.proposed_in(chain, offer.tx)
    return transfer_commands.expire(terms, offer.holder, offer.proposer).to(offer.writer)
