"""Events to SQL through RULES: one of the two interpreters (the other is ``fold``), made for speed.

Each rule is compiled once into a statement and a getter of its parameters. The operations of a batch are grouped into
as few ``executemany`` calls as the order of operations on one and the same row allows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.exc import IntegrityError

from ledger.store.checks import Arguments
from ledger.store.errors import MirrorDamaged
from ledger.store.events import Event
from ledger.store.registry import Schema
from ledger.store.rules import SPECIAL, Delete, Insert, Rule, Update, Value, sources
from ledger.store.schema import CHAIN
from ledger.store.sql import delete_sql, insert_sql, update_sql, upsert_sql

Params = tuple[Value, ...]
Getter = Callable[[Params], Params]


@dataclass(frozen=True)
class Step:
    """One rule, compiled: the statement, its parameters and the row's key taken from an event's values."""

    table: str
    sql: str
    params: Getter
    key: Getter
    counted: bool
    """Whether every execution must touch exactly one row."""


@dataclass
class _Group:
    step: Step
    params: list[Params] = field(default_factory=list)


class Applier:
    """Applies events to the projections of one chain."""

    def __init__(
        self, schema: Schema, events: Mapping[str, Sequence[Arguments]], dialect: Dialect, chain_id: int
    ) -> None:
        self._chain = chain_id
        self._steps = {
            event: tuple(_compile(rule, events[event], schema.tables[rule.table], dialect) for rule in rules)
            for event, rules in schema.rules.items()
        }

    def apply(self, connection: Connection, events: Iterable[Event]) -> None:
        """Write what the events say, inside the caller's transaction.

        Raises MirrorDamaged when a row that must exist does not, or the other way round.
        """
        for group in self._groups(events):
            try:
                done = connection.exec_driver_sql(group.step.sql, group.params)
            except IntegrityError as error:
                raise MirrorDamaged(group.step.table) from error
            if group.step.counted and done.rowcount != len(group.params):
                raise MirrorDamaged(group.step.table)

    def _groups(self, events: Iterable[Event]) -> list[_Group]:
        groups: list[_Group] = []
        latest: dict[str, int] = {}  # statement -> its last group
        touched: dict[tuple[str, Params], int] = {}  # row -> the last group that touches it
        chain = (self._chain,)
        for event in events:
            for step in self._steps.get(event.name, ()):
                values = event.values + chain
                row = (step.table, step.key(values))
                at = latest.get(step.sql, -1)
                if at < 0 or at < touched.get(row, -1):
                    at = len(groups)
                    groups.append(_Group(step))
                    latest[step.sql] = at
                groups[at].params.append(step.params(values))
                touched[row] = at
        return groups


def _compile(rule: Rule, arguments: Sequence[Arguments], table: Table, dialect: Dialect) -> Step:
    names = tuple(name for name, _ in arguments)
    columns = tuple(column.name for column in table.columns if column.name != CHAIN)
    filled: dict[str, str | None] = {CHAIN: CHAIN, **sources(rule, names, columns)}
    place = {name: at for at, name in enumerate((*names, *SPECIAL, CHAIN))}
    key = (CHAIN, *rule.key)
    rest = tuple(column for column in filled if column not in key)

    def getter(wanted: tuple[str, ...]) -> Getter:
        return _getter([(place[source], None) if (source := filled[c]) else (-1, rule.constants[c]) for c in wanted])

    if isinstance(rule, Insert):
        return Step(table.name, insert_sql(dialect, table, (*key, *rest)), getter((*key, *rest)), getter(key), True)
    if isinstance(rule, Update):
        return Step(table.name, update_sql(dialect, table, rest, key), getter((*rest, *key)), getter(key), True)
    if isinstance(rule, Delete):
        return Step(table.name, delete_sql(dialect, table, key), getter(key), getter(key), True)
    return Step(table.name, upsert_sql(dialect, table, key, rest), getter((*key, *rest)), getter(key), False)


def _getter(parts: list[tuple[int, Value]]) -> Getter:
    """Return a function that takes these places of an event's values, or the constant where the place is -1."""
    if len(parts) > 1 and all(place >= 0 for place, _ in parts):
        return itemgetter(*(place for place, _ in parts))

    def take(values: Params) -> Params:
        return tuple(constant if place < 0 else values[place] for place, constant in parts)

    return take
