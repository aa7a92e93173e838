"""The heads of dossiers that grew, compared with the contract's; a difference breaks the subject, nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection

from ledger.chain.errors import NodeRefused
from ledger.store.db import durable, reading
from ledger.store.dossiers import State
from ledger.store.mirror import Mirror
from ledger.store.source import Source

_AT_ONCE = 3_000
"""Heads that are compared at once: enough for all requests in flight, little enough for memory."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Up to block ``number``: whose heads are others than the chain's, and whose no longer are."""

    number: int
    broken: set[bytes]
    mended: set[bytes]


def compare(mirror: Mirror, source: Source, due: Iterable[bytes] | None) -> Compared | None:
    """Ask the contract for the heads of these subjects; None: of all that the database says are due.

    None when it cannot be told now: nothing is mirrored, the node forgot that block's state, or it tells of another
    history, which the next sync sees to.
    """
    with reading(mirror.engine) as connection:
        at = mirror.checkpoint(connection)
        if at is None:
            return None
        try:
            subjects = mirror.due(connection) if due is None else iter(sorted(due))
            found = _compared(mirror, source, connection, subjects, at.number)
            return None if found.broken and source.hash_at(at.number) != at.hash else found
        except NodeRefused:
            return None


def note(mirror: Mirror, found: Compared) -> None:
    """Mark the subjects, and that the comparison was made."""
    with mirror.writing() as connection:
        if found.broken or found.mended:
            durable(connection)
        mirror.mark(connection, found.broken, True)
        mirror.mark(connection, found.mended, False)
        mirror.set_compared(connection, found.number)


def _compared(mirror: Mirror, source: Source, connection: Connection, due: Iterator[bytes], block: int) -> Compared:
    """A few thousand are held at once."""
    found = Compared(block, set(), set())
    while some := list(islice(due, _AT_ONCE)):
        ours = mirror.states(connection, some)
        differing = _differing(source, ours, block)
        # Asked again: one confused answer of a node is no reason for an alarm.
        differing = _differing(source, {subject: ours[subject] for subject in differing}, block)
        found.broken.update(differing)
        found.mended.update({subject for subject, state in ours.items() if state.broken} - differing)
    return found


def _differing(source: Source, ours: dict[bytes, State], block: int) -> set[bytes]:
    pairs = zip(ours.items(), source.heads(list(ours), block), strict=True)
    return {subject for (subject, state), head in pairs if state.head != head}
