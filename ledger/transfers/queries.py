"""What is known of transfers: what was offered to whom, and how it ended."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, or_

from ledger.kit.ids import PartyId, RecordId, RightId
from ledger.kit.numbers import TransferState, Way
from ledger.store.view import View, within
from ledger.transfers.mirror import transfers


@dataclass(frozen=True, slots=True)
class Transfer:
    """An offer. ``right_id``: the parent of a grant, or the right that moves; ``kind`` of the sub-right, 0 for a move.

    ``over``: not accepted in time; until somebody calls ``expire`` it still bars the right. ``tx`` holds its terms;
    ``writer`` is the contract that keeps it, where all that follows is sent (`Call.to`).
    """

    transfer: RecordId
    right_id: RightId
    holder: PartyId
    transferee: PartyId
    way: Way
    kind: int
    term_until: int
    until: int
    over: bool
    papers: int
    mandate: bytes
    document: bytes
    state: TransferState
    proposed: int
    proposer: bytes
    tx: bytes
    writer: bytes
    ended: int | None


def transfer(view: View, transfer: bytes) -> Transfer | None:
    """Return one transfer, None if it is unknown."""
    row = view.one(transfers, transfers.c.transfer == transfer)
    return None if row is None else _transfer(view, row)


def of_asset(view: View, asset: bytes) -> list[Transfer]:
    """Return the transfers of an asset's rights, the oldest first."""
    return _all(view, view.all(transfers, within(transfers.c.transfer, asset[:16])))


def of_party(view: View, party: bytes) -> list[Transfer]:
    """Return the transfers from and to a party, the oldest first."""
    either = or_(transfers.c.holder == party, transfers.c.transferee == party)
    return _all(view, view.all(transfers, either))


def over(view: View) -> list[Transfer]:
    """Return the offers that ran out and whose end nobody has recorded."""
    open_ = transfers.c.state == TransferState.PROPOSED
    return _all(view, view.all(transfers, open_, transfers.c.until <= view.now))


def _all(view: View, rows: list[Row[Any]]) -> list[Transfer]:
    return sorted((_transfer(view, row) for row in rows), key=lambda row: (row.proposed, row.transfer))


def _transfer(view: View, row: Row[Any]) -> Transfer:
    state = TransferState(row.state)
    return Transfer(
        transfer=row.transfer,
        right_id=RightId(row.transfer[:22].ljust(32, b"\0")),
        holder=row.holder,
        transferee=row.transferee,
        way=Way(row.way),
        kind=row.kind,
        term_until=row.term_until,
        until=row.until,
        over=state is TransferState.PROPOSED and row.until <= view.now,
        papers=row.papers,
        mandate=row.mandate,
        document=row.document,
        state=state,
        proposed=row.proposed,
        proposer=row.proposer,
        tx=row.tx,
        writer=row.writer,
        ended=row.ended,
    )
