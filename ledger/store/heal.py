"""Makes ``blocks``, ``events`` and the checkpoint again what the node says, where they are not."""

from collections.abc import Sequence

from sqlalchemy import Column, Connection, Table, delete, or_

from ledger.store import base, stored
from ledger.store.mirror import Checkpoint, Mirror
from ledger.store.position import position
from ledger.store.raw import Raw
from ledger.store.schema import CHAIN
from ledger.store.source import Header, Source


def heal(connection: Connection, mirror: Mirror, source: Source) -> int:
    """Compare every stored block and log with the node's and replace those that differ.

    Rows of chains that the database does not mirror go from all tables. Returns how many rows were wrong or missing.
    Raises what ``position`` raises.
    """
    last = position(connection, source, mirror.chain_id)
    first = source.chain.deployment.start_block
    count = 0
    for table in mirror.tables:
        if table is not base.checkpoint:
            count += connection.execute(
                delete(table).where(stored.strangers(connection, table, mirror.chain_id))
            ).rowcount
    for table, column in ((base.blocks, base.blocks.c.number), (base.events, base.events.c.block)):
        outside = or_(column < first, column > last)
        count += connection.execute(delete(table).where(table.c[CHAIN] == mirror.chain_id, outside)).rowcount
    for chunk in source.chunks(first, last):
        span = chunk.headers[0].number, chunk.headers[-1].number
        count += _replace(connection, mirror, base.blocks, base.blocks.c.number, span, chunk.headers)
        count += _replace(connection, mirror, base.events, base.events.c.block, span, chunk.logs)
    _mend_checkpoint(connection, mirror, Checkpoint(last, chunk.headers[-1].hash, source.origin))
    return count


def _replace(
    connection: Connection,
    mirror: Mirror,
    table: Table,
    column: Column[int],
    span: tuple[int, int],
    right: Sequence[Header | Raw],
) -> int:
    """Write a table's rows of these blocks again unless they are right."""
    where = (table.c[CHAIN] == mirror.chain_id, column.between(*span))
    found = set(stored.rows(connection, table, *where))
    wanted = {(mirror.chain_id, *row) for row in right}
    if found != wanted:
        connection.execute(delete(table).where(*where))
        mirror.insert(connection, table, right)
    # An altered row differs on both sides and is one row; keys come first among the columns.
    width = len(table.primary_key)
    return len({row[:width] for row in found ^ wanted})


def _mend_checkpoint(connection: Connection, mirror: Mirror, right: Checkpoint) -> None:
    table = base.checkpoint
    ours = (table.c.genesis == right.origin.genesis) & (table.c.deployment == right.origin.deployment)
    connection.execute(delete(table).where(or_(table.c[CHAIN] == mirror.chain_id, ours)))
    mirror.set_checkpoint(connection, right)
