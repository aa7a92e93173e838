"""What is known of parties."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row

from ledger.kit.ids import PartyId
from ledger.kit.jurisdiction import Jurisdiction, span
from ledger.kit.numbers import PartyKind, Standing
from ledger.parties.mirror import parties, party_bars
from ledger.store.view import PAGE, View

COLLECTIVES = (
    PartyKind.VILLAGE_COLLECTIVE,
    PartyKind.GROUP_COLLECTIVE,
    PartyKind.TOWNSHIP_COLLECTIVE,
    PartyKind.COMMITTEE,
)


@dataclass(frozen=True, slots=True)
class Party:
    """A party. ``issuer`` None: government; ``keeper`` None: nobody; ``until`` 0: no end; ``over``: it has passed.

    ``bars``: causes of the orders that lie on it.
    """

    party: PartyId
    issuer: PartyId | None
    kind: PartyKind
    area: Jurisdiction
    until: int
    over: bool
    keeper: PartyId | None
    standing: Standing
    document: bytes
    registered: int
    bars: tuple[bytes, ...]


def party(view: View, party: bytes) -> Party | None:
    """Return one party, None if it is unknown."""
    row = view.one(parties, parties.c.party == party)
    return None if row is None else _party(view, row, bars(view, party))


def some(view: View, ids: set[bytes]) -> dict[bytes, Party]:
    """Return these parties by id; the unknown are left out."""
    lying: dict[bytes, list[bytes]] = {}
    for row in view.all(party_bars, party_bars.c.party.in_(ids)):
        lying.setdefault(row.party, []).append(row.cause)
    return {
        row.party: _party(view, row, lying.get(row.party, [])) for row in view.all(parties, parties.c.party.in_(ids))
    }


def search(
    view: View,
    *,
    kinds: tuple[PartyKind, ...] = (),
    area: Jurisdiction | None = None,
    keeper: bytes | None = None,
    past: bytes = b"",
    limit: int = PAGE,
) -> list[Party]:
    """Return parties by rising id: of these kinds, in this area, kept by this party; ``past``: the last one seen."""
    where: list[ColumnElement[bool]] = [parties.c.party > past]
    if kinds:
        where.append(parties.c.kind.in_(kinds))
    if area is not None:
        where.append(parties.c.area.between(area, area + span(area) - 1))
    if keeper is not None:
        where.append(parties.c.keeper == keeper)
    rows = view.rows(view.select(parties, *where).order_by(parties.c.party).limit(limit))
    found = some(view, {row.party for row in rows})
    return [found[row.party] for row in rows]


def bars(view: View, party: bytes) -> list[bytes]:
    """Return the causes that bar a party, by rising id."""
    return [row.cause for row in view.all(party_bars, party_bars.c.party == party)]


def _party(view: View, row: Row[Any], lying: list[bytes]) -> Party:
    return Party(
        party=row.party,
        issuer=row.issuer if any(row.issuer) else None,
        kind=PartyKind(row.kind),
        area=row.area,
        until=row.until,
        over=0 < row.until <= view.now,
        keeper=row.keeper if any(row.keeper) else None,
        standing=Standing(row.standing),
        document=row.document,
        registered=row.registered,
        bars=tuple(lying),
    )
