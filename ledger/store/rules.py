"""RULES: what each event does to the mirror, as data.

Four forms. ``Insert`` makes a row whose key is new, ``Update`` changes columns of a row that exists, ``Upsert`` does
whichever fits, ``Delete`` removes a row that exists. An Insert of a key that exists and an Update or Delete of one that
does not are faults. No rule computes: sums and counts are views.

Where a column's value comes from, in this order: ``constants``; ``also`` (column -> argument of the event, or one of
``$block $time $tx $log $writer``); else the argument of the same name. Two interpreters read the rules and must agree:
``apply`` (SQL) and ``fold`` (plain dictionaries).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SPECIAL = {"$block": "uint48", "$time": "uint40", "$tx": "bytes32", "$log": "uint32", "$writer": "address"}
"""What a rule may read of an event besides its arguments: block number, block time, transaction hash, index of the
log in its block, address of the contract. In the order in which they follow the arguments in ``Event.values``."""

Value = int | bytes | None


@dataclass(frozen=True)
class Insert:
    """A new row. ``columns``: what to fill from arguments of the same name; default all that the table has."""

    event: str
    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...] | None = None
    also: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, int | bytes | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Update:
    """Columns of a row that exists. ``columns``: as for Insert; name them where the default would take too much."""

    event: str
    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...] | None = None
    also: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, int | bytes | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Upsert:
    """A new row, or columns of the one that exists."""

    event: str
    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...] | None = None
    also: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, int | bytes | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Delete:
    """A row that exists goes. ``also`` may say where a key column comes from."""

    event: str
    table: str
    key: tuple[str, ...]
    also: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, int | bytes | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Ignore:
    """An event that the mirror keeps in ``events`` alone, and why."""

    event: str
    why: str


Rule = Insert | Update | Upsert | Delete
Entry = Rule | Ignore


def sources(rule: Rule, arguments: tuple[str, ...], columns: tuple[str, ...]) -> dict[str, str | None]:
    """Return column -> argument or ``$name`` it is filled from (None: a constant), key columns first.

    ``arguments`` are the event's, ``columns`` the table's without ``chain_id``.
    """
    named: tuple[str, ...]
    if isinstance(rule, Delete):
        named = ()
    elif rule.columns is None:
        named = tuple(column for column in columns if column in arguments)
    else:
        named = rule.columns
    found: dict[str, str | None] = {}
    for column in (*rule.key, *named, *rule.also, *rule.constants):
        if column in rule.constants:
            found[column] = None
        else:
            found[column] = rule.also.get(column, column)
    return found
