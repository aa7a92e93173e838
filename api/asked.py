"""Filters as an address carries them: the same words for pages and programs."""

from dataclasses import dataclass
from typing import Annotated, get_args

from fastapi import Depends, Query

from ledger.desks.search import Burden, Filter
from ledger.kit.errors import LedgerError
from ledger.kit.ids import PartyId, from_text
from ledger.kit.jurisdiction import Jurisdiction, parse
from ledger.kit.numbers import AssetKind, Status


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What was asked, as it was written; an empty word asks nothing. ``past``: the last id seen."""

    text: str
    village: str
    area: str
    kind: str
    status: str
    burden: str
    holder: str
    past: bytes

    def query(self) -> dict[str, str]:
        """Return the filters that ask something, without the place in the list."""
        names = ("text", "village", "area", "kind", "status", "burden", "holder")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def asked(
    text: Annotated[str, Query(max_length=100, description="anywhere in the document, or the start of the id")] = "",
    village: Annotated[str, Query(description="PartyId of a collective")] = "",
    area: Annotated[str, Query(description="division code")] = "",
    kind: Annotated[str, Query(description="a kind of asset, by its code")] = "",
    status: Annotated[str, Query(description="a status, by its code")] = "",
    burden: Annotated[str, Query(description="mortgaged, ordered or free")] = "",
    holder: Annotated[str, Query(description="PartyId of who holds a right")] = "",
    past: Annotated[str, Query(description="the last id of the page before")] = "",
) -> AskedFor:
    """Read the filters. IdMalformed."""
    return AskedFor(text.strip(), village, area, kind, status, burden, holder, from_text(past, 16) if past else b"")


Asked = Annotated[AskedFor, Depends(asked)]


def asked_filter(given: AskedFor) -> Filter:
    """Return the filter for the desk. IdMalformed, JurisdictionMalformed, FilterUnknown."""
    burdens: tuple[Burden, ...] = get_args(Burden)
    burden = next((one for one in burdens if one == given.burden), None)
    if given.burden and burden is None:
        raise LedgerError("FilterUnknown", name="burden", word=given.burden)
    area: Jurisdiction | None = parse(given.area) if given.area else None
    return Filter(
        text=given.text,
        collective=PartyId(from_text(given.village, 16)) if given.village else None,
        area=area,
        kinds=(_member(AssetKind, "kind", given.kind),) if given.kind else (),
        statuses=(_member(Status, "status", given.status),) if given.status else (),
        burden=burden,
        holder=PartyId(from_text(given.holder, 16)) if given.holder else None,
    )


def _member(members: type[AssetKind] | type[Status], name: str, word: str) -> int:
    try:
        return members[word.upper()]
    except KeyError:
        raise LedgerError("FilterUnknown", name=name, word=word) from None
