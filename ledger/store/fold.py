"""Events to plain dictionaries through RULES: the second interpreter, slow and simple, the oracle for ``verify``.

It shares no code with ``apply`` beyond the words of the rules.
"""

from collections.abc import Iterable, Mapping, Sequence

from ledger.store.checks import Arguments
from ledger.store.errors import RulesBroken
from ledger.store.events import Event
from ledger.store.registry import Schema
from ledger.store.rules import SPECIAL, Delete, Insert, Rule, Update, Value
from ledger.store.schema import CHAIN

Row = dict[str, Value]
Tables = dict[str, dict[tuple[Value, ...], Row]]
"""Table -> key (without chain_id) -> the whole row (without chain_id)."""


def fold(schema: Schema, arguments: Mapping[str, Sequence[Arguments]], events: Iterable[Event]) -> Tables:
    """Return the rows that the events make.

    Raises RulesBroken when a rule inserts a row that exists or changes one that does not.
    """
    tables: Tables = {name: {} for name in schema.tables}
    columns = {name: [c.name for c in table.columns if c.name != CHAIN] for name, table in schema.tables.items()}
    for event in events:
        if event.name not in schema.rules:
            continue
        names = [name for name, _ in arguments[event.name]]
        known = dict(zip([*names, *SPECIAL], event.values, strict=True))
        for rule in schema.rules[event.name]:
            _step(rule, known, set(names), columns[rule.table], tables[rule.table])
    return tables


def _step(
    rule: Rule, known: Mapping[str, Value], arguments: set[str], columns: list[str], rows: dict[tuple[Value, ...], Row]
) -> None:
    def value(column: str) -> Value:
        if column in rule.constants:
            return rule.constants[column]
        return known[rule.also.get(column, column)]

    key = tuple(value(column) for column in rule.key)
    exists = key in rows
    if (exists and isinstance(rule, Insert)) or (not exists and isinstance(rule, Update | Delete)):
        raise RulesBroken(rule.event, rule.table)
    if isinstance(rule, Delete):
        del rows[key]
        return
    if not exists:
        rows[key] = dict.fromkeys(columns)
    same_name = [column for column in columns if column in arguments] if rule.columns is None else rule.columns
    for column in {*rule.key, *same_name, *rule.also, *rule.constants}:
        rows[key][column] = value(column)
