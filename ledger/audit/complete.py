"""Everything: every block since the deployment, every row of every table, every dossier."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Table, and_, not_

from ledger.audit.compare import Comparison
from ledger.audit.expected import Expected
from ledger.audit.findings import Finding, shown
from ledger.audit.progress import Tell
from ledger.audit.spill import Spill
from ledger.audit.walk import Walk
from ledger.chain.errors import EventMalformed, EventUnknown, NodeRefused
from ledger.store import base, stored
from ledger.store.errors import RulesBroken
from ledger.store.mirror import Mirror
from ledger.store.schema import CHAIN
from ledger.store.source import Source
from ledger.store.stored import Row

_TOLD = 500
_SENSELESS = (RulesBroken, EventUnknown, EventMalformed)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a run looked at and found. ``tip``: hash of the last block; ``waited``: seconds that the node took."""

    rows: int
    events: int
    subjects: int
    findings: tuple[Finding, ...]
    tip: bytes
    waited: float


def complete(mirror: Mirror, source: Source, connection: Connection, last: int, tell: Tell) -> Compared:
    """Compare everything up to block ``last``. Raises NodeDown, NodeRefused, ChainTorn."""
    others = stored.other_chains(connection, mirror.chain_id)
    first = source.chain.deployment.start_block
    with Spill([base.dossiers, *mirror.projections]) as spill:
        expected, walk = Expected(mirror, spill), Walk(mirror, source, connection, first)
        tables = {table.name: Comparison(table, mirror.chain_id) for table in mirror.tables}
        tables |= {base.blocks.name: walk.blocks, base.events.name: walk.events}
        events = 0
        try:
            for raw, moment in walk.compared(last, tell):
                expected.take(raw, moment)
                events += 1
            for table, column in ((base.blocks, base.blocks.c.number), (base.events, base.events.c.block)):
                outside = not_(and_(table.c[CHAIN] == mirror.chain_id, column.between(first, last)))
                tables[table.name].part((), stored.rows(connection, table, stored.not_of(table, others), outside))
            tables[base.checkpoint.name].part(
                [checkpoint(mirror, source, last, walk.tip)],
                stored.rows(connection, base.checkpoint, stored.not_of(base.checkpoint, others)),
            )
            for table, rows in _sorted(mirror, source, expected, walk, last):
                found = stored.rows(connection, table, stored.not_of(table, others), by_key=True)
                tables[table.name].sorted(_told(rows, spill, tell), found)
        except _SENSELESS:
            # Logs that make no history, from a node that was found lying: there is nothing to compare rows with.
            if not walk.findings:
                raise
        findings = list(walk.findings)
        for name, comparison in tables.items():
            foreign = _foreign(connection, comparison.table, others)
            findings.extend(one for one in comparison.findings(foreign) if not _told_by_head(one, name, expected))
        findings.extend(
            Finding("head", base.dossiers.name, {"subject": shown(subject)}, "head", shown(theirs), shown(ours))
            for subject, (theirs, ours) in sorted(expected.wrong.items())
        )
        numbers = sum(one.rows for one in tables.values()), events, tables[base.dossiers.name].rows
        return Compared(*numbers, tuple(findings), walk.tip, walk.asked.waited + expected.waited)


def state_at(source: Source, last: int) -> int:
    """Return the block at which to ask for heads: ``last``, or the newest where the node forgot that one's state."""
    try:
        source.heads([bytes(32)], last)
    except NodeRefused:
        return source.chain.rpc.height()
    return last


def checkpoint(mirror: Mirror, source: Source, last: int, tip: bytes) -> Row:
    """Return the checkpoint as it must be."""
    return mirror.chain_id, last, tip, source.origin.genesis, source.origin.deployment


def _sorted(
    mirror: Mirror, source: Source, expected: Expected, walk: Walk, last: int
) -> Iterator[tuple[Table, Iterator[tuple[bytes, Row]]]]:
    """Each table that follows from events, with its rows by rising key."""
    for table in mirror.projections:
        yield table, ((key, row) for key, row in expected.rows(table.name) if row is not None)
    # Last of all, because a node that forgets old states forgets while we read.
    at = state_at(source, last)
    for raw, moment in walk.beyond(at):
        subject = expected.subject(raw)
        if subject is not None:
            expected.record(subject, raw, moment)
    yield base.dossiers, expected.dossiers(source, last, at)


def _told(rows: Iterable[tuple[bytes, Row]], spill: Spill, tell: Tell) -> Iterator[tuple[bytes, Row]]:
    for place, one in enumerate(rows):
        yield one
        if place % _TOLD == 0:
            tell("rows", spill.given, spill.kept)
    tell("rows", spill.given, spill.kept)


def _foreign(connection: Connection, table: Table, others: list[int]) -> Iterator[Row]:
    return stored.rows(connection, table, table.c[CHAIN].in_(others)) if others else iter(())


def _told_by_head(finding: Finding, name: str, expected: Expected) -> bool:
    """Whether a difference only says that the indexer has not yet marked a subject that is broken."""
    if name != base.dossiers.name or finding.column != "broken":
        return False
    return finding.key["subject"] in {shown(subject) for subject in expected.wrong}
