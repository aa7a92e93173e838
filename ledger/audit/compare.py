"""Two versions of a table, the right one and the stored one, as findings.

A row whose key was changed looks like one that is missing and one that is extra; when the two differ in one cell, that
cell is the finding.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Table

from ledger.audit.findings import Finding, Shown, shown
from ledger.store.schema import key_of
from ledger.store.stored import Row


def compare(table: Table, right: Mapping[Row, Row], stored: Iterable[Row], foreign: Iterable[Row]) -> list[Finding]:
    """Return how the stored rows differ.

    All rows are whole, ``chain_id`` first; ``right`` is keyed by ``chain_id`` and key. ``stored`` are the rows of this
    chain and of chains that nobody mirrors; ``foreign`` those of other mirrored chains: theirs unless one of ours is
    missing and looks like it but for the chain.
    """
    width = 1 + len(key_of(table))
    found: list[Finding] = []
    extra: list[Row] = []
    missing = dict(right)
    for row in stored:
        wanted = missing.pop(row[:width], None)
        if wanted is None:
            extra.append(row)
        else:
            found.extend(_cells(table, wanted, row))
    candidates = extra + (list(foreign) if missing else [])
    pairs = _pairs(missing.values(), candidates)
    for wanted, row in pairs:
        found.extend(_cells(table, wanted, row))
    paired_right, paired_stored = {wanted for wanted, _ in pairs}, {row for _, row in pairs}
    for wanted in missing.values():
        if wanted not in paired_right:
            found.append(Finding("missing", table.name, _key(table, wanted), None, _whole(table, wanted), None))
    for row in extra:
        if row not in paired_stored:
            found.append(Finding("extra", table.name, _key(table, row), None, None, _whole(table, row)))
    return sorted(found, key=lambda finding: (str(finding.key), finding.column or ""))


def _pairs(missing: Iterable[Row], extra: Iterable[Row]) -> list[tuple[Row, Row]]:
    """Return the rows that differ in one cell, each at most once."""
    by_rest: defaultdict[tuple[int, Row], list[Row]] = defaultdict(list)
    for row in extra:
        for place in _rests(row):
            by_rest[place].append(row)
    taken: set[Row] = set()
    pairs: list[tuple[Row, Row]] = []
    for wanted in missing:
        near = (row for place in _rests(wanted) for row in by_rest.get(place, ()))
        match = next((row for row in near if row not in taken), None)
        if match is not None:
            taken.add(match)
            pairs.append((wanted, match))
    return pairs


def _rests(row: Row) -> Iterator[tuple[int, Row]]:
    for at in range(len(row)):
        yield at, row[:at] + row[at + 1 :]


def _cells(table: Table, wanted: Row, row: Row) -> Iterator[Finding]:
    for column, before, after in zip(table.columns, wanted, row, strict=True):
        if before != after or isinstance(before, int) != isinstance(after, int):
            yield Finding("altered", table.name, _key(table, wanted), str(column.name), shown(before), shown(after))


def _key(table: Table, row: Row) -> dict[str, Shown]:
    return dict(list(_whole(table, row).items())[: 1 + len(key_of(table))])


def _whole(table: Table, row: Row) -> dict[str, Shown]:
    return {str(column.name): shown(value) for column, value in zip(table.columns, row, strict=True)}
