"""Events of our contracts as raw logs, encoded from the committed ABIs: what a made chain is written with."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ledger.chain.abi import Abi, Entry, topic0

Word = Callable[..., bytes]


class Log(NamedTuple):
    """A log before it has a block: its event's name, the contract's address, its topics, its data."""

    event: str
    writer: bytes
    topics: tuple[bytes, ...]
    data: bytes


class Encoder:
    """Encodes events by name; arguments in the order of the interface, ids and hashes as bytes."""

    def __init__(self, abi: Abi, addresses: Mapping[str, bytes]) -> None:
        self._events: dict[str, tuple[bytes, bytes, int, list[Word]]] = {}
        for contract, address in addresses.items():
            for entry in abi.contract(contract).events.values():
                if all(_is_flat(arg.type) for arg in entry.inputs):
                    self._events[f"{contract}.{entry.name}"] = (address, topic0(entry), _indexed(entry), _words(entry))

    def log(self, event: str, *values: int | bytes) -> Log:
        """Return the log of one event."""
        writer, first, indexed, words = self._events[event]
        encoded = [word(value) for word, value in zip(words, values, strict=True)]
        return Log(event, writer, (first, *encoded[:indexed]), b"".join(encoded[indexed:]))


def _words(entry: Entry) -> list[Word]:
    return [_word(arg.type) for arg in entry.inputs]


def _word(kind: str) -> Word:
    return _right if kind == "address" else _left if kind.startswith("bytes") else _number


def _indexed(entry: Entry) -> int:
    return sum(arg.indexed for arg in entry.inputs)


def _is_flat(kind: str) -> bool:
    return not kind.endswith("]") and kind not in ("string", "bytes")


def _number(value: int) -> bytes:
    return value.to_bytes(32, "big")


def _left(value: bytes) -> bytes:
    return value.ljust(32, b"\0")


def _right(value: bytes) -> bytes:
    return value.rjust(32, b"\0")
