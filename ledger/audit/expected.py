"""The rows that a chain's logs make, table by table, in the order of their keys."""

import time
from collections.abc import Iterator, Mapping

from ledger.audit.spill import Spill, Steps
from ledger.kit import dossier
from ledger.store import base
from ledger.store.fold import Folder, Values
from ledger.store.mirror import Mirror
from ledger.store.raw import Raw
from ledger.store.source import HEADS, Source
from ledger.store.stored import Row
from ledger.store.subjects import finder, record_of

_AT_ONCE = 6 * HEADS
"""Dossiers whose heads are asked for together."""

Keyed = Iterator[tuple[bytes, Row]]


class Expected:
    """Takes logs in order, gives rows. ``waited``: seconds that were spent waiting for the contract's heads.

    ``wrong``: subject -> the head that the contract holds and the one that the logs give, where the two differ.
    """

    def __init__(self, mirror: Mirror, spill: Spill) -> None:
        self._mirror = mirror
        self._spill = spill
        self._folder = Folder(mirror.schema, mirror.decoder.arguments)
        self._tables = [rule.table for rule in self._folder.rules]
        self._finders = {name: finder(place) for name, place in mirror.subjects.places.items()}
        self.wrong: dict[bytes, tuple[bytes, bytes]] = {}
        self.waited = 0.0

    def subject(self, raw: Raw) -> bytes | None:
        """Return whose dossier a log enters; None for nobody's. EventUnknown."""
        find = self._finders.get(self._mirror.decoder.name(raw))
        return None if find is None else find(raw.topics)

    def record(self, subject: bytes, raw: Raw, moment: int) -> None:
        """Take a log's record; ``moment``: its block's time."""
        record = record_of(subject, raw.writer, raw.block, moment, raw.topics, raw.data)
        self._spill.add(base.dossiers.name, (subject,), 0, (raw.block, record))

    def steps(self, raw: Raw, moment: int) -> Iterator[tuple[str, Values, int, Values]]:
        """Yield what a log does to rows: table, key, rule, values. EventUnknown, EventMalformed."""
        if self._mirror.decoder.name(raw) not in self._mirror.schema.rules:
            return
        for rule, key, values in self._folder.steps(self._mirror.decoder.event(raw, moment)):
            yield self._tables[rule], key, rule, values

    def take(self, raw: Raw, moment: int) -> None:
        """Take all that a log does to rows, and its record."""
        name = self._mirror.decoder.name(raw)
        find = self._finders.get(name)
        if find is not None:
            self.record(find(raw.topics), raw, moment)
        if name in self._mirror.schema.rules:
            for rule, key, values in self._folder.steps(self._mirror.decoder.event(raw, moment)):
                self._spill.add(self._tables[rule], key, rule, values)

    def rows(self, table: str) -> Iterator[tuple[bytes, Row | None]]:
        """Yield each row that logs touched; None for one that they deleted. RulesBroken."""
        for key, steps in self._spill.rows(table):
            row: Values | None = None
            for rule, values in steps:
                row = self._folder.take(row, rule, values)
            yield key, None if row is None else (self._mirror.chain_id, *row)

    def dossiers(self, source: Source, last: int, at: int) -> Keyed:
        """Yield the rows of ``dossiers`` as of block ``last``, compared with the contract's heads at block ``at``."""
        waiting: list[tuple[bytes, Steps]] = []
        for one in self._spill.rows(base.dossiers.name):
            waiting.append(one)
            if len(waiting) == _AT_ONCE:
                yield from self._heads(source, last, at, waiting)
                waiting = []
        yield from self._heads(source, last, at, waiting)

    def _heads(self, source: Source, last: int, at: int, some: list[tuple[bytes, Steps]]) -> Keyed:
        started = time.perf_counter()
        theirs: Mapping[bytes, bytes] = dict(
            zip((subject for subject, _ in some), source.heads([subject for subject, _ in some], at), strict=True)
        )
        self.waited += time.perf_counter() - started
        for subject, steps in some:
            head, stored, records, block = dossier.EMPTY, dossier.EMPTY, 0, 0
            for _, (number, record) in steps:
                assert isinstance(number, int)
                assert isinstance(record, bytes)
                head = dossier.advance(head, record)
                if number <= last:
                    stored, records, block = head, records + 1, number
            if head != theirs[subject]:
                self.wrong[subject] = theirs[subject], head
            if records:
                yield subject, (self._mirror.chain_id, subject, stored, records, block, int(subject in self.wrong))
