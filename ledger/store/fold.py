"""Events to rows through RULES: the second interpreter, plain and in memory, the oracle for ``verify``.

It shares no code with ``apply`` beyond the words of the rules. No rule reads another row than the one it changes, so
the steps of one row may be taken apart from all others: ``Folder`` gives and takes them one by one, ``fold`` is all of
them in order.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from ledger.store.checks import Arguments
from ledger.store.errors import RulesBroken
from ledger.store.events import Event
from ledger.store.registry import Schema
from ledger.store.rules import SPECIAL, Delete, Insert, Rule, Update, Value
from ledger.store.schema import CHAIN

Values = tuple[Value, ...]
Tables = dict[str, dict[Values, dict[str, Value]]]
"""Table -> key (without chain_id) -> the whole row (without chain_id)."""


class Step(NamedTuple):
    """What one event does to one row. ``rule``: which of ``Folder.rules``; ``values``: of the columns it fills."""

    rule: int
    key: Values
    values: Values


@dataclass(frozen=True, slots=True)
class _Read:
    rule: int
    key: Callable[[Values], Values]
    values: Callable[[Values], Values]
    constants: Values


class Folder:
    """The rules of a schema, ready to be followed."""

    def __init__(self, schema: Schema, arguments: Mapping[str, Sequence[Arguments]]) -> None:
        self.rules: list[Rule] = []
        self.columns = {n: tuple(c.name for c in t.columns if c.name != CHAIN) for n, t in schema.tables.items()}
        self._places: list[tuple[int, ...]] = []
        self._reads: dict[str, list[_Read]] = {}
        for event, rules in schema.rules.items():
            names = [name for name, _ in arguments[event]]
            self._reads[event] = [self._read(rule, names) for rule in rules]

    def steps(self, event: Event) -> Iterator[Step]:
        """Yield what an event does, in the order of its rules."""
        for read in self._reads.get(event.name, ()):
            values = event.values + read.constants
            yield Step(read.rule, read.key(values), read.values(values))

    def take(self, row: Values | None, rule: int, values: Values) -> Values | None:
        """Return a row after a step, None where there is none; its columns are ``columns`` of the rule's table.

        Raises RulesBroken when a rule inserts a row that exists or changes one that does not.
        """
        done = self.rules[rule]
        if isinstance(done, Insert) if row is not None else isinstance(done, Update | Delete):
            raise RulesBroken(done.event, done.table)
        if isinstance(done, Delete):
            return None
        if len(values) == len(self.columns[done.table]):
            return values
        made: list[Value] = [None] * len(self.columns[done.table]) if row is None else list(row)
        for place, value in zip(self._places[rule], values, strict=True):
            made[place] = value
        return tuple(made)

    def _read(self, rule: Rule, arguments: list[str]) -> _Read:
        columns = self.columns[rule.table]
        known = [*arguments, *SPECIAL, *rule.constants]
        filled: set[str] = set()
        if not isinstance(rule, Delete):
            same_name = [c for c in columns if c in arguments] if rule.columns is None else rule.columns
            filled = {*rule.key, *same_name, *rule.also, *rule.constants}

        def source(column: str) -> int:
            if column in rule.constants:
                return len(arguments) + len(SPECIAL) + list(rule.constants).index(column)
            return known.index(rule.also.get(column, column))

        wanted = [column for column in columns if column in filled]
        self.rules.append(rule)
        self._places.append(tuple(columns.index(column) for column in wanted))
        key, values = (_picker([source(column) for column in names]) for names in (rule.key, wanted))
        return _Read(len(self.rules) - 1, key, values, tuple(rule.constants.values()))


def fold(schema: Schema, arguments: Mapping[str, Sequence[Arguments]], events: Iterable[Event]) -> Tables:
    """Return the rows that the events make. Raises RulesBroken, see ``Folder.take``."""
    folder = Folder(schema, arguments)
    rows: dict[str, dict[Values, Values | None]] = {name: {} for name in schema.tables}
    for event in events:
        for rule, key, values in folder.steps(event):
            table = rows[folder.rules[rule].table]
            table[key] = folder.take(table.get(key), rule, values)
    return {
        name: {key: dict(zip(folder.columns[name], row, strict=True)) for key, row in found.items() if row is not None}
        for name, found in rows.items()
    }


def _picker(places: list[int]) -> Callable[[Values], Values]:
    return itemgetter(*places) if len(places) > 1 else lambda values: tuple([values[place] for place in places])
