"""Transfers as a table: what was offered to whom, and how it ended. The right is the first 22 bytes of the id."""

from ledger.store.rules import Entry, Insert, Update
from ledger.store.schema import B16, B20, B32, INT, maybe, table

transfers = table(
    "transfers",
    key=("transfer",),
    indexes=(("holder",), ("transferee",), ("state", "until")),
    transfer=B32,
    holder=B16,
    transferee=B16,
    way=INT,
    kind=INT,
    term_until=INT,
    until=INT,
    papers=INT,
    mandate=B32,
    document=B32,
    state=INT,
    proposed=INT,
    proposer=B20,
    tx=B32,
    writer=B20,
    ended=maybe(INT),
)
"""``tx``: the proposing transaction: its calldata holds the terms. ``writer``: the contract that keeps it.
``ended``: when accepted, withdrawn or expired."""

TABLES = (transfers,)

_TRANSFER = ("transfer",)
_ENDED = {"ended": "$time"}

RULES: tuple[Entry, ...] = (
    Insert(
        "Transfers.TransferProposed",
        "transfers",
        key=_TRANSFER,
        also={"proposed": "$time", "proposer": "actor", "tx": "$tx", "writer": "$writer"},
        constants={"state": 1},
    ),
    Update("Transfers.TransferAccepted", "transfers", _TRANSFER, columns=(), also=_ENDED, constants={"state": 2}),
    Update("Transfers.TransferWithdrawn", "transfers", _TRANSFER, columns=(), also=_ENDED, constants={"state": 3}),
    Update("Transfers.TransferExpired", "transfers", _TRANSFER, columns=(), also=_ENDED, constants={"state": 4}),
)
