"""What goes wrong, said to people as a page and to programs as an RFC 9457 problem: what happened, what to do."""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.deps import Reading, language
from api.headers import HEADERS
from api.web.pages.render import render
from api.web.pages.verdict import Report, report
from api.web.words import Words
from ledger.desks.opening import Desk
from ledger.kit.errors import LedgerError
from ledger.store.errors import StoreDown

PROBLEM = "application/problem+json"
_STATUS = {
    "PageUnknown": HTTPStatus.NOT_FOUND,
    "AssetNotFound": HTTPStatus.NOT_FOUND,
    "MirrorMissing": HTTPStatus.SERVICE_UNAVAILABLE,
    "IdMalformed": HTTPStatus.BAD_REQUEST,
    "JurisdictionMalformed": HTTPStatus.BAD_REQUEST,
    "FilterUnknown": HTTPStatus.BAD_REQUEST,
    "QueryInvalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "MethodRefused": HTTPStatus.METHOD_NOT_ALLOWED,
}


class NotFound(LedgerError):
    """No asset has this id."""

    def __init__(self, asset: str) -> None:
        super().__init__("AssetNotFound", asset=asset)


def install(app: FastAPI) -> None:
    """Answer every error: what a person can act on, and last what a page could not read, which is logged, too."""
    app.add_exception_handler(LedgerError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _query)
    app.add_exception_handler(HTTPStatus.INTERNAL_SERVER_ERROR, _fault)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, LedgerError)
    usual = HTTPStatus.SERVICE_UNAVAILABLE if isinstance(error, StoreDown) else HTTPStatus.INTERNAL_SERVER_ERROR
    return _answer(request, error, _STATUS.get(error.code, usual))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = "MethodRefused" if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else "PageUnknown"
    return _answer(request, LedgerError(code, path=request.url.path), HTTPStatus(error.status_code))


def _query(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fields = ", ".join(str(one["loc"][-1]) for one in error.errors())
    return _answer(request, LedgerError("QueryInvalid", fields=fields), HTTPStatus.UNPROCESSABLE_ENTITY)


def _fault(request: Request, error: Exception) -> Response:
    """A cell altered by hand may hold what no code of ours ever wrote: a page says so, and what was found."""
    return _answer(request, LedgerError("PageFailed"), HTTPStatus.INTERNAL_SERVER_ERROR)


def _answer(request: Request, error: LedgerError, status: HTTPStatus) -> Response:
    lang = language(request)
    said, _, advice = error.say(lang).partition("\n")
    if request.url.path.startswith("/api/"):
        problem: dict[str, Any] = {
            "type": f"urn:ledger:{error.code}",
            "title": said,
            "status": int(status),
            "detail": advice or said,
            "instance": request.url.path,
            "code": error.code,
        }
        return JSONResponse(problem, int(status), HEADERS, PROBLEM)
    desk: Desk = request.app.state.desk
    words, found = Words(lang, desk.names), Report("ok")
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        with suppress(LedgerError), desk.view() as view:
            found = report(Reading(desk, view, words), named=False)
    told = {"said": said, "advice": advice, "report": found, "sample": desk.sample}
    return render(request, words, "error.html", words.t("error.title"), int(status), **told)
