"""The newest notices of a whole chain, for a board that everybody may read."""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.kit.ids import AssetId, PartyId
from ledger.notices.audience import AUDIENCE
from ledger.notices.queries import of_asset
from ledger.store import timeline
from ledger.store.timeline import Position, Record
from ledger.store.view import View

_STEP = 200
"""Records looked at in one go, from the newest back."""
_MOST = 2_000
"""Records looked at in all: what is older is no news."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one transaction did of one sort. ``count``: to how many things; ``asset``: the last of them, None if it is
    about a party; ``told``: who was told of that last one, the nearest first."""

    position: Position
    time: int
    event: str
    count: int
    asset: AssetId | None
    told: tuple[PartyId, ...]


def latest(view: View, limit: int = 8) -> list[Entry]:
    """Return the newest entries, the newest first."""
    groups: dict[tuple[bytes, str], list[Record]] = {}
    for record in _newest(view):
        if record.name not in AUDIENCE:
            continue
        key = (record.tx, record.name)
        if key not in groups and len(groups) == limit:
            break
        groups.setdefault(key, []).append(record)
    return [_entry(view, records) for records in groups.values()]


def _newest(view: View) -> Iterator[Record]:
    seen, before = 0, None
    while seen < _MOST:
        records = timeline.newest(view, _STEP, before)
        if not records:
            return
        yield from records
        before, seen = records[-1].position, seen + len(records)


def _entry(view: View, records: list[Record]) -> Entry:
    last = records[0]
    thing = next(iter(last.args.values()))
    assert isinstance(thing, bytes)
    told = [one for one in of_asset(view, thing[:16]) if one.position == last.position]
    asset = None if last.name.startswith(("PartyOrder", "Standing", "Keeper")) else AssetId(thing[:16])
    return Entry(last.position, last.time, last.name, len(records), asset, tuple(one.party for one in told))
