"""What can be done with the system's contracts: government's calls, scheduled first, sent after the delay."""

from ledger.chain.client import Call
from ledger.kit.numbers import Capability


def enrol(writer: bytes, *capabilities: Capability) -> Call:
    """A contract is admitted; its address, and what it may do to the others."""
    return Call("Enrolments", "enrol", (writer, sum(set(capabilities))))


def close(writer: bytes) -> Call:
    """A contract takes no new business; what it holds it still closes."""
    return Call("Enrolments", "close", (writer,))
