"""Collectives, as JSON."""

from fastapi import APIRouter

from api.deps import Read
from api.schemas.common import Area, AsOf
from api.schemas.villages import Totals, Village, Villages
from ledger.desks import villages as desk
from ledger.kit.jurisdiction import to_text

router = APIRouter(tags=["villages"])


@router.get("/villages")
def villages(reading: Read) -> Villages:
    """Every collective by area, with what it has and what lies on it."""
    view, total = reading.view, desk.totals(reading.view)
    return Villages(
        as_of=AsOf(chain_id=view.chain_id, block=view.block, time=view.now),
        villages=[_village(one, reading.names.name(one.document)) for one in desk.villages(view)],
        totals=Totals(**{name: getattr(total, name) for name in Totals.model_fields}),
    )


def _village(one: desk.Village, name: str) -> Village:
    return Village(
        party=one.party,
        kind=one.kind.name.lower(),
        name=name,
        jurisdiction=to_text(one.area),
        statuses={status.name.lower(): count for status, count in sorted(one.statuses.items())},
        assets=one.assets,
        area=Area.of(one.square),
        rights=one.rights,
        mortgages=one.mortgages,
        orders=one.orders,
        open_objections=one.open_objections,
    )
