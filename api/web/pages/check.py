"""``/v/``: a certificate's file is checked in the reader's browser; ``/v/{number}`` says how it stands with one."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

import verifier
from api.deps import Read, Reading
from api.web.pages.render import page
from ledger.certificates.store import Certificates, Kept, moved_in

router = APIRouter()
_HERE = Path(verifier.__file__).resolve().parent
SCRIPTS = _HERE / "browser"


@router.get("/v/", response_class=HTMLResponse)
def check(request: Request, reading: Read) -> HTMLResponse:
    """The check alone."""
    return _page(request, reading, None, None)


@router.get("/v/{number}", response_class=HTMLResponse)
def certificate(request: Request, reading: Read, number: str) -> HTMLResponse:
    """How it stands with a certificate that was issued here, and the check of its file."""
    kept = Certificates(reading.desk.office, reading.desk.chain_id, moved_in(reading.view)).find(number)
    return _page(request, reading, number[:40], kept)


def _page(request: Request, reading: Reading, number: str | None, kept: Kept | None) -> HTMLResponse:
    return page(
        request,
        reading,
        "check.html",
        reading.words.t("v.title"),
        number=number,
        kept=kept,
        block=reading.view.block,
        tables=_data((_HERE / "tables.json").read_text("utf-8")),
        sentences=_data((_HERE / "words.json").read_text("utf-8")),
        trust=reading.desk.trust() or "",
    )


def _data(text: str) -> Markup:
    """JSON between script tags: nothing in it can end the element."""
    return Markup(text.replace("<", "\\u003c"))
