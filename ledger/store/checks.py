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


def width(abi_type: str) -> int | None:
    """Return the number of bytes that a value of the type has in a bytes column, None if it has any length.

    Integers that fit a signed 64-bit column are no bytes: -1; what no column can hold: 0.
    """
    integer, fixed = _INTEGER.match(abi_type), _BYTES.match(abi_type)
    if abi_type == "bool":
        return -1
    if integer:
        bits = int(integer[2])
        return -1 if bits <= (56 if integer[1] else 64) else bits // 8
    if fixed:
        return int(fixed[1])
    return {"address": 20, "bytes": None}.get(abi_type, 0)


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
    found, type_ = width(abi_type), column.type
    if found == 0:
        return [f"{source} is {abi_type}, which no column holds"]
    if isinstance(type_, LargeBinary):
        if found == -1:
            return [f"{source} is {abi_type}, {column.name} holds bytes"]
        if found != type_.length and type_.length is not None:
            return [f"{source} is {abi_type}, {column.name} holds {type_.length} bytes"]
        return []
    if found != -1:
        return [f"{source} is {abi_type}, {column.name} is an integer of 64 bits with sign"]
    return []


def _wrong_constant(column: Column[int] | Column[bytes], value: int | bytes | None) -> list[str]:
    if value is None:
        return [] if column.nullable else [f"column {column.name} may not be NULL"]
    if isinstance(column.type, LargeBinary) != isinstance(value, bytes):
        return [f"constant of {column.name} has another type"]
    return []
