"""Only what changed since the last run: new blocks whole, and the subjects that they touch.

A touched subject's stored events are proved by its head: the contract holds another one unless they are all there and
as they were. From them its rows are folded again. Whether anything differs is all that this finds out; what it is,
a complete run says.
"""

from sqlalchemy import Connection

from ledger.audit.complete import Compared, checkpoint, state_at
from ledger.audit.expected import Expected
from ledger.audit.progress import Tell
from ledger.audit.spill import Spill, key_in
from ledger.audit.walk import Walk
from ledger.chain.errors import EventMalformed, EventUnknown
from ledger.store import base, stored
from ledger.store.errors import RulesBroken
from ledger.store.fold import Values
from ledger.store.mirror import Mirror
from ledger.store.raw import Raw
from ledger.store.source import Source

_TYPES = (int, int, bytes, bytes, bytes, bytes, int)
"""Of a stored event and its block's time."""


class Differs(Exception):
    """Something is not as it must be; a complete run names it."""


def recent(
    mirror: Mirror, source: Source, connection: Connection, since: tuple[int, bytes], last: int, tell: Tell
) -> Compared:
    """Compare what changed after a block, given by number and hash. Raises Differs, NodeDown, NodeRefused, ChainTorn.

    Not seen: a row that no event made, rows of subjects that nothing new is recorded of, and of older events what no
    record holds: the transaction's hash and the log's number.
    """
    number, tip = since
    with Spill([base.dossiers, *mirror.projections]) as spill:
        expected, walk = Expected(mirror, spill), Walk(mirror, source, connection, number + 1, tip)
        try:
            touched, keys = _touched(expected, walk, last, tell)
            if walk.findings or walk.blocks.findings(()) or walk.events.findings(()):
                raise Differs
            events = _take(connection, mirror, expected, spill, last, touched, keys)
            at = state_at(source, last)
            for raw, moment in walk.beyond(at):
                subject = expected.subject(raw)
                if subject in touched and subject is not None:
                    expected.record(subject, raw, moment)
            rows = _rows(connection, mirror, source, expected, spill, last, at, tell)
        except (RulesBroken, EventUnknown, EventMalformed) as error:
            raise Differs from error
        mark = checkpoint(mirror, source, last, walk.tip or tip)
        if expected.wrong or stored.one(connection, base.checkpoint, mirror.chain_id, ()) != mark:
            raise Differs
        waited = walk.asked.waited + expected.waited
        count = rows + 1 + walk.blocks.rows + walk.events.rows
        return Compared(count, events, len(touched), (), walk.tip or tip, waited)


def _touched(expected: Expected, walk: Walk, last: int, tell: Tell) -> tuple[set[bytes], set[tuple[str, Values]]]:
    """The subjects that grew; and the rows that events of no dossier changed."""
    touched: set[bytes] = set()
    keys: set[tuple[str, Values]] = set()
    for raw, moment in walk.compared(last, tell):
        subject = expected.subject(raw)
        if subject is None:
            keys |= {(table, key) for table, key, _, _ in expected.steps(raw, moment)}
        else:
            touched.add(subject)
    return touched, keys


def _take(
    connection: Connection,
    mirror: Mirror,
    expected: Expected,
    spill: Spill,
    last: int,
    touched: set[bytes],
    keys: set[tuple[str, Values]],
) -> int:
    """Take what the stored events say of touched subjects and rows. Returns how many events that were."""
    count = 0
    if not touched and not keys:
        return 0
    for *cells, moment in stored.events(connection, mirror.chain_id, last):
        if tuple(map(type, (*cells, moment))) != _TYPES:
            raise Differs
        raw = Raw(*cells)  # type: ignore[arg-type]
        assert isinstance(moment, int)
        subject = expected.subject(raw)
        if subject in touched and subject is not None:
            expected.take(raw, moment)
            count += 1
        elif subject is None and keys:
            for table, key, rule, values in expected.steps(raw, moment):
                if (table, key) in keys:
                    spill.add(table, key, rule, values)
                    count += 1
    return count


def _rows(
    connection: Connection,
    mirror: Mirror,
    source: Source,
    expected: Expected,
    spill: Spill,
    last: int,
    at: int,
    tell: Tell,
) -> int:
    """Compare the rows of what was taken. Returns how many there must be."""
    count = 0
    for table in mirror.projections:
        for code, row in expected.rows(table.name):
            if stored.one(connection, table, mirror.chain_id, key_in(table, code)) != row:
                raise Differs
            count += row is not None
        tell("rows", spill.given, spill.kept)
    for code, row in expected.dossiers(source, last, at):
        if stored.one(connection, base.dossiers, mirror.chain_id, (code,)) != row:
            raise Differs
        count += 1
    return count
