"""``/``: every collective, what it has and what lies on it; the newest notices; the last check."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.deps import Read, Reading
from api.web.pages.render import page
from ledger.assets import queries as assets
from ledger.desks import villages as desk
from ledger.desks.villages import Village
from ledger.kit.ids import AssetId
from ledger.kit.numbers import Status
from ledger.notices import board

router = APIRouter()
STATUSES = (Status.REGISTERED, Status.ANNOUNCED, Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class News:
    """A line of the board."""

    time: int
    event: str
    count: int
    asset: str
    name: Markup
    told: list[Markup]


@router.get("/", response_class=HTMLResponse)
def villages(request: Request, reading: Read) -> HTMLResponse:
    """The front page."""
    words = reading.words
    found = desk.villages(reading.view)
    entries = board.latest(reading.view)
    reading.meet([one for entry in entries for one in entry.told] + [one.party for one in found])
    return page(
        request,
        reading,
        "villages.html",
        words.t("villages.title"),
        villages=found,
        totals=desk.totals(reading.view),
        sums=_sums(found),
        statuses=STATUSES,
        news=[_news(reading, entry) for entry in entries],
    )


def _sums(found: list[Village]) -> dict[str, int]:
    sums = {name: sum(getattr(one, name) for one in found) for name in _COLUMNS}
    return sums | {status.name: sum(one.statuses.get(status, 0) for one in found) for status in STATUSES}


_COLUMNS = ("assets", "square", "rights", "mortgages", "orders", "open_objections")


def _news(reading: Reading, entry: board.Entry) -> News:
    words = reading.words
    return News(
        entry.time,
        entry.event,
        entry.count,
        "" if entry.asset is None else "0x" + entry.asset.hex(),
        Markup("") if entry.asset is None else _name(reading, entry.asset),
        [words.party(party) for party in entry.told],
    )


def _name(reading: Reading, asset: AssetId) -> Markup:
    found = assets.asset(reading.view, asset)
    return Markup("") if found is None else reading.words.paper(found.document, reading.words.kind(found.kind))
