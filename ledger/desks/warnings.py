"""What a reader must notice about an asset before acting: what no contract refuses, and a person would overlook.

The sentence of a warning is ``warnings.<code>``, filled with its fields.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from ledger.assets.queries import Asset
from ledger.kit import catalogue
from ledger.kit.ids import kind_of
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.numbers import Act, ChangeKind, Covenant, MortgageState, Paper, TransferState, Way
from ledger.mortgages.queries import Mortgage
from ledger.orders.queries import Order
from ledger.rights.queries import Layer, Right, Term
from ledger.transfers.queries import Transfer


@dataclass(frozen=True, slots=True)
class Warn:
    """``thing``: what it is about. ``fields``: numbers, times, or members whose ``catalogue.label`` is the word."""

    code: str
    thing: bytes
    fields: Mapping[str, int | str | tuple[IntEnum, ...]] = field(default_factory=dict)


_TERMS = {Term.OVER: "TermOver", Term.CONTINUES: "UseContinues", Term.EXTENDED: "TermExtended"}


def of(
    asset: Asset,
    layers: list[Layer],
    mortgages: list[Mortgage],
    transfers: list[Transfer],
    orders: list[Order],
) -> list[Warn]:
    """Return what is to be noticed, in the order in which the page shows it."""
    found = [Warn("PublicityOver", asset.asset)] if asset.publicity_over else []
    for layer in layers:
        for right in layer.rights:
            found += _of_right(right)
            for sub in right.subs:
                found += _of_right(sub)
    for mortgage in mortgages:
        if mortgage.live:
            found += _of_mortgage(mortgage)
        elif mortgage.over:
            found.append(Warn("OfferOver", mortgage.mortgage, {"until": mortgage.until}))
    for offer in transfers:
        found += _of_offer(offer, asset.area)
    found += [Warn("OrderOver", one.order_id, {"until": one.until}) for one in orders if one.over]
    return found


def _of_right(right: Right) -> Iterator[Warn]:
    if right.term in _TERMS:
        yield Warn(_TERMS[right.term], right.right_id, {"until": right.until})
    if right.let_out > 1:
        yield Warn("LeasedTwice", right.right_id, {"share": str(right.let_out)})
    if right.live and right.lacks:
        yield Warn("ExistingLacks", right.right_id, {"lacks": tuple(sorted(right.lacks))})


def _of_offer(offer: Transfer, area: Jurisdiction) -> Iterator[Warn]:
    if offer.over:
        yield Warn("OfferOver", offer.transfer, {"until": offer.until})
    elif offer.state is TransferState.PROPOSED:
        act = Act.SUB if offer.way in (Way.LEASE, Way.SHARE_IN) else Act.TRANSFER
        papers = catalogue.right_kind(kind_of(offer.right_id), area).papers_for(act).missing(offer.papers).expected
        if papers:
            yield Warn("PapersOfTransfer", offer.transfer, {"papers": _papers(papers)})


def _papers(mask: int) -> tuple[Paper, ...]:
    return tuple(paper for paper in Paper if mask >> paper & 1)


def _of_mortgage(mortgage: Mortgage) -> Iterator[Warn]:
    thing = mortgage.mortgage
    if mortgage.void:
        yield Warn("MortgageVoid", thing)
        return
    if mortgage.state is MortgageState.PENDING:
        yield Warn("SecurityPending", thing)
    elif mortgage.register is not None and mortgage.register.effect == "opposability" and not mortgage.registered_at:
        yield Warn("NotRegistered", thing, {"register": mortgage.register.code})
    if mortgage.contract_only:
        yield Warn("ContractOnly", thing)
    if mortgage.covenant is Covenant.AGREED:
        yield Warn("CovenantAgreed", thing)
    if mortgage.missing.expected:
        yield Warn("PapersExpected", thing, {"papers": _papers(mortgage.missing.expected)})
    if mortgage.claimed:
        yield Warn("EndClaimed", thing, {"since": mortgage.claimed})
    if not mortgage.debtor_is_grantor and mortgage.lender_at() != mortgage.lender:
        yield Warn("DebtorUntold", thing)
    for offer in mortgage.proposals:
        if offer.open:
            yield Warn("ChangeOpen", thing, {"kind": (offer.kind,), "until": offer.until})
        if offer.open and offer.kind is ChangeKind.ASSIGN and mortgage.cap_until:
            yield Warn("PartAssigned", thing)
