"""Logs as the table ``events`` holds them, and from there to decoded events.

An event is known by the contract that wrote it and its signature hash, because several contracts may declare the same
event. Decoding is compiled once per event; it runs for every log of a rebuild.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from ledger.chain.abi import Abi, Entry, topic0
from ledger.chain.decode import unpacker
from ledger.chain.errors import EventUnknown
from ledger.store.checks import Arguments, is_number
from ledger.store.events import Event, normal
from ledger.store.rules import Value

_Read = Callable[[bytes], tuple[Value, ...]]


class Raw(NamedTuple):
    """A log: the columns of ``events`` after ``chain_id``."""

    block: int
    log: int
    tx: bytes
    writer: bytes
    topics: bytes
    data: bytes


class Decoder:
    """Decodes the logs of these contracts. ``arguments``: every event of theirs and its arguments, for the rules."""

    def __init__(self, abi: Abi, writers: Mapping[bytes, str]) -> None:
        self.arguments: dict[str, tuple[Arguments, ...]] = {}
        self._reads: dict[bytes, tuple[str, _Read]] = {}
        for address, contract in writers.items():
            for entry in abi.contract(contract).events.values():
                name = f"{contract}.{entry.name}"
                self.arguments[name] = tuple((arg.name, arg.type) for arg in entry.inputs)
                self._reads[address + topic0(entry)] = name, _compiled(entry)

    def event(self, raw: Raw, time: int) -> Event:
        """Return the decoded event; ``time`` is its block's. EventUnknown, EventMalformed."""
        name, read = self._find(raw)
        place = (raw.block, time, raw.tx, raw.log, raw.writer)
        return Event(name, read(raw.topics[32:] + raw.data) + place)

    def events(self, logs: Iterable[Raw], times: Mapping[int, int]) -> Iterator[Event]:
        """Yield the decoded events of logs whose blocks' times are known. EventUnknown, EventMalformed."""
        reads = self._reads
        for raw in logs:
            block, log, tx, writer, topics, data = raw
            name, read = reads.get(writer + topics[:32]) or self._find(raw)
            place = (block, times[block], tx, log, writer)
            yield Event(name, read(topics[32:] + data) + place)

    def name(self, raw: Raw) -> str:
        """Return which event a log is. EventUnknown."""
        return self._find(raw)[0]

    def _find(self, raw: Raw) -> tuple[str, _Read]:
        found = self._reads.get(raw.writer + raw.topics[:32])
        if found is None:
            raise EventUnknown("0x" + raw.topics[:32].hex())
        return found


def _compiled(entry: Entry) -> _Read:
    read = unpacker(entry)
    odd = [(at, arg.type) for at, arg in enumerate(entry.inputs) if not _plain(arg.type)]
    if not odd:
        return read

    def convert(blob: bytes) -> tuple[Value, ...]:
        values: list[Value] = list(read(blob))
        for at, kind in odd:
            values[at] = normal(values[at], kind)
        return tuple(values)

    return convert


def _plain(kind: str) -> bool:
    """Whether the reader already gives what a column holds."""
    return is_number(kind) or kind == "address" or (kind.startswith("bytes") and kind[5:].isdigit())
