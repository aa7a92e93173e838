"""A decoded event as both interpreters of the rules read it."""

from typing import NamedTuple

from ledger.store.checks import byte_size
from ledger.store.rules import Value


class Event(NamedTuple):
    """``name``: "Assets.AssetRegistered". ``values``: the arguments in order, then block, time, tx, log, writer."""

    name: str
    values: tuple[Value, ...]


def normal(value: object, abi_type: str) -> Value:
    """Return a decoded argument as a column holds it: flags 0 or 1, numbers wider than 64 bits as big-endian bytes.

    What no column can hold (text, lists, structs) is None; no rule can name it (``check_complete``).
    """
    if isinstance(value, bytes):
        return value
    if not isinstance(value, int):
        return None
    size = byte_size(abi_type)
    return int(value) if size is None else value.to_bytes(size, "big", signed=abi_type.startswith("int"))
