"""Whether a rule fits its event and its table: names, key, types. Found at the start, not at the first row."""

import re
from collections.abc import Sequence

from sqlalchemy import Column, LargeBinary, Table

from ledger.store.rules import SPECIAL, Delete, Rule, Update, sources
from ledger.store.schema import CHAIN, key_of

Arguments = tuple[str, str]
"""Name and ABI type of an event's argument."""

_INTEGER = re.compile(r"^(u?)int(\d+)$")
_BYTES = re.compile(r"^bytes(\d+)$")


def is_number(abi_type: str) -> bool:
    """Whether every value of the type fits a signed 64-bit column."""
    found = _INTEGER.match(abi_type)
    return abi_type == "bool" or (found is not None and int(found[2]) <= (56 if found[1] else 64))


def byte_size(abi_type: str) -> int | None:
    """Return how many bytes a value has in a column of bytes, 0 for any number of them, None if it can have none.

    Numbers wider than 64 bits are kept as bytes, big-endian.
    """
    integer, fixed = _INTEGER.match(abi_type), _BYTES.match(abi_type)
    if integer and not is_number(abi_type):
        return int(integer[2]) // 8
    if fixed:
        return int(fixed[1])
    return {"address": 20, "bytes": 0}.get(abi_type)


def problems_of(rule: Rule, arguments: Sequence[Arguments], table: Table) -> list[str]:
    """Return what is wrong with the rule, as sentences for a programmer."""
    types = dict(arguments) | SPECIAL
    columns = {column.name: column for column in table.columns if column.name != CHAIN}
    filled = sources(rule, tuple(name for name, _ in arguments), tuple(columns))
    problems: list[str] = []
    if rule.key != key_of(table):
        problems.append(f"key {rule.key} is not the table's key {key_of(table)}")
    for name, source in filled.items():
        if name not in columns:
            problems.append(f"unknown column {name}")
        elif source is not None and source not in types:
            problems.append(f"unknown argument {source} for {name}")
        elif source is not None:
            problems.extend(_misfit(columns[name], source, types[source]))
        else:
            problems.extend(_wrong_constant(columns[name], rule.constants[name]))
    if isinstance(rule, Update) and set(filled) == set(rule.key):
        problems.append("changes no column")
    if not isinstance(rule, Update | Delete):
        empty = [name for name, column in columns.items() if name not in filled and not column.nullable]
        problems.extend(f"column {name} stays empty" for name in empty)
    return problems


def _misfit(column: Column[int] | Column[bytes], source: str, abi_type: str) -> list[str]:
    number, size, type_ = is_number(abi_type), byte_size(abi_type), column.type
    if not number and size is None:
        return [f"{source} is {abi_type}, which no column holds"]
    if not isinstance(type_, LargeBinary):
        return [] if number else [f"{source} is {abi_type}, {column.name} is an integer of 64 bits with sign"]
    if number:
        return [f"{source} is {abi_type}, {column.name} holds bytes"]
    if type_.length not in (None, size):
        return [f"{source} is {abi_type}, {column.name} holds {type_.length} bytes"]
    return []


def _wrong_constant(column: Column[int] | Column[bytes], value: int | bytes | None) -> list[str]:
    if value is None:
        return [] if column.nullable else [f"column {column.name} may not be NULL"]
    if isinstance(column.type, LargeBinary) != isinstance(value, bytes):
        return [f"constant of {column.name} has another type"]
    return []
