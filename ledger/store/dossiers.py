"""The heads of the dossiers, computed from raw logs: what the contract ``Dossiers`` computes, a second time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sha3
from sqlalchemy import Connection, Row, update

from ledger.kit import dossier
from ledger.kit.keccak import word
from ledger.store import base, bulk
from ledger.store.raw import Decoder, Raw
from ledger.store.schema import CHAIN
from ledger.store.subjects import Finder, Subjects, finder

_AT_ONCE = 500
_COLUMNS = (CHAIN, "subject", "head", "records", "block", "broken")


@dataclass(slots=True)
class State:
    """A dossier: its head, how many records it has, the block of the last one, 1 if the chain's head is another."""

    head: bytes = dossier.EMPTY
    records: int = 0
    block: int = 0
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Grown:
    """What a batch adds: each subject's records in order, and the block of its last one."""

    records: dict[bytes, list[bytes]]
    blocks: dict[bytes, int]


class Dossiers:
    """The table ``dossiers`` of one chain."""

    def __init__(self, decoder: Decoder, subjects: Subjects, chain_id: int) -> None:
        self._decoder = decoder
        self._subjects = subjects
        self._chain = chain_id
        self._finders: dict[bytes, Finder | None] = {}

    def load(self, connection: Connection, subjects: Iterable[bytes]) -> dict[bytes, State]:
        """Return the stored states of these subjects; those without a record are left out."""
        wanted, found = list(subjects), dict[bytes, State]()
        for at in range(0, len(wanted), _AT_ONCE):
            found |= {row[0]: State(*row[1:]) for row in self._rows(connection, wanted[at : at + _AT_ONCE])}
        return found

    def _rows(self, connection: Connection, subjects: list[bytes]) -> Sequence[Row[Any]]:
        # As driver text: expanding 500 parameters costs more than reading the rows. %b: as bytes, not as text.
        names = ", ".join(_COLUMNS[1:])
        if connection.dialect.name == "postgresql":
            where, values = "chain_id = %s AND subject = ANY(%b)", tuple[Any, ...]((self._chain, subjects))
        else:
            where = f"chain_id = ? AND subject IN ({', '.join('?' * len(subjects))})"
            values = (self._chain, *subjects)
        return connection.exec_driver_sql(f"SELECT {names} FROM {base.dossiers.name} WHERE {where}", values).all()

    def grown(self, logs: Iterable[Raw], times: Mapping[int, int]) -> Grown:
        """Return the records that these logs make."""
        records: dict[bytes, list[bytes]] = {}
        blocks: dict[bytes, int] = {}
        for subject, record, block in self._records(logs, times):
            records.setdefault(subject, []).append(record)
            blocks[subject] = block
        return Grown(records, blocks)

    def extend(self, connection: Connection, grown: Grown) -> None:
        """Add these records to the dossiers."""
        known = self.load(connection, grown.records)
        digest = sha3.keccak_256
        made: list[tuple[int | bytes, ...]] = []
        changed: list[tuple[int | bytes, ...]] = []
        for subject, records in sorted(grown.records.items()):
            before = known.get(subject)
            head, count, broken = (before.head, before.records, before.broken) if before else (dossier.EMPTY, 0, 0)
            for record in records:
                head = digest(head + record).digest()
            row = (self._chain, subject, head, count + len(records), grown.blocks[subject], broken)
            (changed if before else made).append(row)
        bulk.insert(connection, base.dossiers, _COLUMNS, made)
        bulk.update(connection, base.dossiers, _COLUMNS, changed)

    def mark(self, connection: Connection, subjects: Iterable[bytes], broken: bool) -> None:
        """Note whether the chain's heads of these subjects are others than ours."""
        table = base.dossiers
        for subject in subjects:
            where = (table.c[CHAIN] == self._chain, table.c.subject == subject)
            connection.execute(update(table).where(*where).values(broken=int(broken)))

    def _records(self, logs: Iterable[Raw], times: Mapping[int, int]) -> Iterator[tuple[bytes, bytes, int]]:
        """Yield subject, record (see ``kit.dossier``) and block of every log that enters a dossier.

        Written out, because it runs for every log of a chain: what is the same for a block is made once.
        """
        finders, digest = self._finders, sha3.keccak_256
        last, moment = -1, b""
        for raw in logs:
            block, _, _, writer, topics, data = raw
            event = writer + topics[:32]
            if event not in finders:
                finders[event] = self._finder(raw)
            find = finders[event]
            if find is None:
                continue
            if block != last:
                last, moment = block, word(block) + word(times[block])
            subject = find(topics)
            arguments = digest(topics[32:] + data).digest()
            parts = (subject, _PADDING, writer, moment, topics[:32], arguments)
            yield subject, digest(b"".join(parts)).digest(), block

    def _finder(self, raw: Raw) -> Finder | None:
        place = self._subjects.places.get(self._decoder.name(raw))
        return None if place is None else finder(place)


_PADDING = bytes(12)
"""Before an address, to make it a word."""
