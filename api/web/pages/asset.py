"""``/assets/{id}``: one asset's story."""

from collections import Counter
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from api.deps import Read
from api.errors import NotFound
from api.web.pages import ladder, timeline
from api.web.pages.assets import number
from api.web.pages.papers import papers
from api.web.pages.render import page
from api.web.pages.stack import stack
from api.web.pages.verdict import concerning
from api.web.words import Words
from ledger.desks.story import Story, story
from ledger.desks.warnings import Warn
from ledger.kit import catalogue
from ledger.kit.ids import from_text, kind_of
from ledger.kit.kinds import Register
from ledger.kit.numbers import Status
from ledger.notices import queries as notices

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, and everybody who was told of it, each with the reason."""

    time: int
    event: str
    rank: int
    told: list[tuple[Markup, Markup]]


@router.get("/assets/{asset}", response_class=HTMLResponse)
def asset(request: Request, reading: Read, asset: str) -> HTMLResponse:
    """The story of an asset, also by a later code's id. NotFound, IdMalformed."""
    found = story(reading.view, reading.names, from_text(asset, 16))
    if found is None:
        raise NotFound(asset)
    words, told = reading.words, notices.of_asset(reading.view, found.asset.asset)
    words.people |= found.parties
    words.several = _several(found)
    reading.meet(one.party for one in told)
    findings = concerning(reading, found.asset.asset, (step.record for step in found.timeline))
    live = [one for one in found.orders if one.queue]
    return page(
        request,
        reading,
        "asset.html",
        words.paper(found.asset.document, words.kind(found.asset.kind)),
        story=found,
        number=number(found.fields),
        place=words.data(str(found.fields.get("/place") or found.fields.get("/division_name") or "")),
        value=found.fields.get("/value_fen"),
        state=_state(found),
        findings=findings,
        stack=stack(words, found),
        ladders=ladder.ladders(words, found.mortgages),
        offers=ladder.others(words, found.mortgages),
        orders=live + [one for one in found.orders if not one.queue],
        papers=papers(words, found),
        warnings=[(_about(words, found, one), warning(words, one)) for one in found.warnings],
        notices=_told(words, told),
        timeline=timeline.entries(words, found.timeline),
        Status=Status,
    )


def _state(found: Story) -> tuple[str, str]:
    """Return sign and word of what comes first: barred, waiting, burdened, free."""
    if found.asset.status is Status.RETIRED:
        return "ended", "retired"
    if any(not bar.over and bar.is_order for bar in found.bars):
        return "barred", "barred"
    if any(one.closed is None for one in found.objections):
        return "waiting", "objected"
    if found.asset.status is not Status.CONFIRMED:
        return "waiting", "unconfirmed"
    if any(not bar.over for bar in found.bars):
        return "waiting", "offered"
    return ("ok", "burdened") if any(one.live for one in found.mortgages) else ("ok", "free")


def _several(found: Story) -> set[int]:
    kinds = Counter(one.kind for layer in found.layers for right in layer.rights for one in (right, *right.subs))
    return {kind for kind, count in kinds.items() if count > 1}


def _about(words: Words, found: Story, warn: Warn) -> Markup:
    """Return what a warning is about: the lender's security, the right, or nothing where it is the asset itself."""
    if not kind_of(warn.thing):
        return Markup("")
    right = words.right(warn.thing)
    lender = next((one.lender for one in found.mortgages if one.mortgage == warn.thing), None)
    return escape(right) if lender is None else words.t("about", lender=words.party(lender), right=right)


def warning(words: Words, warn: Warn) -> Markup:
    """Return the sentence of a warning."""
    fields = {name: _field(words, name, value) for name, value in warn.fields.items()}
    return words.say(f"warnings.{warn.code}", **fields)


def _field(words: Words, name: str, value: int | str | tuple[IntEnum, ...]) -> str:
    if isinstance(value, tuple):
        return str(words.t("comma")).join(words.label(one) for one in value)
    if isinstance(value, int):
        return words.date(value) if value else str(words.t("no_end"))
    return _registers()[value].names[words.lang] if name == "register" else value


def _registers() -> dict[str, Register]:
    found = (catalogue.statutory_register(row.number) for row in catalogue.right_kinds())
    return {one.code: one for one in found if one is not None}


def _told(words: Words, told: list[notices.Notice]) -> list[Told]:
    found: dict[Any, Told] = {}
    for one in told:
        rank = one.shown.get("rank")
        entry = Told(one.time, one.event, rank if isinstance(rank, int) else 0, [])
        found.setdefault((one.position, one.event), entry).told.append(
            (words.party(one.party), words.say(f"notices.why.{one.why.value}"))
        )
    return list(found.values())
