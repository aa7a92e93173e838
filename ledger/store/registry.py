"""All concepts' tables and rules as one checked schema: what the indexer and ``verify`` run on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Table

from ledger.store.checks import Arguments, problems_of
from ledger.store.errors import SchemaWrong
from ledger.store.rules import Entry, Ignore, Rule


class Mirror(Protocol):
    """A concept's ``mirror`` module."""

    @property
    def TABLES(self) -> tuple[Table, ...]: ...

    @property
    def RULES(self) -> tuple[Entry, ...]: ...


@dataclass(frozen=True)
class Schema:
    """The tables by name and the rules by event, in the order in which the concepts declare them."""

    tables: Mapping[str, Table]
    rules: Mapping[str, tuple[Rule, ...]]
    ignored: Mapping[str, str]


def collect(mirrors: Iterable[Mirror]) -> Schema:
    """Return the schema of these concepts.

    Raises SchemaWrong when two own one table, or an event is both ignored and used.
    """
    tables: dict[str, Table] = {}
    rules: defaultdict[str, list[Rule]] = defaultdict(list)
    ignored: dict[str, str] = {}
    problems: list[str] = []
    for mirror in mirrors:
        for table in mirror.TABLES:
            if table.name in tables:
                problems.append(f"two concepts own the table {table.name}")
            tables[table.name] = table
        own = {table.name for table in mirror.TABLES}
        for entry in mirror.RULES:
            if isinstance(entry, Ignore):
                ignored[entry.event] = entry.why
                continue
            if entry.table not in own:
                problems.append(f"{entry.event}: its concept does not own the table {entry.table}")
            rules[entry.event].append(entry)
    problems.extend(f"{event}: both ignored and used" for event in ignored if event in rules)
    if problems:
        raise SchemaWrong(problems)
    return Schema(tables, {event: tuple(found) for event, found in rules.items()}, ignored)


def check_complete(events: Mapping[str, Sequence[Arguments]], schema: Schema) -> None:
    """Refuse a schema that does not fit the events of the contracts' ABIs.

    ``events``: "Assets.AssetRegistered" -> its arguments. Raises SchemaWrong that names everything:
    an event without rule or ignore, a rule without event, an unknown argument, column or table, a key that is not the
    table's, a column that stays empty, a type that does not fit.
    """
    problems: list[str] = []
    for event in events:
        if event not in schema.rules and event not in schema.ignored:
            problems.append(f"{event}: neither a rule nor an Ignore")
    for event in (*schema.rules, *schema.ignored):
        if event not in events:
            problems.append(f"{event}: no contract has this event")
    for event, rules in schema.rules.items():
        for rule in rules:
            table = schema.tables.get(rule.table)
            if table is None:
                problems.append(f"{event}: unknown table {rule.table}")
            elif event in events:
                found = problems_of(rule, events[event], table)
                problems.extend(f"{event} -> {rule.table}: {problem}" for problem in found)
    if problems:
        raise SchemaWrong(problems)
