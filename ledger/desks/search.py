"""Looking for assets: what the mirror can filter, what only the documents know, and what lies on them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, select

from ledger.assets import queries as assets
from ledger.assets.mirror import assets as table
from ledger.assets.queries import Asset
from ledger.desks.names import Fields, Names
from ledger.kit.ids import PartyId
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.numbers import Act, OrderState
from ledger.orders.mirror import orders
from ledger.rights.mirror import locks, rights
from ledger.store.schema import CHAIN
from ledger.store.view import PAGE, View, leading

Burden = Literal["mortgaged", "ordered", "free"]
"""A live mortgage on any of its rights; a live order on it or any of them; neither."""
_SCAN = 500


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; empty asks nothing. ``text``: anywhere in the asset's document, or the start of its id."""

    text: str = ""
    collective: PartyId | None = None
    area: Jurisdiction | None = None
    kinds: Collection[int] = ()
    statuses: Collection[int] = ()
    burden: Burden | None = None
    holder: PartyId | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An asset, its document's fields, how many mortgages and orders lie on it and its rights."""

    asset: Asset
    fields: Fields
    mortgages: int
    orders: int


def search(view: View, names: Names, asked: Filter, *, past: bytes = b"", limit: int = PAGE) -> list[Hit]:
    """Return a page of assets by rising id; ``past``: the last id of the page before. Fewer than ``limit``: the end."""
    hits: list[Hit] = []
    text = asked.text.strip()
    burdened, ordered = _counts(view)
    while len(hits) < limit:
        size = _SCAN if text else limit
        rows = assets.search(
            view,
            *_where(view, asked),
            collective=asked.collective,
            area=asked.area,
            kinds=asked.kinds,
            statuses=asked.statuses,
            past=past,
            limit=size,
        )
        for row in rows:
            if not text or names.says(row.document, text) or row.asset.hex().startswith(_hex(text)):
                on = row.asset
                hits.append(Hit(row, names.fields(row.document), burdened.get(on, 0), ordered.get(on, 0)))
        if len(rows) < size:
            break
        past = rows[-1].asset
    return hits[:limit]


def _hex(text: str) -> str:
    return text.lower().removeprefix("0x") or "-"


def _where(view: View, asked: Filter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    secured = select(leading(locks.c.right_id, 16)).where(locks.c[CHAIN] == view.chain_id, locks.c.act == Act.SECURITY)
    barred = select(leading(orders.c.order_id, 16)).where(
        orders.c[CHAIN] == view.chain_id, orders.c.state == OrderState.LIVE, orders.c.party.is_(None)
    )
    if asked.burden == "mortgaged":
        where.append(table.c.asset.in_(secured))
    if asked.burden == "ordered":
        where.append(table.c.asset.in_(barred))
    if asked.burden == "free":
        where += [table.c.asset.not_in(secured), table.c.asset.not_in(barred)]
    if asked.holder is not None:
        held = select(leading(rights.c.right_id, 16)).where(
            rights.c[CHAIN] == view.chain_id, rights.c.holder == asked.holder
        )
        where.append(table.c.asset.in_(held))
    return where


def _counts(view: View) -> tuple[dict[bytes, int], dict[bytes, int]]:
    burdened: dict[bytes, int] = {}
    for row in view.all(locks, locks.c.act == Act.SECURITY):
        burdened[row.right_id[:16]] = burdened.get(row.right_id[:16], 0) + 1
    ordered: dict[bytes, int] = {}
    for row in view.all(orders, orders.c.state == OrderState.LIVE, orders.c.party.is_(None)):
        ordered[row.order_id[:16]] = ordered.get(row.order_id[:16], 0) + 1
    return burdened, ordered
