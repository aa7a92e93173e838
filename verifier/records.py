"""The records of a dossier: an event with its arguments, what the contract hashed of it, and the head they give.

record = keccak(subject ‖ writer ‖ block ‖ time ‖ topic0 ‖ keccak(arguments))       each 32 bytes
head   = keccak(head before ‖ record), 0 at first
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from verifier.encoding import unpack
from verifier.hashing import keccak, word
from verifier.refusal import Reason, Refusal
from verifier.trust import Event, Trust

Value = int | bytes
_SAFE = 53
_KEYS = {"event", "writer", "block", "time", "args"}


@dataclass(frozen=True, slots=True)
class Record:
    """One record. ``values``: the arguments by name; numbers and flags as numbers, all else as bytes."""

    event: str
    writer: bytes
    block: int
    time: int
    topic: bytes
    values: dict[str, Value]
    args_hash: bytes

    def entry(self, subject: bytes) -> bytes:
        """The record as the contract hashes it."""
        place = bytes(12) + self.writer + word(self.block) + word(self.time)
        return bytes(keccak(subject + place + self.topic + self.args_hash))


def read(trust: Trust, rows: Any) -> list[Record]:
    """The records of a certificate, in order. Refusal: FORM, WRITER_UNKNOWN, EVENT_UNKNOWN, ARGUMENT."""
    if not isinstance(rows, list):
        raise Refusal(Reason.FORM, part="records")
    return [_record(trust, row) for row in rows]


def head(subject: bytes, records: Sequence[Record]) -> bytes:
    """The head that these records give."""
    found = bytes(32)
    for record in records:
        found = bytes(keccak(found + record.entry(subject)))
    return found


def demand_order(records: Sequence[Record], block: int, time: int) -> None:
    """Refusal ORDER: blocks and times of a dossier never fall, and none is after the block that proves it."""
    places = [(one.block, one.time) for one in records]
    rising = all(a <= b and first <= then and (a != b or first == then) for (a, first), (b, then) in pairwise(places))
    if not rising or any(one > block or at > time for one, at in places):
        raise Refusal(Reason.ORDER)


def _record(trust: Trust, row: Any) -> Record:
    if not isinstance(row, dict) or set(row) != _KEYS or not isinstance(row["event"], str):
        raise Refusal(Reason.FORM, part="records")
    contract = trust.writer(unpack(row["writer"], 20))
    event = trust.events.get(row["event"])
    if event is None or event.name.partition(".")[0] != contract.name:
        raise Refusal(Reason.EVENT_UNKNOWN, event=row["event"])
    block, time = _whole(row["block"]), _whole(row["time"])
    if block < contract.first:
        raise Refusal(Reason.WRITER_UNKNOWN, writer="0x" + contract.address.hex())
    values, encoded = _arguments(event, row["args"])
    return Record(event.name, contract.address, block, time, event.topic, values, bytes(keccak(encoded)))


def _arguments(event: Event, given: Any) -> tuple[dict[str, Value], bytes]:
    if not isinstance(given, list) or len(given) != len(event.arguments):
        raise Refusal(Reason.ARGUMENT, event=event.name)
    values: dict[str, Value] = {}
    words = []
    for (name, kind), value in zip(event.arguments, given, strict=True):
        values[name], encoded = _argument(event.name, kind, value)
        words.append(encoded)
    return values, b"".join(words)


def _argument(event: str, kind: str, given: Any) -> tuple[Value, bytes]:
    """A value and its word. Flags are true or false, numbers of at most 48 bits numbers, wider ones decimal text."""
    if kind == "bool" and isinstance(given, bool):
        return int(given), word(int(given))
    if kind == "address":
        value = unpack(given, 20)
        return value, bytes(12) + value
    if kind.startswith("bytes") and kind[5:].isdigit():
        value = unpack(given, int(kind[5:]))
        return value, value.ljust(32, b"\0")
    if kind.startswith("uint") and kind[4:].isdigit():
        number = _number(given, int(kind[4:]))
        if number is not None:
            return number, word(number)
    raise Refusal(Reason.ARGUMENT, event=event)


def _number(given: Any, bits: int) -> int | None:
    if bits < _SAFE:
        fits = isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 1 << bits
        return given if fits else None
    if not isinstance(given, str) or not given.isascii() or not given.isdigit() or len(given) > 78:
        return None
    number = int(given)
    return number if str(number) == given and number < 1 << bits else None


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refusal(Reason.FORM, part="records")
    return value
