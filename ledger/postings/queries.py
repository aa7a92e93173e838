"""What is known of officers' postings, and for whom an account acted at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from ledger.kit.ids import PartyId
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.numbers import Role
from ledger.postings.mirror import (
    HANDED_OVER,
    POSTED,
    RENEWED,
    filed_calls,
    handovers,
    pauses,
    posting_records,
    postings,
    recodes,
)
from ledger.store import timeline
from ledger.store.timeline import Position, Record
from ledger.store.view import View


@dataclass(frozen=True, slots=True)
class Posting:
    """An office that stands. ``over``: its date has passed; ``predecessor``: the key that it was handed over from."""

    officer: bytes
    party: PartyId
    area: Jurisdiction
    until: int
    over: bool
    roles: frozenset[Role]
    suspended: bool
    posted: int
    document: bytes
    predecessor: bytes | None
    handover: tuple[bytes, int] | None
    """Announced: the new key, and from when on it can take over."""


@dataclass(frozen=True, slots=True)
class FiledCall:
    """A call that waits for its second person; the office store has its calldata."""

    target: bytes
    call_hash: bytes
    party: PartyId
    maker: bytes
    expiry: int
    over: bool
    filed: int


def posting(view: View, officer: bytes) -> Posting | None:
    """Return the office of an account, None without one."""
    row = view.one(postings, postings.c.officer == officer)
    return None if row is None else _posting(view, row)


def of_party(view: View, party: bytes) -> list[Posting]:
    """Return a party's offices, the oldest first."""
    rows = sorted(view.all(postings, postings.c.party == party), key=lambda row: (row.block, row.log))
    return [_posting(view, row) for row in rows]


def waiting(view: View) -> list[FiledCall]:
    """Return the calls that wait for a second person, the next to expire first."""
    rows = sorted(view.all(filed_calls), key=lambda row: (row.expiry, row.call_hash, row.party))
    return [
        FiledCall(row.target, row.call_hash, row.party, row.maker, row.expiry, row.expiry <= view.now, row.filed)
        for row in rows
    ]


def ending(view: View, before: int) -> list[Posting]:
    """Return the offices that end before a time (UTC seconds), those that have ended included, the next first."""
    found = [_posting(view, row) for row in view.all(postings)]
    return sorted((one for one in found if one.until < before), key=lambda one: (one.until, one.officer))


def is_paused(view: View) -> bool:
    """Whether all but releasing acts are refused now."""
    return paused_since(view) is not None


def paused_since(view: View) -> int | None:
    """Return since when (UTC seconds) all but releasing acts are refused, None if they are not."""
    rows = view.all(pauses)
    return rows[-1].time if rows and rows[-1].paused else None


def successors(view: View) -> dict[int, int]:
    """Return what divisions became, for ``jurisdiction.current``."""
    return {row.former: row.successor for row in view.all(recodes)}


def acted_for(view: View, acts: Iterable[tuple[bytes, Position]]) -> dict[tuple[bytes, Position], PartyId]:
    """Return, for accounts and the places at which they signed, whose officers they were then; others are left out."""
    wanted = set(acts)
    accounts = {account for account, _ in wanted}
    offices: dict[bytes, list[tuple[Position, PartyId]]] = {}
    steps = posting_records.c.step.in_((POSTED, HANDED_OVER))
    for row in view.all(posting_records, steps):
        account = row.officer if row.step == POSTED else row.successor
        if account in accounts:
            offices.setdefault(account, []).append(((row.block, row.log), row.party))
    found: dict[tuple[bytes, Position], PartyId] = {}
    for account, place in wanted:
        before = [party for since, party in offices.get(account, []) if since <= place]
        if before:
            found[account, place] = before[-1]
    return found


def records(view: View, party: bytes) -> list[Record]:
    """Return all that is recorded about a party: identity, standing, orders, offices."""
    places = [(row.block, row.log) for row in view.all(posting_records, posting_records.c.party == party)]
    return sorted([*timeline.about(view, party), *timeline.at(view, places)], key=lambda record: record.position)


def _posting(view: View, row: Row[Any]) -> Posting:
    area, until, roles, document = _given(view, row)
    pending = view.one(handovers, handovers.c.officer == row.officer)
    stands = pending is not None and (pending.block, pending.log) > (row.block, row.log)
    return Posting(
        officer=row.officer,
        party=row.party,
        area=area,
        until=until,
        over=until <= view.now,
        roles=frozenset(role for role in Role if roles >> role & 1),
        suspended=bool(row.suspended),
        posted=row.posted,
        document=document,
        predecessor=row.predecessor,
        handover=(pending.successor, pending.ready_at) if pending is not None and stands else None,
    )


def _given(view: View, row: Row[Any]) -> tuple[Jurisdiction, int, int, bytes]:
    """Area, end, roles and document of an office; one that was handed over has them from the key before."""
    if row.roles is not None:
        return row.area, row.until, row.roles, row.document
    officer, place, until = row.predecessor, (row.block, row.log), row.until
    while True:
        steps = view.all(posting_records, posting_records.c.officer == officer)
        before = [step for step in steps if (step.block, step.log) < place]
        renewed = [step.until for step in before if step.step in (POSTED, RENEWED)]
        posted = next((step for step in reversed(before) if step.step == POSTED), None)
        handed = view.all(posting_records, posting_records.c.successor == officer, _HANDED)
        last = next((step for step in reversed(handed) if (step.block, step.log) < place), None)
        if until is None and renewed:
            until = renewed[-1]
        if posted is not None and (last is None or (posted.block, posted.log) > (last.block, last.log)):
            return posted.area, until, posted.roles, posted.document
        assert last is not None, "an office comes from a posting or a handover"
        officer, place = last.officer, (last.block, last.log)


_HANDED = posting_records.c.step == HANDED_OVER
