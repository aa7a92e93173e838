"""Two versions of a table, the right one and the stored one, as findings.

A row whose key was changed looks like one that is missing and one that is extra; when the two differ in one cell, that
cell is the finding. So what has no counterpart is kept until all rows were seen; what fits is forgotten at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Table

from ledger.audit.findings import Finding, Shown, shown
from ledger.audit.spill import by_key
from ledger.store.schema import key_of
from ledger.store.stored import Row

_LIKELY = 5_000


class Comparison:
    """Of one table of one chain. All rows are whole, ``chain_id`` first. ``rows``: how many there must be."""

    def __init__(self, table: Table, chain_id: int) -> None:
        self.table = table
        self.rows = 0
        self._chain = chain_id
        self._found: list[Finding] = []
        self._missing: list[Row] = []
        self._extra: list[Row] = []

    def part(self, right: Iterable[Row], stored: Iterable[Row]) -> None:
        """Compare some rows, which fit into memory, in any order; quickest in the same."""
        rows, found, width = list(right), list(stored), 1 + len(key_of(self.table))
        if rows == found:
            self.rows += len(rows)
            return
        wanted = {row[:width]: row for row in rows}
        for row in found:
            self._pair(wanted.pop(row[:width], None), row)
        for row in wanted.values():
            self._pair(row, None)

    def sorted(self, right: Iterator[tuple[bytes, Row]], stored: Iterable[Row]) -> None:
        """Compare rows of which both sides come by rising key; those on the right with the key as ``coder`` has it."""
        wanted = next(right, None)
        for key, row in by_key(self.table, self._chain, stored):
            while wanted is not None and key is not None and wanted[0] < key:
                self._pair(wanted[1], None)
                wanted = next(right, None)
            if wanted is not None and wanted[0] == key:
                self._pair(wanted[1], row)
                wanted = next(right, None)
            else:
                self._pair(None, row)
        while wanted is not None:
            self._pair(wanted[1], None)
            wanted = next(right, None)

    def findings(self, foreign: Iterable[Row]) -> list[Finding]:
        """Return all differences. ``foreign``: rows of other mirrored chains: theirs unless one of ours is missing and
        looks like it but for the chain."""
        table, found = self.table, list(self._found)
        pairs = _pairs(self._missing, self._extra, foreign)
        for wanted, row in pairs:
            found.extend(_cells(table, wanted, row))
        right, stored = {wanted for wanted, _ in pairs}, {row for _, row in pairs}
        for wanted in self._missing:
            if wanted not in right:
                found.append(Finding("missing", table.name, _key(table, wanted), None, _whole(table, wanted), None))
        for row in self._extra:
            if row not in stored:
                found.append(Finding("extra", table.name, _key(table, row), None, None, _whole(table, row)))
        return sorted(found, key=lambda finding: (str(finding.key), finding.column or ""))

    def _pair(self, wanted: Row | None, row: Row | None) -> None:
        self.rows += wanted is not None
        if wanted is not None and row is not None:
            # A database gives no 5.0 where 5 was written: both keep whole numbers as integers.
            if wanted != row:
                self._found.extend(_cells(self.table, wanted, row))
        elif wanted is not None:
            self._missing.append(wanted)
        elif row is not None:
            self._extra.append(row)


def _pairs(missing: list[Row], extra: Iterable[Row], foreign: Iterable[Row]) -> list[tuple[Row, Row]]:
    """Return the rows that differ in one cell, each at most once.

    None where more is missing than a hand changes: to look for that many would take more memory than there may be.
    """
    if not 0 < len(missing) <= _LIKELY:
        return []
    by_rest: defaultdict[tuple[int, Row], list[Row]] = defaultdict(list)
    for wanted in missing:
        for place in _rests(wanted):
            by_rest[place].append(wanted)
    taken: set[Row] = set()
    pairs: list[tuple[Row, Row]] = []
    for rows in (extra, foreign):
        for row in rows:
            near = (wanted for place in _rests(row) for wanted in by_rest.get(place, ()))
            match = next((wanted for wanted in near if wanted not in taken), None)
            if match is not None:
                taken.add(match)
                pairs.append((match, row))
    return pairs


def _rests(row: Row) -> Iterator[tuple[int, Row]]:
    for at in range(len(row)):
        yield at, row[:at] + row[at + 1 :]


def _cells(table: Table, wanted: Row, row: Row) -> Iterator[Finding]:
    for column, before, after in zip(table.columns, wanted, row, strict=True):
        if before != after:
            yield Finding("altered", table.name, _key(table, wanted), str(column.name), shown(before), shown(after))


def _key(table: Table, row: Row) -> dict[str, Shown]:
    return dict(list(_whole(table, row).items())[: 1 + len(key_of(table))])


def _whole(table: Table, row: Row) -> Mapping[str, Shown]:
    return {str(column.name): shown(value) for column, value in zip(table.columns, row, strict=True)}
