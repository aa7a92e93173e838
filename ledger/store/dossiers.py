"""The heads of the dossiers, computed from raw logs: what the contract ``Dossiers`` computes, a second time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Dialect, select, update

from ledger.kit import dossier
from ledger.store import base
from ledger.store.raw import Decoder, Raw
from ledger.store.schema import CHAIN
from ledger.store.sql import upsert_sql
from ledger.store.subjects import Subjects, record_of, subject_in

_AT_ONCE = 500


@dataclass(slots=True)
class State:
    """A dossier: its head, how many records it has, the block of the last one, 1 if the chain's head is another."""

    head: bytes = dossier.EMPTY
    records: int = 0
    block: int = 0
    broken: int = 0


def advance(
    states: dict[bytes, State], logs: Iterable[Raw], times: Mapping[int, int], decoder: Decoder, subjects: Subjects
) -> None:
    """Add the records of these logs, in order, to the states; subjects that are new start at the empty head."""
    for raw in logs:
        place = subjects.places.get(decoder.name(raw))
        if place is None:
            continue
        subject = subject_in(place, raw.topics)
        state = states.setdefault(subject, State())
        record = record_of(subject, raw.writer, raw.block, times[raw.block], raw.topics, raw.data)
        state.head = dossier.advance(state.head, record)
        state.records += 1
        state.block = raw.block


class Dossiers:
    """The table ``dossiers`` of one chain."""

    def __init__(self, decoder: Decoder, subjects: Subjects, dialect: Dialect, chain_id: int) -> None:
        self._decoder = decoder
        self._subjects = subjects
        self._chain = chain_id
        self._sql = upsert_sql(dialect, base.dossiers, (CHAIN, "subject"), ("head", "records", "block", "broken"))

    def load(self, connection: Connection, subjects: Iterable[bytes]) -> dict[bytes, State]:
        """Return the stored states of these subjects; those without a record are left out."""
        table, wanted = base.dossiers, list(subjects)
        found: dict[bytes, State] = {}
        for at in range(0, len(wanted), _AT_ONCE):
            query = select(table).where(table.c[CHAIN] == self._chain, table.c.subject.in_(wanted[at : at + _AT_ONCE]))
            found |= {row.subject: State(*row[2:]) for row in connection.execute(query)}
        return found

    def extend(self, connection: Connection, logs: Sequence[Raw], times: Mapping[int, int]) -> set[bytes]:
        """Add the records of these logs. Returns the subjects that grew."""
        places = ((self._subjects.places.get(self._decoder.name(raw)), raw) for raw in logs)
        touched = {subject_in(place, raw.topics) for place, raw in places if place is not None}
        states = self.load(connection, touched)
        advance(states, logs, times, self._decoder, self._subjects)
        rows = [(self._chain, subject, row.head, row.records, row.block, row.broken) for subject, row in states.items()]
        if rows:
            connection.exec_driver_sql(self._sql, rows)
        return touched

    def mark(self, connection: Connection, subjects: Iterable[bytes], broken: bool) -> None:
        """Note whether the chain's heads of these subjects are others than ours."""
        table = base.dossiers
        for subject in subjects:
            where = (table.c[CHAIN] == self._chain, table.c.subject == subject)
            connection.execute(update(table).where(*where).values(broken=int(broken)))
