"""The mirror of one chain in one database: what is written together, and how it is made again.

``append`` writes blocks, raw events, projections, dossiers and checkpoint; the caller's transaction holds all of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Table, delete, select

from ledger.store import base, bulk, db, indexes, tables
from ledger.store.apply import Applier
from ledger.store.behind import Behind
from ledger.store.dossiers import Dossiers, Grown, State
from ledger.store.errors import MirrorDamaged, OtherWriter
from ledger.store.merge import Change
from ledger.store.raw import Decoder, Raw
from ledger.store.registry import Schema
from ledger.store.schema import CHAIN
from ledger.store.source import Chunk, Header, Origin
from ledger.store.subjects import Subjects

REPLAY = 30_000
"""Events that a rebuild holds at once: what happens to a row within them is written once."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far the mirror has come, and of which chain and deployment it is."""

    number: int
    hash: bytes
    origin: Origin


class Batch(NamedTuple):
    """What logs do: to the projections, and to the dossiers."""

    changes: list[Change]
    grown: Grown


class Mirror:
    """The tables of one chain. The rules and the subjects must have been checked against the ABI."""

    def __init__(self, engine: Engine, schema: Schema, decoder: Decoder, subjects: Subjects, chain_id: int) -> None:
        self.engine = engine
        self.schema = schema
        self.decoder = decoder
        self.subjects = subjects
        self.chain_id = chain_id
        self.projections: tuple[Table, ...] = tuple(schema.tables.values())
        self.tables: tuple[Table, ...] = (*base.TABLES, *self.projections)
        self._applier = Applier(schema, decoder.arguments, chain_id)
        self._dossiers = Dossiers(decoder, subjects, chain_id)

    def create(self) -> None:
        """Make the tables that do not exist. SchemaOld."""
        tables.create(self.engine, (*self.tables, base.compared))

    def renew(self) -> None:
        """Make the tables that do not exist or have other columns; what these held of any chain is lost."""
        tables.renew(self.engine, (*self.tables, base.compared))

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes this chain's mirror; no other process writes it meanwhile. DatabaseBusy."""
        with db.writing(self.engine) as connection:
            db.alone(connection, f"mirror {self.chain_id}")
            yield connection

    def writable(self) -> bool:
        """Whether our role may write; on SQLite everybody who opens the file."""
        with db.reading(self.engine) as connection:
            return db.may_write(connection, base.checkpoint)

    def index(self) -> None:
        """Make the secondary indexes that are missing: after a backfill, or after one that was killed."""
        with db.reading(self.engine) as connection:
            missing = indexes.missing(connection, self.tables)
        if missing:
            with self.writing() as connection:
                indexes.make(connection, self.tables)

    def checkpoint(self, connection: Connection) -> Checkpoint | None:
        """Return how far this chain's mirror has come; None before its first block."""
        row = connection.execute(select(base.checkpoint).where(base.checkpoint.c[CHAIN] == self.chain_id)).first()
        return None if row is None else Checkpoint(row.number, row.hash, Origin(row.genesis, row.deployment))

    def hash_at(self, connection: Connection, number: int) -> bytes | None:
        """Return the stored hash of a block, None where there is none."""
        where = (base.blocks.c[CHAIN] == self.chain_id, base.blocks.c.number == number)
        found: bytes | None = connection.execute(select(base.blocks.c.hash).where(*where)).scalar()
        return found

    def batch(self, chunk: Chunk) -> Batch:
        """Return what a chunk does; nothing is written, no database asked. EventUnknown, EventMalformed."""
        return self._batch(chunk.logs, {header.number: header.time for header in chunk.headers})

    def append(
        self, connection: Connection, chunk: Chunk, batch: Batch, origin: Origin, before: bytes | None
    ) -> set[bytes]:
        """Write a chunk that follows the checkpoint, and what it does. Returns the subjects whose dossiers grew.

        ``before``: the checkpoint's hash when the chunk was asked for, None for no checkpoint. OtherWriter when it is
        another now.
        """
        at = self.checkpoint(connection)
        if before != (None if at is None else at.hash):
            raise OtherWriter(self.chain_id)
        self.insert(connection, base.blocks, chunk.headers)
        self.insert(connection, base.events, chunk.logs)
        self._write(connection, batch)
        last = chunk.headers[-1]
        self.set_checkpoint(connection, Checkpoint(last.number, last.hash, origin))
        return set(batch.grown.records)

    def replay(self, connection: Connection) -> None:
        """Empty the projections and dossiers and make them again from ``events``."""
        bare = self._bare(connection, self.projections)
        for table in (*self.projections, base.dossiers, base.compared):
            self._empty(connection, table)
        with Behind(connection.dialect) as behind:
            for logs, times in self.stored(connection):
                # What the part before does is written while what this one does is found out.
                behind.go()
                batch = self._batch(logs, times)
                behind.wait()
                behind.then(partial(self._write, connection, batch))
        if bare:
            indexes.make(connection, self.projections)

    def cut(self, connection: Connection, number: int) -> None:
        """Forget every block above ``number``."""
        kept = self.checkpoint(connection)
        for table, column in ((base.blocks, base.blocks.c.number), (base.events, base.events.c.block)):
            connection.execute(delete(table).where(table.c[CHAIN] == self.chain_id, column > number))
        self._empty(connection, base.checkpoint)
        last = connection.execute(
            select(base.blocks.c.number, base.blocks.c.hash)
            .where(base.blocks.c[CHAIN] == self.chain_id)
            .order_by(base.blocks.c.number.desc())
            .limit(1)
        ).first()
        if last is not None and kept is not None:
            self.set_checkpoint(connection, Checkpoint(last.number, last.hash, kept.origin))
        self.replay(connection)

    def clear(self, connection: Connection) -> None:
        """Forget the whole chain. ``index`` is due when it was read again."""
        self._bare(connection, self.tables)
        for table in (*self.tables, base.compared):
            self._empty(connection, table)

    def states(self, connection: Connection, subjects: Iterable[bytes]) -> dict[bytes, State]:
        """Return these dossiers as the events make them."""
        return self._dossiers.load(connection, subjects)

    def due(self, connection: Connection) -> Iterator[bytes]:
        """Yield the subjects whose heads were not compared with the chain's since they grew. Reads all dossiers."""
        note = select(base.compared.c.number).where(base.compared.c[CHAIN] == self.chain_id)
        number = connection.execute(note).scalar()
        where = (base.dossiers.c[CHAIN] == self.chain_id, base.dossiers.c.block > (-1 if number is None else number))
        query = select(base.dossiers.c.subject).where(*where).order_by(base.dossiers.c.subject)
        yield from connection.execute(query, execution_options={"yield_per": 3_000}).scalars()

    def set_compared(self, connection: Connection, number: int) -> None:
        """Note that every head was compared up to this block."""
        bulk.upsert(connection, base.compared, _columns(base.compared), [(self.chain_id, number)])

    def mark(self, connection: Connection, subjects: Iterable[bytes], broken: bool) -> None:
        """Note whether the chain's heads of these subjects are others than ours."""
        self._dossiers.mark(connection, subjects, broken)

    def _batch(self, logs: Sequence[Raw], times: dict[int, int]) -> Batch:
        if any(raw.block not in times for raw in logs):
            raise MirrorDamaged(base.blocks.name)
        return Batch(self._applier.merged(self.decoder.events(logs, times)), self._dossiers.grown(logs, times))

    def _write(self, connection: Connection, batch: Batch) -> None:
        self._applier.write(connection, batch.changes)
        self._dossiers.extend(connection, batch.grown)

    def stored(self, connection: Connection) -> Iterator[tuple[list[Raw], dict[int, int]]]:
        """Yield the stored logs in order, a few thousand at a time, each part with the times of its blocks."""
        events, blocks = base.events.name, base.blocks.name
        mark = "%s" if connection.dialect.name == "postgresql" else "?"
        # As driver text, because every event of a rebuild passes here; as a pair, because an OR is no range of the key.
        after = f"chain_id = {mark} AND (block, log) > ({mark}, {mark})"
        query = f"SELECT {', '.join(Raw._fields)} FROM {events} WHERE {after} ORDER BY block, log LIMIT {REPLAY}"
        dated = f"SELECT number, time FROM {blocks} WHERE chain_id = {mark} AND number BETWEEN {mark} AND {mark}"
        place = (-1, -1)
        while True:
            logs = [Raw(*row) for row in connection.exec_driver_sql(query, (self.chain_id, *place)).all()]
            if not logs:
                return
            place = logs[-1][:2]
            span = (self.chain_id, logs[0].block, logs[-1].block)
            times: dict[int, int] = dict(map(tuple, connection.exec_driver_sql(dated, span)))
            yield logs, times

    def insert(self, connection: Connection, table: Table, rows: Sequence[Header | Raw]) -> None:
        """Write rows of ``blocks`` or ``events``. MirrorDamaged when one is there already."""
        bulk.insert(connection, table, _columns(table), [(self.chain_id, *row) for row in rows])

    def set_checkpoint(self, connection: Connection, new: Checkpoint) -> None:
        """Say how far the mirror has come."""
        row = (self.chain_id, new.number, new.hash, new.origin.genesis, new.origin.deployment)
        bulk.upsert(connection, base.checkpoint, _columns(base.checkpoint), [row])

    def _bare(self, connection: Connection, tables: Iterable[Table]) -> bool:
        """Take away the indexes of tables that will be filled again, unless somebody reads from them, or will."""
        others = select(base.checkpoint.c[CHAIN]).where(base.checkpoint.c[CHAIN] != self.chain_id).limit(1)
        if connection.execute(others).first() is not None:
            return False
        return indexes.drop(connection, tables)

    def _empty(self, connection: Connection, table: Table) -> None:
        connection.execute(delete(table).where(table.c[CHAIN] == self.chain_id))


def _columns(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)
