"""One asset's story: everything that is recorded about it, as of one block."""

from dataclasses import dataclass

from ledger.assets import queries as assets
from ledger.assets.queries import Asset, Objection
from ledger.desks import warnings
from ledger.desks.blocking import Bar, blocking, of_right
from ledger.desks.names import Fields, Names
from ledger.desks.warnings import Warn
from ledger.kit.ids import AssetId, PartyId, subject
from ledger.kit.numbers import SubjectKind
from ledger.mortgages import queries as mortgages
from ledger.mortgages.queries import Mortgage
from ledger.orders import queries as orders
from ledger.orders.queries import Order
from ledger.parties import queries as parties
from ledger.parties.queries import Party
from ledger.postings import queries as postings
from ledger.rights import queries as rights
from ledger.rights.queries import Layer, Move, Valuation
from ledger.store import base, timeline
from ledger.store.timeline import Record
from ledger.store.view import View
from ledger.transfers import queries as transfers
from ledger.transfers.queries import Transfer


@dataclass(frozen=True, slots=True)
class Step:
    """A record, and whose officer signed it (None: nobody's, as for what anybody may call)."""

    record: Record
    signer: PartyId | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """``head``: as the events make it; ``broken``: the chain has another."""

    head: bytes
    records: int
    block: int
    broken: bool


@dataclass(frozen=True, slots=True)
class Story:
    """As of block ``block``, whose time is ``now``. ``mortgages``: the live by right and rank, then the others.

    ``parties``: everybody who occurs, by id; what they are called is in their documents.
    """

    block: int
    now: int
    asset: Asset
    fields: Fields
    codes: list[AssetId]
    layers: list[Layer]
    mortgages: list[Mortgage]
    transfers: list[Transfer]
    orders: list[Order]
    bars: list[Bar]
    objections: list[Objection]
    valuations: list[Valuation]
    moves: list[Move]
    warnings: list[Warn]
    timeline: list[Step]
    dossier: Dossier | None
    parties: dict[bytes, Party]


def story(view: View, names: Names, asset: bytes) -> Story | None:
    """Return the story of an asset, also by a later code's id; None if it is unknown."""
    found = assets.asset(view, asset)
    if found is None:
        return None
    own = found.asset
    held = rights.layers(view, own)
    burdens = mortgages.of_asset(view, own)
    offered = transfers.of_asset(view, own)
    lying = orders.of_asset(view, own)
    steps = _timeline(view, own)
    everybody: set[bytes] = {found.collective, *(step.signer for step in steps if step.signer is not None)}
    for step in steps:
        everybody |= {value for value in step.record.args.values() if isinstance(value, bytes) and len(value) == 16}
    return Story(
        block=view.block,
        now=view.now,
        asset=found,
        fields=names.fields(found.document),
        codes=assets.codes(view, own),
        layers=held,
        mortgages=burdens,
        transfers=offered,
        orders=lying,
        bars=_bars(view, own, held),
        objections=assets.objections_to(view, own),
        valuations=rights.valuations_of(view, own),
        moves=rights.moves_of(view, own),
        warnings=warnings.of(found, held, burdens, offered, lying),
        timeline=steps,
        dossier=_dossier(view, own),
        parties=parties.some(view, everybody),
    )


def _timeline(view: View, asset: AssetId) -> list[Step]:
    records = timeline.about(view, asset)
    signers = postings.acted_for(view, [(record.actor, record.position) for record in records])
    return [Step(record, signers.get((record.actor, record.position))) for record in records]


def _bars(view: View, asset: AssetId, layers: list[Layer]) -> list[Bar]:
    """Every bar once, though each right feels those of its asset and its holder."""
    found = blocking(view, asset)
    for layer in layers:
        for right in layer.rights:
            for one in (right, *right.subs):
                found += of_right(view, one)
    return list({bar.cause: bar for bar in found}.values())


def _dossier(view: View, asset: AssetId) -> Dossier | None:
    row = view.one(base.dossiers, base.dossiers.c.subject == subject(SubjectKind.ASSET, asset))
    return None if row is None else Dossier(row.head, row.records, row.block, bool(row.broken))
