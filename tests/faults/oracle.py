"""What a mirror must be: every table folded from genesis out of the node's own logs, as digests.

Nothing of the mirror's way is used but the words of the rules: logs and headers are asked for plainly, the rows come
from the second interpreter, broken subjects from the contract's own heads.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from ledger.store import base
from ledger.store.digest import rows_digest, table_digest
from ledger.store.dossiers import State, advance
from ledger.store.fold import fold
from ledger.store.mirror import Mirror
from ledger.store.raw import Raw
from ledger.store.rules import Value
from ledger.store.schema import key_of
from ledger.store.source import Header, Source

Rows = Iterable[tuple[Value, ...]]
Digests = Mapping[str, bytes]
_AT_ONCE = 500


def folded(mirror: Mirror, source: Source, last: int, broken: set[bytes] | None = None) -> Digests:
    """The digest of every table at block ``last``. ``broken``: None to ask the contract for its heads."""
    headers, logs = _headers(source, last), _logs(source, last)
    times = {header.number: header.time for header in headers}
    events = [mirror.decoder.event(raw, times[raw.block]) for raw in logs]
    found = fold(mirror.schema, mirror.decoder.arguments, events)
    states: dict[bytes, State] = {}
    advance(states, logs, times, mirror.decoder, mirror.subjects)
    if broken is None:
        heads = source.chain.heads(list(states), last)
        broken = {subject for (subject, state), head in zip(states.items(), heads, strict=True) if state.head != head}
    rows: dict[str, Rows] = {
        name: [tuple(row[column.name] for column in list(table.columns)[1:]) for row in found[name].values()]
        for name, table in mirror.schema.tables.items()
    }
    rows["blocks"], rows["events"] = headers, logs
    rows["dossiers"] = [
        (subject, state.head, state.records, state.block, int(subject in broken)) for subject, state in states.items()
    ]
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
