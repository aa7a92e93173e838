"""How far a mirror really goes, when its checkpoint, too, may have been changed by hand."""

from sqlalchemy import Connection

from ledger.chain.errors import NodeBehind
from ledger.store import base, stored
from ledger.store.errors import ChainDiverged, MirrorMissing
from ledger.store.schema import CHAIN
from ledger.store.source import Source


def position(connection: Connection, source: Source, chain_id: int) -> int:
    """Return the last block that the mirror holds, by the witnesses that the node confirms.

    Witnesses are the checkpoint's number, its hash, and the newest stored block. MirrorMissing when nothing is stored;
    NodeBehind or ChainDiverged when mirror and checkpoint agree with each other but not with the node.
    """
    marks = [row for row in stored.rows(connection, base.checkpoint) if _ours(row, source, chain_id)]
    tips = _tips(connection, chain_id)
    if not marks and not tips:
        raise MirrorMissing(chain_id)
    confirmed = [number for number, block_hash in tips if source.hash_at(number) == block_hash]
    for _, number, block_hash, *_ in marks:
        if isinstance(number, int) and source.hash_at(number) == block_hash:
            confirmed.append(number)
        found = source.number_of(block_hash) if isinstance(block_hash, bytes) and len(block_hash) == 32 else None
        if found is not None:
            confirmed.append(found)
    if not confirmed or (marks and tips and marks[0][1:3] == tips[0] and tips[0][0] not in confirmed):
        number, expected = tips[0] if tips else (0, b"")
        found_hash = source.hash_at(number)
        if found_hash is None:
            raise NodeBehind(number, source.chain.rpc.height())
        raise ChainDiverged(number, expected, found_hash)
    return max(confirmed)


def _ours(row: stored.Row, source: Source, chain_id: int) -> bool:
    """Whether a checkpoint is this chain's, even if its chain id was changed."""
    origin = (source.origin.genesis, source.origin.deployment)
    return row[0] == chain_id or row[3:] == origin


def _tips(connection: Connection, chain_id: int) -> list[tuple[int, bytes]]:
    """The newest stored blocks whose number and hash are of the right type, newest first."""
    column = base.blocks.c.number
    newest = connection.exec_driver_sql(f"SELECT max(number) FROM blocks WHERE chain_id = {chain_id}").scalar()
    if newest is None:
        return []
    floor = newest - 2 if isinstance(newest, int) else 0
    found = stored.rows(connection, base.blocks, base.blocks.c[CHAIN] == chain_id, column >= floor)
    tips = [(row[1], row[2]) for row in found if isinstance(row[1], int) and isinstance(row[2], bytes)]
    return sorted(tips, reverse=True)[:3]
