"""Events to SQL through RULES: one of the two interpreters (the other is ``fold``), made for speed.

What a batch of events does is first merged in memory (``merge``), then written in one bulk statement for each kind of
change to a table (``bulk``).
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from ledger.store import bulk
from ledger.store.checks import Arguments
from ledger.store.errors import MirrorDamaged
from ledger.store.events import Event
from ledger.store.merge import Change, Kind, Merger
from ledger.store.registry import Schema


class Applier:
    """Applies events to the projections of one chain."""

    def __init__(self, schema: Schema, events: Mapping[str, Sequence[Arguments]], chain_id: int) -> None:
        self._merger = Merger(schema, events, chain_id)

    def merged(self, events: Iterable[Event]) -> list[Change]:
        """Return what the events do. MirrorDamaged when they do not fit each other."""
        return self._merger.merge(events)

    def write(self, connection: Connection, changes: Iterable[Change]) -> None:
        """Write what a batch does, inside the caller's transaction.

        Raises MirrorDamaged when a row that must exist does not, or the other way round.
        """
        for change in changes:
            _write(connection, change)

    def apply(self, connection: Connection, events: Iterable[Event]) -> None:
        """Both."""
        self.write(connection, self.merged(events))


def _write(connection: Connection, change: Change) -> None:
    table, columns, rows = change.table, change.columns, change.rows
    if change.kind is Kind.INSERT:
        bulk.insert(connection, table, columns, rows)
    elif change.kind is Kind.UPSERT:
        bulk.upsert(connection, table, columns, rows)
    elif change.kind is Kind.UPDATE:
        _demand(bulk.update(connection, table, columns, rows), len(rows), change)
    else:
        found = bulk.delete(connection, table, columns, rows)
        if change.kind is not Kind.DISCARD:
            _demand(found, len(rows) if change.kind is Kind.DELETE else 0, change)


def _demand(found: int, expected: int, change: Change) -> None:
    if found != expected:
        raise MirrorDamaged(change.table.name)
