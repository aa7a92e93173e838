"""What a mirror must be: every table folded from genesis out of the node's own logs, as digests.

Nothing of the mirror's way is used but the words of the rules: logs and headers are asked for plainly, the rows come
from the second interpreter, broken subjects from the contract's own heads.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from ledger.kit.keccak import keccak
from ledger.store import base
from ledger.store.digest import rows_digest, table_digest
from ledger.store.fold import fold
from ledger.store.mirror import Mirror
from ledger.store.raw import Raw
from ledger.store.rules import Value
from ledger.store.schema import key_of
from ledger.store.source import Header, Source
from ledger.store.subjects import subject_in

Rows = Iterable[tuple[Value, ...]]
Digests = Mapping[str, bytes]
_AT_ONCE = 500


def folded(mirror: Mirror, source: Source, last: int, broken: set[bytes] | None = None) -> Digests:
    """The digest of every table at block ``last``. ``broken``: None to ask the contract for its heads."""
    headers, logs = _headers(source, last), _logs(source, last)
    times = {header.number: header.time for header in headers}
    events = [mirror.decoder.event(raw, times[raw.block]) for raw in logs]
    found = fold(mirror.schema, mirror.decoder.arguments, events)
    states = _dossiers(mirror, logs, times)
    if broken is None:
        heads = source.chain.heads(list(states), last)
        broken = {subject for (subject, state), head in zip(states.items(), heads, strict=True) if state[0] != head}
    rows: dict[str, Rows] = {
        name: [tuple(row[column.name] for column in list(table.columns)[1:]) for row in found[name].values()]
        for name, table in mirror.schema.tables.items()
    }
    rows["blocks"], rows["events"] = headers, logs
    rows["dossiers"] = [(subject, *state, int(subject in broken)) for subject, state in states.items()]
    origin = source.origin
    rows["checkpoint"] = [(last, headers[-1].hash, origin.genesis, origin.deployment)] if headers else []
    return {table.name: _digest(table, mirror.chain_id, rows[table.name]) for table in mirror.tables}


def stored(connection: Connection, mirror: Mirror) -> Digests:
    """The digest of every table as the database holds it."""
    return {table.name: table_digest(connection, table, mirror.chain_id) for table in mirror.tables}


def broken(connection: Connection, mirror: Mirror) -> set[bytes]:
    """The subjects that the mirror says are broken."""
    table = base.dossiers
    where = (table.c.chain_id == mirror.chain_id, table.c.broken == 1)
    return set(connection.execute(select(table.c.subject).where(*where)).scalars())


def _dossiers(mirror: Mirror, logs: Iterable[Raw], times: Mapping[int, int]) -> dict[bytes, tuple[bytes, int, int]]:
    """Every subject's head, number of records and last block, as the contract computes them."""
    states: dict[bytes, tuple[bytes, int, int]] = {}
    for raw in logs:
        place = mirror.subjects.places.get(mirror.decoder.name(raw))
        if place is not None:
            subject = subject_in(place, raw.topics)
            words = (raw.block.to_bytes(32, "big"), times[raw.block].to_bytes(32, "big"), raw.topics[:32])
            args = keccak(raw.topics[32:] + raw.data)
            record = keccak(b"".join((subject, bytes(12), raw.writer, *words, args)))
            head, records, _ = states.get(subject, (bytes(32), 0, 0))
            states[subject] = (keccak(head + record), records + 1, raw.block)
    return states


def _digest(table: Table, chain_id: int, rows: Rows) -> bytes:
    width = 1 + len(key_of(table))
    made: list[tuple[Any, ...]] = [(chain_id, *row) for row in rows]
    made.sort(key=lambda row: row[:width])
    return rows_digest(table, made)


def _headers(source: Source, last: int) -> list[Header]:
    found = []
    for first in range(source.chain.deployment.start_block, last + 1, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, last + 1))
        for row in source.chain.rpc.batch([("eth_getBlockByNumber", (hex(number), False)) for number in numbers]):
            own, parent, receipts = (_bytes(row[name]) for name in ("hash", "parentHash", "receiptsRoot"))
            found.append(Header(int(row["number"], 16), own, parent, int(row["timestamp"], 16), receipts))
    return found


def _logs(source: Source, last: int) -> list[Raw]:
    rows: list[dict[str, Any]] = []
    for first in range(source.chain.deployment.start_block, last + 1, _AT_ONCE):
        span = {"fromBlock": hex(first), "toBlock": hex(min(first + _AT_ONCE - 1, last))}
        rows += source.chain.rpc.call("eth_getLogs", span)
    return [
        Raw(
            int(row["blockNumber"], 16),
            int(row["logIndex"], 16),
            _bytes(row["transactionHash"]),
            _bytes(row["address"]),
            b"".join(map(_bytes, row["topics"])),
            _bytes(row["data"]),
        )
        for row in rows
        if _bytes(row["address"]) in source.writers
    ]


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text[2:])
