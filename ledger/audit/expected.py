"""The mirror as it must be: every table of it, made from what the node says and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Table

from ledger.store import base
from ledger.store.dossiers import State, advance
from ledger.store.fold import fold
from ledger.store.mirror import Mirror
from ledger.store.raw import Raw
from ledger.store.rules import Value
from ledger.store.schema import key_of
from ledger.store.source import Header, Source
from ledger.store.stored import Row


@dataclass(frozen=True)
class Expected:
    """Rows by table, ``chain_id`` first; and the subjects whose own records do not give the chain's head."""

    tables: Mapping[str, Mapping[Row, Row]]
    heads: Mapping[bytes, tuple[bytes, bytes]]
    """Subject -> (the chain's head, the head that the chain's logs give), where the two differ."""
    events: int
    subjects: int


def expect(mirror: Mirror, source: Source, last: int) -> Expected:
    """Read the chain up to block ``last`` and make every table of the mirror from it.

    The heads are compared at the node's newest block, because nodes forget the state of old ones.
    """
    first, newest = source.chain.deployment.start_block, source.chain.rpc.height()
    headers: list[Header] = []
    logs: list[Raw] = []
    for chunk in source.chunks(first, newest):
        headers.extend(chunk.headers)
        logs.extend(chunk.logs)
    times = {header.number: header.time for header in headers}
    until = [raw for raw in logs if raw.block <= last]
    states: dict[bytes, State] = {}
    advance(states, until, times, mirror.decoder, mirror.subjects)
    dossiers = {subject: (state.head, state.records, state.block) for subject, state in states.items()}
    advance(states, logs[len(until) :], times, mirror.decoder, mirror.subjects)
    broken = _broken(states, source, newest)
    folded = fold(
        mirror.schema, mirror.decoder.arguments, (mirror.decoder.event(raw, times[raw.block]) for raw in until)
    )

    chain = (mirror.chain_id,)
    stored = headers[: last - first + 1]
    tables = {name: _rows(table, chain, folded[name].values()) for name, table in mirror.schema.tables.items()}
    tables["blocks"] = _keyed(base.blocks, (chain + tuple(header) for header in stored))
    tables["events"] = _keyed(base.events, (chain + tuple(raw) for raw in until))
    tables["dossiers"] = _keyed(
        base.dossiers, ((*chain, subject, *state, int(subject in broken)) for subject, state in dossiers.items())
    )
    origin = (source.origin.genesis, source.origin.deployment)
    tables["checkpoint"] = _keyed(base.checkpoint, [(*chain, last, stored[-1].hash, *origin)])
    return Expected(tables, broken, len(until), len(states))


def _broken(states: Mapping[bytes, State], source: Source, block: int) -> dict[bytes, tuple[bytes, bytes]]:
    theirs = source.heads(list(states), block)
    pairs = zip(states.items(), theirs, strict=True)
    return {subject: (head, state.head) for (subject, state), head in pairs if head != state.head}


def _rows(table: Table, chain: tuple[int], rows: Iterable[Mapping[str, Value]]) -> dict[Row, Row]:
    names = [column.name for column in table.columns][1:]
    return _keyed(table, (chain + tuple(row[name] for name in names) for row in rows))


def _keyed(table: Table, rows: Iterable[Row]) -> dict[Row, Row]:
    width = 1 + len(key_of(table))
    return {row[:width]: row for row in rows}
