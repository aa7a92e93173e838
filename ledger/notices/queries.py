"""Notices: a view over what happened and who is affected. Nothing is stored: the records are the notices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_

from ledger.assets.mirror import assets, objections, reassignments
from ledger.kit.ids import AssetId, PartyId, asset_of
from ledger.mortgages.mirror import mortgage_changes, mortgage_records, mortgages
from ledger.notices.audience import AUDIENCE, RANK_ONLY, Whom
from ledger.notices.replay import lent, replay, right_in
from ledger.orders.mirror import orders
from ledger.parties.mirror import parties
from ledger.rights.mirror import right_moves, rights
from ledger.store import timeline
from ledger.store.rules import Value
from ledger.store.timeline import Position, Record
from ledger.store.view import PAGE, View
from ledger.transfers.mirror import transfers

Span = tuple[Position, Position | None]
"""From a record on, before another; None: still."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that one party is told. ``event``: the Solidity name; ``thing``: the id that it is about; ``asset``
    None: it is about a party. ``shown``: what this party may read of it."""

    block: int
    log: int
    time: int
    event: str
    thing: bytes
    asset: AssetId | None
    party: PartyId
    why: Whom
    shown: Mapping[str, Value]

    @property
    def position(self) -> Position:
        """Where it stands in the order of everything."""
        return self.block, self.log


def of_asset(view: View, asset: bytes) -> list[Notice]:
    """Return everything that anybody was told about an asset, the newest first."""
    return _of(AssetId(asset[:16]), timeline.about(view, asset))[::-1]


def of_party(view: View, party: bytes, *, before: Position | None = None, limit: int = PAGE) -> list[Notice]:
    """Return what a party is told, the newest first; ``before``: the last position seen."""
    recorded = timeline.about_all(view, _touched(view, party))
    found = [one for asset, records in recorded.items() for one in _of(AssetId(asset), records) if one.party == party]
    found += _about_parties(view, PartyId(party))
    found = [one for one in found if before is None or one.position < before]
    return sorted(found, key=lambda one: one.position, reverse=True)[:limit]


def _of(asset: AssetId, records: list[Record]) -> list[Notice]:
    return [_notice(record, party, why, asset) for record, told in replay(records) for party, why in told]


def _notice(record: Record, party: PartyId, why: Whom, asset: AssetId | None) -> Notice:
    thing: Any = next(iter(record.args.values()))
    shown = {name: value for name, value in record.args.items() if name != "actor"}
    if why in RANK_ONLY and "mortgage" in record.args:
        thing = right_in(record)
        shown = {name: value for name, value in shown.items() if name == "rank"}
    elif why is Whom.RISEN:
        thing = record["other"]
    return Notice(record.block, record.log, record.time, record.name, thing, asset, party, why, shown)


def _touched(view: View, party: bytes) -> list[AssetId]:
    """Assets in which a party ever was anything that a notice is sent for."""
    found: set[AssetId] = set()
    found |= {row.asset for row in view.all(assets, or_(assets.c.collective == party, assets.c.registrant == party))}
    found |= {row.asset for row in view.all(reassignments, reassignments.c.collective == party)}
    made = or_(objections.c.objector == party, objections.c.receiver == party)
    found |= {asset_of(row.objection) for row in view.all(objections, made)}
    found |= {asset_of(row.right_id) for row in view.all(rights, rights.c.holder == party)}
    moved = or_(right_moves.c.former == party, right_moves.c.holder == party)
    found |= {asset_of(row.right_id) for row in view.all(right_moves, moved)}
    offered = or_(transfers.c.holder == party, transfers.c.transferee == party)
    found |= {asset_of(row.transfer) for row in view.all(transfers, offered)}
    secured = or_(mortgages.c.grantor == party, mortgages.c.lender == party)
    found |= {asset_of(row.mortgage) for row in view.all(mortgages, secured)}
    found |= {asset_of(row.mortgage) for row in view.all(mortgage_changes, mortgage_changes.c.lender == party)}
    return sorted(found | _lent_before(view, party))


def _lent_before(view: View, party: bytes) -> set[AssetId]:
    return {asset_of(row.mortgage) for row in view.all(mortgage_records, mortgage_records.c.former == party)}


def _about_parties(view: View, party: PartyId) -> list[Notice]:
    """Orders on a party and changes of its standing: to itself, its keeper, and the lenders on what it holds."""
    relations: dict[bytes, Whom] = {party: Whom.SELF}
    barred = {row.party for row in view.all(orders, orders.c.party.is_not(None))}
    kept = view.all(parties, parties.c.keeper == party, or_(parties.c.party.in_(barred), parties.c.judged.is_not(None)))
    relations |= {row.party: Whom.KEEPER for row in kept if row.party != party}
    spans: dict[bytes, list[Span]] = {}
    taken = {asset_of(row.mortgage) for row in view.all(mortgages, mortgages.c.lender == party)} if barred else set()
    for records in timeline.about_all(view, sorted(taken | _lent_before(view, party))).values():
        for holder, start, end in lent(records, party):
            if holder in barred:
                spans.setdefault(holder, []).append((start, end))
                relations.setdefault(holder, Whom.LENDER)
    found = []
    for about, why in relations.items():
        for record in timeline.about(view, about):
            if why not in AUDIENCE.get(record.name, ()):
                continue
            if why is Whom.LENDER and not _during(spans[about], record.position):
                continue
            found.append(_notice(record, party, why, None))
    return found


def _during(spans: list[Span], place: Position) -> bool:
    return any(start <= place and (end is None or place < end) for start, end in spans)
