"""Events to the fewest changes that have their effect: what a batch does to a row is written once.

Most rows are touched several times in a batch: registered, announced and confirmed; locked and unlocked; filed and
used. Here the rules are followed on rows in memory, and what comes out names every row once, so the order in which it
is written does not matter and one bulk statement writes many rows. A rule that does not fit what the batch itself did
before is refused at once; whether it fits the rows of the database is seen when they are written.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from operator import itemgetter
from typing import Any

from sqlalchemy import Table

from ledger.store.checks import Arguments
from ledger.store.errors import MirrorDamaged
from ledger.store.events import Event
from ledger.store.registry import Schema
from ledger.store.rules import SPECIAL, Delete, Insert, Rule, Update, Upsert, Value, sources
from ledger.store.schema import CHAIN

Params = tuple[Value, ...]
Getter = Callable[[Params], Any]


class Kind(IntEnum):
    """What happens to a row, and what must have been before."""

    INSERT = 1
    """It must not exist."""
    UPDATE = 2
    """It must exist."""
    UPSERT = 3
    DELETE = 4
    """It must exist."""
    DISCARD = 5
    """Deleted if it exists."""
    ABSENT = 6
    """It must not exist, and nothing is written: the batch made it and took it away again."""


_AGAIN = {Kind.DELETE: Kind.UPDATE, Kind.DISCARD: Kind.UPSERT, Kind.ABSENT: Kind.INSERT}
"""A row that is gone is made once more."""
_AWAY = {Kind.INSERT: Kind.ABSENT, Kind.UPDATE: Kind.DELETE, Kind.UPSERT: Kind.DISCARD}
"""A row that is there is deleted."""
_FIRST = {Insert: Kind.INSERT, Update: Kind.UPDATE, Upsert: Kind.UPSERT, Delete: Kind.DELETE}
_WHOLE = -1
"""The mask of a row of which every column is known."""


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of one table that one statement writes.

    ``columns``: ``chain_id`` and the key, then what else is given; only the key where nothing remains. ``rows`` are in
    the order of the key; no row is in two changes of a batch.
    """

    table: Table
    kind: Kind
    columns: tuple[str, ...]
    rows: list[Params]


@dataclass(frozen=True, slots=True)
class _Step:
    """One rule, compiled. ``constants`` follow an event's values, so that the getters find everything in one place."""

    rule: type[Rule]
    first: Kind
    key: Getter
    constants: Params
    row: Getter
    """The whole row; columns that the rule does not fill are NULL."""
    filled: tuple[tuple[int, int], ...]
    """Place of a column in the row, place of its value."""
    mask: int
    """The columns that the rule fills, the key's included, a bit each."""


class Merger:
    """Merges the events of one chain, a batch at a time."""

    def __init__(self, schema: Schema, events: Mapping[str, Sequence[Arguments]], chain_id: int) -> None:
        self._tables = tuple(schema.tables.values())
        places = {name: at for at, name in enumerate(schema.tables)}
        self._steps = {
            event: tuple(
                (places[rule.table], _compile(rule, events[event], schema.tables[rule.table], chain_id))
                for rule in rules
            )
            for event, rules in schema.rules.items()
        }

    def merge(self, events: Iterable[Event]) -> list[Change]:
        """Return what the events do, one after the other. MirrorDamaged when they do not fit each other."""
        batches: list[dict[Any, list[Any]]] = [{} for _ in self._tables]
        steps = self._steps
        for name, values in events:
            for place, step in steps.get(name, ()):
                known = values + step.constants
                key = step.key(known)
                entry = batches[place].get(key)
                if entry is None:
                    batches[place][key] = [step.first, step.mask, step.row(known)]
                else:
                    _follow(entry, step, known, self._tables[place])
        found = zip(self._tables, batches, strict=True)
        return [change for table, batch in found if batch for change in _changes(table, batch)]


def _follow(entry: list[Any], step: _Step, known: Params, table: Table) -> None:
    """Change an entry (kind, mask, row) that the batch has touched before."""
    rule, kind = step.rule, entry[0]
    if (again := _AGAIN.get(kind)) is not None:
        if rule is Update or rule is Delete:
            raise MirrorDamaged(table.name)
        # What was deleted takes nothing along: all columns that the rule does not fill are NULL.
        entry[:] = again, _WHOLE, step.row(known)
    elif rule is Insert:
        raise MirrorDamaged(table.name)
    elif rule is Delete:
        entry[:] = _AWAY[kind], 0, step.row(known)
    else:
        row = list(entry[2])
        for place, source in step.filled:
            row[place] = known[source]
        entry[1] |= step.mask
        entry[2] = row


def _changes(table: Table, batch: Mapping[Any, list[Any]]) -> list[Change]:
    groups: dict[tuple[Kind, int], list[Params]] = {}
    for kind, mask, row in batch.values():
        found = groups.get((kind, mask))
        if found is None:
            found = groups[kind, mask] = []
        found.append(row)
    return [_change(table, kind, mask, rows) for (kind, mask), rows in groups.items()]


def _change(table: Table, kind: Kind, mask: int, rows: list[Params]) -> Change:
    names = tuple(column.name for column in table.columns)
    width = len(table.primary_key)
    rows.sort(key=itemgetter(*range(width)))
    kept = 0 if kind in _AGAIN else mask
    taken = [at for at in range(len(names)) if at < width or kept >> at & 1]
    if len(taken) == len(names):
        return Change(table, kind, names, [tuple(row) for row in rows])
    return Change(table, kind, tuple(names[at] for at in taken), list(map(_several(taken), rows)))


def _compile(rule: Rule, arguments: Sequence[Arguments], table: Table, chain_id: int) -> _Step:
    names = tuple(name for name, _ in arguments)
    columns = tuple(column.name for column in table.columns)
    filled = sources(rule, names, columns[1:])
    constants: Params = (chain_id, None, *rule.constants.values())
    begin = len(names) + len(SPECIAL)
    place = {name: at for at, name in enumerate((*names, *SPECIAL))}
    fixed = {column: begin + 2 + at for at, column in enumerate(rule.constants)}

    def value(column: str) -> int:
        if column == CHAIN:
            return begin
        if column not in filled:
            return begin + 1
        source = filled[column]
        return fixed[column] if source is None else place[source]

    pairs = tuple((at, value(column)) for at, column in enumerate(columns) if column == CHAIN or column in filled)
    return _Step(
        rule=type(rule),
        first=_FIRST[type(rule)],
        key=itemgetter(*map(value, rule.key)) if rule.key else lambda _: (),
        constants=constants,
        row=_several([value(column) for column in columns]),
        filled=pairs,
        mask=_WHOLE if isinstance(rule, Insert) else sum(1 << at for at, _ in pairs),
    )


def _several(places: Sequence[int]) -> Getter:
    """A getter that gives a tuple, of one place, too."""
    if len(places) == 1:
        only = places[0]
        return lambda values: (values[only],)
    return itemgetter(*places)
