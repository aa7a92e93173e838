"""``/assets``: looking for assets, every filter in the address, page by page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.asked import Asked, asked_filter
from api.deps import Read, Reading
from api.web.pages.render import page
from api.web.pages.verdict import altered
from ledger.desks import villages as desk
from ledger.desks.names import Fields
from ledger.desks.search import Hit, search
from ledger.kit import catalogue
from ledger.kit.numbers import AssetKind, KeyForm, Status, Unit
from ledger.store.view import PAGE

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Row:
    """One asset in the table. ``square`` None: not measured in area; ``altered``: ``verify`` named a row of its."""

    id: str
    name: Markup
    number: str
    kind: str
    village: Markup
    status: Status
    square: int | None
    quantity: str
    value: int | None
    mortgages: int
    orders: int
    altered: bool


@router.get("/assets", response_class=HTMLResponse)
def assets(request: Request, reading: Read, asked: Asked) -> HTMLResponse:
    """The table, its filters, and the way to the next page."""
    words = reading.words
    villages = desk.villages(reading.view)
    reading.meet(one.party for one in villages)
    hits = search(reading.view, reading.names, asked_filter(asked), past=asked.past, limit=PAGE + 1)
    reading.meet(hit.asset.collective for hit in hits)
    wrong = altered(reading)
    rows = [_row(reading, hit, hit.asset.asset in wrong) for hit in hits[:PAGE]]
    more = hits[PAGE - 1].asset.asset.hex() if len(hits) > PAGE else ""
    kept = asked.query()
    return page(
        request,
        reading,
        "assets.html",
        words.t("assets.title"),
        asked=asked,
        rows=rows,
        villages=[("0x" + one.party.hex(), words.party(one.party)) for one in villages],
        kinds=sorted(AssetKind, key=lambda kind: (catalogue.asset_kind(kind).asset_class, kind)),
        statuses=[status for status in Status if status is not Status.ALIAS],
        square=sum(row.square or 0 for row in rows),
        value=sum(row.value for row in rows if row.value is not None) if any(row.value for row in rows) else None,
        first="/assets" + (f"?{urlencode(kept)}" if kept else ""),
        following=f"/assets?{urlencode(kept | {'past': '0x' + more})}" if more else "",
    )


def number(fields: Fields) -> str:
    """Return the number by which people know an asset."""
    for form in KeyForm:
        found = fields.get(f"/{form.name.lower()}") or (fields.get("/number") if form is KeyForm.OWN_NUMBER else None)
        if found:
            return str(found)
    return ""


def _row(reading: Reading, hit: Hit, wrong: bool) -> Row:
    words, one = reading.words, hit.asset
    measured = catalogue.asset_kind(one.kind).unit is Unit.AREA
    value = hit.fields.get("/value_fen")
    return Row(
        id="0x" + one.asset.hex(),
        name=words.paper(one.document, words.kind(one.kind)),
        number=number(hit.fields),
        kind=words.kind(one.kind),
        village=words.party(one.collective),
        status=one.status,
        square=one.quantity if measured else None,
        quantity="" if measured else words.quantity(one.kind, one.quantity),
        value=value if isinstance(value, int) else None,
        mortgages=hit.mortgages,
        orders=hit.orders,
        altered=wrong,
    )
