"""The application: pages for people and JSON for programs, read-only, on one desk."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles

from api import errors
from api.deps import COOKIE, language
from api.headers import HEADERS
from api.routes import assets, notices, verify, villages
from api.web.pages import asset as asset_page
from api.web.pages import assets as assets_page
from api.web.pages import check as check_page
from api.web.pages import villages as villages_page
from api.web.pages.render import STATIC
from ledger.desks.opening import Desk

_YEAR = 365 * 86_400


def create_app(desk: Desk) -> FastAPI:
    """Return the application on a desk (``ledger.desks.opening.open_desk``). It writes nothing and asks no node."""
    # The documentation page that FastAPI brings loads its scripts from elsewhere.
    app = FastAPI(title="ledger", version="1", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    app.state.desk = desk
    app.middleware("http")(_headers)
    errors.install(app)
    for module in (villages, assets, notices, verify):
        app.include_router(module.router, prefix="/api/v1")
    for page in (villages_page, assets_page, asset_page, check_page):
        app.include_router(page.router, include_in_schema=False)
    app.mount("/static/verifier", StaticFiles(directory=check_page.SCRIPTS))
    app.mount("/static", StaticFiles(directory=STATIC))
    return app


async def _headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    response.headers.update(HEADERS)
    if "lang" in request.query_params:
        response.set_cookie(COOKIE, language(request), max_age=_YEAR, httponly=True, samesite="lax")
    return response
