"""What was recorded, in the order in which it happened: the raw events, decoded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, literal, select, tuple_

from ledger.store import base
from ledger.store.raw import Raw
from ledger.store.rules import Value
from ledger.store.schema import CHAIN
from ledger.store.view import View

_AT_ONCE = 500
Position = tuple[int, int]
"""Block, and index of the log in it: the order of everything."""


@dataclass(frozen=True, slots=True)
class Record:
    """One event. ``event``: "Rights.RightMoved"; ``args`` by the names of the ABI, the actor among them."""

    block: int
    log: int
    time: int
    tx: bytes
    event: str
    args: Mapping[str, Value]

    @property
    def position(self) -> Position:
        """Where it stands in the order of everything."""
        return self.block, self.log

    @property
    def name(self) -> str:
        """The event without its contract."""
        return self.event.partition(".")[2]

    @property
    def actor(self) -> bytes:
        """The account that signed; empty for events of the system's government that name none."""
        found = self.args.get("actor", b"")
        return found if isinstance(found, bytes) else b""

    def __getitem__(self, name: str) -> Any:
        return self.args[name]


def about(view: View, thing: bytes) -> list[Record]:
    """Return the records whose first topic begins with an AssetId or PartyId: of an asset, all there are."""
    return _records(view, base.first16 == thing[:16])


def about_all(view: View, things: Sequence[bytes]) -> dict[bytes, list[Record]]:
    """Return the records of many assets or parties by id, each in order; ids without any are left out."""
    found: dict[bytes, list[Record]] = {}
    for start in range(0, len(things), _AT_ONCE):
        for record in _records(view, base.first16.in_(things[start : start + _AT_ONCE])):
            first = next(iter(record.args.values()))
            assert isinstance(first, bytes)
            found.setdefault(first[:16], []).append(record)
    return found


def at(view: View, positions: Iterable[Position]) -> list[Record]:
    """Return the records at these places."""
    found: list[Record] = []
    for block, log in sorted(positions):
        found += _records(view, and_(base.events.c.block == block, base.events.c.log == log))
    return found


def of_writer(view: View, writer: bytes) -> list[Record]:
    """Return all that one contract wrote: reads every event, so for contracts that write little."""
    return _records(view, base.events.c.writer == writer)


def newest(view: View, limit: int, before: Position | None = None) -> list[Record]:
    """Return the last records of the whole chain, the newest first; ``before``: the last place seen."""
    events = base.events
    last = select(events.c.block, events.c.log).where(events.c[CHAIN] == view.chain_id)
    if before is not None:
        last = last.where(tuple_(events.c.block, events.c.log) < tuple_(*map(literal, before)))
    rows = view.rows(last.order_by(events.c.block.desc(), events.c.log.desc()).limit(limit))
    if not rows:
        return []
    found = _records(view, events.c.block.between(rows[-1].block, rows[0].block))
    places = {(row.block, row.log) for row in rows}
    return [record for record in reversed(found) if record.position in places]


def _records(view: View, where: Any) -> list[Record]:
    events, blocks = base.events, base.blocks
    query = (
        select(events, blocks.c.time)
        .join(blocks, and_(blocks.c[CHAIN] == events.c[CHAIN], blocks.c.number == events.c.block))
        .where(events.c[CHAIN] == view.chain_id, where)
        .order_by(events.c.block, events.c.log)
    )
    return [_record(view, row) for row in view.rows(query)]


def _record(view: View, row: Row[Any]) -> Record:
    raw = Raw(row.block, row.log, row.tx, row.writer, row.topics, row.data)
    event = view.decoder.event(raw, row.time)
    names = [name for name, _ in view.decoder.arguments[event.name]]
    args = dict(zip(names, event.values, strict=False))
    return Record(row.block, row.log, row.time, row.tx, event.name, args)
