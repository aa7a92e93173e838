"""The mirror: whether it is there, has the shape that is wanted, and is of the node's chain, up to its head."""

import shlex
from collections.abc import Iterator

from sqlalchemy import Connection, inspect

from ledger.chain import blocks, clock
from ledger.doctor.checks.stores import trouble
from ledger.doctor.evidence import written
from ledger.doctor.outcome import Found, check, fault, warning
from ledger.doctor.patient import Patient
from ledger.kit.home import ROOT
from ledger.store import base, indexes, tables
from ledger.store.db import reading
from ledger.store.errors import MirrorMissing
from ledger.store.mirror import Checkpoint
from ledger.store.schema import CHAIN

LATE = 30
"""Seconds after which a confirmed block must be in the mirror."""
_SHOWN = 3


@check(
    unknown=fault("unset LEDGER_MIRROR"),
    missing=fault("ledger resync"),
    broken=fault("rm -f {path}-wal {path}-shm && mv {path} {path}.broken && ledger resync"),
    locked=fault("fuser -v {path}"),
    away=fault("pg_isready -h {host} -p {port}"),
    empty=warning("ledger up --detach"),
)
def mirror(patient: Patient) -> Iterator[Found]:
    """Whether the mirror's database is there and can be read."""
    found = trouble(patient.mirror_url, "mirror", patient.home.root / "up.log")
    if found is not None:
        yield found
        return
    own = patient.any_mirror
    with reading(own.engine) as connection:
        if not inspect(connection).has_table(base.checkpoint.name) or own.checkpoint(connection) is None:
            yield Found("empty")


@check(columns=fault("ledger resync"), indexes=warning("ledger chain status"))
def schema(patient: Patient) -> Iterator[Found]:
    """Whether every table has the columns and indexes that this programme wants."""
    own = patient.any_mirror
    with reading(own.engine) as connection:
        if not inspect(connection).has_table(base.checkpoint.name):
            raise MirrorMissing(own.chain_id)
        wrong = tables.differences(connection, own.tables)
        slow = [str(index.name) for index in indexes.missing(connection, own.tables)]
    if wrong:
        # The programme that wants them was installed then.
        since = max(written(path) or 0 for path in (ROOT / "ledger").glob("*/mirror.py"))
        yield Found("columns", since, fields={"count": len(wrong), "names": ", ".join(wrong[:_SHOWN])})
    if slow:
        yield Found("indexes", fields={"count": len(slow), "names": ", ".join(slow[:_SHOWN])})


@check(
    other=fault("ledger resync"),
    behind=fault("ledger chain status"),
    diverged=fault("ledger rewind {common}"),
    killed=warning("ledger up --detach"),
)
def position(patient: Patient) -> Iterator[Found]:
    """Whether the mirror's last block is on the node's chain."""
    source = patient.source
    with reading(patient.mirror.engine) as connection:
        at = patient.mirror.checkpoint(connection)
        if at is None:
            return
        if at.origin != source.origin:
            yield Found("other", fields={"expected": source.origin, "found": at.origin})
            return
        there = source.hash_at(at.number)
        if there == at.hash:
            return
        common = _common(patient, connection, at)
        since = _time(patient, connection, common + 1)
    fields = {"number": at.number, "common": common, "height": source.chain.rpc.height()}
    case = "killed" if patient.embedded else "behind" if there is None else "diverged"
    yield Found(case, since, common + 1, fields)


@check(behind=warning("ledger up --detach"), stuck=fault("tail -n 20 {log}"))
def lag(patient: Patient) -> Iterator[Found]:
    """How far the mirror is behind the confirmed head."""
    head = patient.source.chain.rpc.height() - patient.network.confirmations
    with reading(patient.mirror.engine) as connection:
        at = patient.mirror.checkpoint(connection)
    number = patient.record.start_block - 1 if at is None else at.number
    first = blocks.block(patient.rpc, number + 1) if number < head else None
    if first is None or clock.wall() - first.time <= LATE:
        return
    running = patient.serving()
    fields = {"count": head - number, "number": number, "log": shlex.quote(str(patient.home.root / "up.log"))}
    yield Found("behind" if running is None or not running.alive() else "stuck", first.time, first.number, fields)


@check(broken=fault("ledger rebuild && ledger verify"))
def dossiers(patient: Patient) -> Iterator[Found]:
    """Dossiers whose head is another on the chain."""
    with patient.view() as view:
        table = base.dossiers
        rows = sorted(view.all(table, table.c.broken != 0), key=lambda row: row.block)
        if not rows:
            return
        since = _time(patient, view.connection, rows[0].block)
    subjects = ", ".join("0x" + row.subject.hex() for row in rows[:_SHOWN])
    yield Found("broken", since, rows[0].block, {"count": len(rows), "subjects": subjects})


def _common(patient: Patient, connection: Connection, at: Checkpoint) -> int:
    """Return the last block that mirror and node share."""
    source = patient.source
    low, high = patient.record.start_block - 1, min(at.number, source.chain.rpc.height())
    while low < high:
        middle = (low + high + 1) // 2
        shared = patient.mirror.hash_at(connection, middle) == source.hash_at(middle)
        low, high = (middle, high) if shared else (low, middle - 1)
    return low


def _time(patient: Patient, connection: Connection, number: int) -> int | None:
    """Return when a mirrored block was made."""
    query = base.blocks.select().where(base.blocks.c[CHAIN] == patient.mirror.chain_id, base.blocks.c.number == number)
    row = connection.execute(query).first()
    return None if row is None else row.time
