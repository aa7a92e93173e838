"""Logs to named values, the mirror's hot path: one compiled struct per event, padding checked in one stroke."""

import struct
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from ledger.chain import codec
from ledger.chain.abi import Entry
from ledger.chain.errors import EventMalformed

Value = int | bytes
"""What an argument is: a number (bool as 0 or 1) or bytes (an address is 20 of them)."""

Reader = Callable[[bytes], dict[str, Value]]
"""Takes topic1 ‖ topic2 ‖ topic3 ‖ data of a log, gives its arguments by name. EventMalformed."""

Unpacker = Callable[[bytes], tuple[Value, ...]]
"""The same, in the order of the arguments. What runs for every log of a chain gives no names."""


def reader(entry: Entry) -> Reader:
    """The reader of one event."""
    names, unpack = [arg.name for arg in entry.inputs], unpacker(entry)
    return lambda data: dict(zip(names, unpack(data), strict=True))


def unpacker(entry: Entry) -> Unpacker:
    """Compiled for flat types with the indexed ones first, eth_abi for the others."""
    cells = [_cell(arg.type) for arg in entry.inputs]
    flat = [cell for cell in cells if cell is not None]
    ordered = [arg.indexed for arg in entry.inputs] == sorted((arg.indexed for arg in entry.inputs), reverse=True)
    if len(flat) < len(cells) or not ordered:
        return _slow(entry)
    unpack = struct.Struct(">" + "".join(form for form, _, _ in flat)).unpack
    padding = int.from_bytes(b"".join(mask for _, mask, _ in flat))
    wide = [at for at, (_, _, is_wide) in enumerate(flat) if is_wide]
    size, number = 32 * len(cells), int.from_bytes

    def read(data: bytes) -> tuple[Value, ...]:
        if len(data) != size or number(data, "big") & padding:
            raise EventMalformed(entry.name)
        return unpack(data)

    def read_wide(data: bytes) -> tuple[Value, ...]:
        values = list(read(data))
        for at in wide:
            values[at] = number(values[at], "big")  # type: ignore[arg-type]
        return tuple(values)

    return read_wide if wide else read


@cache
def _cell(kind: str) -> tuple[str, bytes, bool] | None:
    """Struct form, mask of the bits that must be zero, whether the value is still bytes of a wide number."""
    if kind == "bool":
        return "31xB", b"\xff" * 31 + b"\xfe", False
    if kind == "address":
        return "12x20s", b"\xff" * 12 + bytes(20), False
    if kind.startswith("uint") and kind[4:].isdigit():
        size = int(kind[4:]) // 8
        mask = b"\xff" * (32 - size) + bytes(size)
        return ("24xQ", mask, False) if size <= 8 else ("32s", mask, True)
    if kind.startswith("bytes") and kind[5:].isdigit():
        size = int(kind[5:])
        return f"{size}s{32 - size}x", bytes(size) + b"\xff" * (32 - size), False
    return None


def _slow(entry: Entry) -> Unpacker:
    """For events of other people's contracts: strings and arrays, indexed arguments in any place."""
    # A dynamic indexed argument is its hash.
    indexed = [arg if _cell(arg.type) else replace(arg, type="bytes32") for arg in entry.inputs if arg.indexed]
    others = [arg for arg in entry.inputs if not arg.indexed]
    head = 32 * len(indexed)

    def read(data: bytes) -> tuple[Value, ...]:
        values = codec.decode(indexed, data[:head]) | codec.decode(others, data[head:])
        return tuple([values[arg.name] for arg in entry.inputs])

    return read
