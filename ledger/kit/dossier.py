"""Dossiers: the hash chain of every record about one subject, as the contract `Dossiers` computes it.

record = keccak256(abi.encode(subject, writer, block.number, block.timestamp, topic0, argsHash))
head'  = keccak256(abi.encode(head, record))            the first head is 32 zero bytes

`argsHash` is the hash of an event's arguments as its raw log has them: indexed ones come first in every event.
"""

from collections.abc import Sequence

from ledger.kit.ids import Subject
from ledger.kit.keccak import keccak, word

EMPTY = bytes(32)


def args_hash(topics: Sequence[bytes], data: bytes) -> bytes:
    """keccak(topic1 ‖ … ‖ data) of a raw log, whose topic0 is the first of `topics` and is left out."""
    return keccak(b"".join(topics[1:]) + data)


def record(subject: Subject, writer: bytes, block: int, time: int, topic0: bytes, args: bytes) -> bytes:
    """One record: writer is the contract's 20 bytes, time the block's in UTC seconds, args an `args_hash`."""
    written = writer.rjust(32, b"\0") + word(block) + word(time)
    return keccak(subject + written + topic0 + args)


def advance(head: bytes, entry: bytes) -> bytes:
    """The head after a record."""
    return keccak(head + entry)
