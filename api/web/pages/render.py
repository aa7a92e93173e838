"""Templates to HTML: what every page has, whoever made it."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.deps import Reading
from api.headers import HEADERS
from api.web.pages.verdict import report
from api.web.words import Words

HERE = Path(__file__).resolve().parent.parent
STATIC = HERE / "static"
_TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(request: Request, reading: Reading, template: str, title: str | Markup, **context: Any) -> HTMLResponse:
    """Return a page of one state of the mirror."""
    context.setdefault("report", report(reading))
    asked = {"sample": reading.desk.sample, "block": reading.view.block, "now": reading.view.now, **context}
    return render(request, reading.words, template, title, **asked)


def render(
    request: Request, words: Words, template: str, title: str | Markup, status: int = 200, **context: Any
) -> HTMLResponse:
    """Return any page, also one that could not read the mirror."""
    other = "en" if words.lang == "zh" else "zh"
    here = {"w": words, "t": words.t, "title": title, "other": other, "switch": address(request, lang=other)}
    return HTMLResponse(_TEMPLATES.get_template(template).render(**here, **context), status, HEADERS)


def address(request: Request, **changes: str) -> str:
    """Return the page's own address with other words in its query; an empty word leaves."""
    asked = {name: value for name, value in request.query_params.items() if value} | changes
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{request.url.path}?{query}" if query else request.url.path
