"""Assets, as JSON: looking for them, and the story of one."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.asked import Asked, asked_filter
from api.deps import Read, Reading
from api.errors import NotFound
from api.schemas import assets as schema
from api.schemas.common import Area, AsOf, Who
from api.web.pages.asset import warning
from api.web.pages.assets import number
from api.web.pages.verdict import concerning
from ledger.assets.queries import Asset
from ledger.desks.names import Fields
from ledger.desks.search import search
from ledger.desks.story import story
from ledger.kit import catalogue
from ledger.kit.ids import from_text
from ledger.kit.jurisdiction import to_text
from ledger.kit.numbers import AssetKind, Paper, PartyKind, RightKind, Unit
from ledger.mortgages.queries import Mortgage
from ledger.parties.queries import Party
from ledger.rights.queries import Right
from ledger.store.view import PAGE

router = APIRouter(tags=["assets"])
_PRIVATE = (PartyKind.HOUSEHOLD, PartyKind.PERSON)


@router.get("/assets")
def assets(reading: Read, asked: Asked, limit: Annotated[int, Query(ge=1, le=200)] = PAGE) -> schema.Assets:
    """A page of assets by rising id. IdMalformed, JurisdictionMalformed, FilterUnknown."""
    hits = search(reading.view, reading.names, asked_filter(asked), past=asked.past, limit=limit + 1)
    return schema.Assets(
        as_of=_as_of(reading),
        assets=[
            schema.Hit(**_asset(hit.asset, hit.fields), mortgages=hit.mortgages, orders=hit.orders)
            for hit in hits[:limit]
        ],
        next=hits[limit - 1].asset.asset if len(hits) > limit else None,
    )


@router.get("/assets/{asset}")
def asset(reading: Read, asset: str) -> schema.Story:
    """The story of one asset, also by a later code's id. AssetNotFound, IdMalformed."""
    found = story(reading.view, reading.names, from_text(asset, 16))
    if found is None:
        raise NotFound(asset)
    return schema.Story(
        as_of=_as_of(reading),
        asset=schema.Asset(**_asset(found.asset, found.fields)),
        rights=[_right(right) for layer in found.layers for right in layer.rights],
        mortgages=[_mortgage(one) for one in found.mortgages],
        orders=[
            schema.Order(
                kind=one.kind.name.lower(), state=one.state.name.lower(), **_plain(one, schema.Order, "kind", "state")
            )
            for one in found.orders
        ],
        warnings=[
            schema.Warning(code=one.code, thing=one.thing, text=warning(reading.words, one)) for one in found.warnings
        ],
        timeline=[
            schema.Record(
                event=one.record.name, signer=one.signer, **_plain(one.record, schema.Record, "event", "signer")
            )
            for one in found.timeline
        ],
        parties=[_who(reading, one) for one in found.parties.values()],
        dossier_head=None if found.dossier is None else found.dossier.head,
        altered=bool(concerning(reading, found.asset.asset, (step.record for step in found.timeline))),
    )


def _as_of(reading: Reading) -> AsOf:
    return AsOf(chain_id=reading.view.chain_id, block=reading.view.block, time=reading.view.now)


def _plain(one: object, model: type[BaseModel], *others: str) -> dict[str, Any]:
    """Return the fields that a reading and an answer have in common: all but the others."""
    return {name: getattr(one, name) for name in model.model_fields if name not in others}


def _asset(one: Asset, fields: Fields) -> dict[str, Any]:
    unit = catalogue.asset_kind(one.kind).unit
    return {
        "asset": one.asset,
        "name": str(fields.get("/name") or ""),
        "number": number(fields),
        "kind": AssetKind(one.kind).name.lower(),
        "collective": one.collective,
        "jurisdiction": to_text(one.area),
        "status": one.status.name.lower(),
        "unit": unit.name.lower(),
        "quantity": one.quantity,
        "area": Area.of(one.quantity) if unit is Unit.AREA else None,
        "document": one.document,
        "registered": one.registered,
        "deadline": one.deadline,
        "confirmed": one.confirmed,
    }


def _right(one: Right) -> schema.Right:
    return schema.Right(
        right_id=one.right_id,
        kind=RightKind(one.kind).name.lower(),
        holder=one.holder,
        numerator=one.numerator,
        denominator=one.denominator,
        until=one.until,
        term=one.term.value,
        existing=one.existing,
        since=one.since,
        subs=[_right(sub) for sub in one.subs],
    )


def _mortgage(one: Mortgage) -> schema.Mortgage:
    return schema.Mortgage(
        mortgage=one.mortgage,
        right_id=one.right_id,
        lender=one.lender,
        grantor=one.grantor,
        form=one.form.name.lower(),
        state=one.state.name.lower(),
        void=one.void,
        rank=one.rank,
        accepted=one.accepted,
        register_code=None if one.register is None else one.register.code,
        binds="unlisted" if one.register is None else one.register.effect,
        registered=one.registered_at,
        missing_required=_papers(one.missing.required),
        missing_expected=_papers(one.missing.expected),
        first_lender=one.lender_at(),
        accepted_rank=one.accepted_rank,
        cap_until=one.cap_until,
        claimed=one.claimed,
        records=[
            schema.MortgageRecord(
                number=each.record_number,
                kind=each.kind.name.lower(),
                time=each.recorded,
                **_plain(each, schema.MortgageRecord, "number", "kind", "time"),
            )
            for each in one.records
        ],
        proposals=[
            schema.Proposal(
                kind=each.kind.name.lower(),
                state=each.state.name.lower(),
                **_plain(each, schema.Proposal, "kind", "state"),
            )
            for each in one.proposals
        ],
    )


def _papers(mask: int) -> list[str]:
    return [paper.name.lower() for paper in Paper if mask >> paper & 1]


def _who(reading: Reading, one: Party) -> Who:
    name = "" if one.kind in _PRIVATE else reading.names.name(one.document)
    return Who(party=one.party, kind=one.kind.name.lower(), name=name)
