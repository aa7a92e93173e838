"""What a party is told, as JSON."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Read, Reading
from api.schemas.common import AsOf
from api.schemas.notices import Notice, Notices
from ledger.kit.errors import LedgerError
from ledger.kit.ids import from_text
from ledger.notices import queries
from ledger.store.timeline import Position
from ledger.store.view import PAGE

router = APIRouter(tags=["notices"])


@router.get("/notices")
def notices(
    reading: Read,
    party: Annotated[str, Query(description="PartyId of who is told")],
    before: Annotated[str, Query(description="block.log of the last notice seen")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
) -> Notices:
    """Notices of a party, the newest first. IdMalformed, FilterUnknown."""
    view, who = reading.view, from_text(party, 16)
    found = queries.of_party(view, who, before=_position(before), limit=limit + 1)
    last = found[limit - 1].position if len(found) > limit else None
    return Notices(
        as_of=AsOf(chain_id=view.chain_id, block=view.block, time=view.now),
        party=who,
        notices=[_notice(reading, one) for one in found[:limit]],
        next=None if last is None else f"{last[0]}.{last[1]}",
    )


def _position(text: str) -> Position | None:
    if not text:
        return None
    block, _, log = text.partition(".")
    if not (block.isdecimal() and log.isdecimal()):
        raise LedgerError("FilterUnknown", name="before", word=text)
    return int(block), int(log)


def _notice(reading: Reading, one: queries.Notice) -> Notice:
    rank = one.shown.get("rank")
    return Notice(
        block=one.block,
        log=one.log,
        time=one.time,
        event=one.event,
        text=reading.words.say(f"notices.{one.event}"),
        thing=one.thing,
        asset=one.asset,
        why=one.why.value,
        rank=rank if isinstance(rank, int) else None,
    )
