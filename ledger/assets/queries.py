"""What is known of assets. Names, places and polygons are in their documents, not here."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row

from ledger.assets.mirror import asset_aliases, asset_bars, assets, objections
from ledger.kit.ids import AssetId, PartyId, RecordId
from ledger.kit.jurisdiction import Jurisdiction, span
from ledger.kit.numbers import Outcome, Status
from ledger.store.view import PAGE, View, within


@dataclass(frozen=True, slots=True)
class Asset:
    """A thing on the register; times in UTC seconds. ``publicity_over``: announced, and the deadline has passed."""

    asset: AssetId
    collective: PartyId
    natural_key: bytes
    kind: int
    area: Jurisdiction
    quantity: int
    document: bytes
    status: Status
    registered: int
    announced: int | None
    deadline: int | None
    publicity_over: bool
    confirmed: int | None
    confirmer: PartyId | None
    retired: int | None


@dataclass(frozen=True, slots=True)
class Objection:
    """``closed`` None: open."""

    objection: RecordId
    asset: AssetId
    receiver: PartyId
    objector: PartyId
    document: bytes
    raised: int
    closed: int | None
    confirmer: PartyId | None
    outcome: Outcome | None
    closing_document: bytes | None


def asset(view: View, asset: bytes) -> Asset | None:
    """Return one asset, also under a later code's id; None if it is unknown."""
    row = view.one(assets, assets.c.asset == asset)
    if row is None:
        alias = view.one(asset_aliases, asset_aliases.c.code == asset)
        row = None if alias is None else view.one(assets, assets.c.asset == alias.asset)
    return None if row is None else _asset(view, row)


def search(
    view: View,
    *where: ColumnElement[bool],
    collective: bytes | None = None,
    area: Jurisdiction | None = None,
    kinds: Collection[int] = (),
    statuses: Collection[int] = (),
    past: bytes = b"",
    limit: int = PAGE,
) -> list[Asset]:
    """Return assets by rising id; ``past``: the last one seen. ``where``: conditions of concepts above this one."""
    asked: list[ColumnElement[bool]] = [*where, assets.c.asset > past]
    if collective is not None:
        asked.append(assets.c.collective == collective)
    if area is not None:
        asked.append(assets.c.area.between(area, area + span(area) - 1))
    if kinds:
        asked.append(assets.c.kind.in_(kinds))
    if statuses:
        asked.append(assets.c.status.in_(statuses))
    return [_asset(view, row) for row in view.rows(view.select(assets, *asked).order_by(assets.c.asset).limit(limit))]


def codes(view: View, asset: bytes) -> list[AssetId]:
    """Return the ids that later codes of an asset occupy."""
    return [row.code for row in view.all(asset_aliases, asset_aliases.c.asset == asset)]


def objections_to(view: View, asset: bytes) -> list[Objection]:
    """Return the objections to an asset, the oldest first."""
    rows = view.all(objections, within(objections.c.objection, asset))
    return sorted((_objection(row) for row in rows), key=lambda row: (row.raised, row.objection))


def open_objections(view: View) -> list[Objection]:
    """Return every objection that is not closed."""
    return [_objection(row) for row in view.all(objections, objections.c.closed.is_(None))]


def bars(view: View, asset: bytes) -> list[bytes]:
    """Return the causes that bar an asset as a whole, by rising id."""
    return [row.cause for row in view.all(asset_bars, asset_bars.c.asset == asset)]


def _asset(view: View, row: Row[Any]) -> Asset:
    status = Status(row.status)
    return Asset(
        asset=row.asset,
        collective=row.collective,
        natural_key=row.natural_key,
        kind=row.kind,
        area=row.area,
        quantity=row.quantity,
        document=row.document,
        status=status,
        registered=row.registered,
        announced=row.announced,
        deadline=row.deadline,
        publicity_over=status is Status.ANNOUNCED and row.deadline <= view.now,
        confirmed=row.confirmed,
        confirmer=row.confirmer,
        retired=row.retired,
    )


def _objection(row: Row[Any]) -> Objection:
    return Objection(
        objection=row.objection,
        asset=AssetId(row.objection[:16]),
        receiver=row.receiver,
        objector=row.objector,
        document=row.document,
        raised=row.raised,
        closed=row.closed,
        confirmer=row.confirmer,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        closing_document=row.closing_document,
    )
