"""What a node says of a transaction that a block has: read once, so that what cannot be read counts as no answer."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Receipt:
    """A mined transaction. `contract`: the address it created; `good`: it was not reverted."""

    transaction: bytes
    block: int
    gas_used: int
    contract: bytes | None
    good: bool
    logs: list[dict[str, Any]] = field(repr=False)


def receipt(row: dict[str, Any], transaction: bytes) -> Receipt:
    """Read the receipt of the transaction with this hash. Read within `Rpc.sense`, which says what is wrong with it."""
    if bytes.fromhex(row["transactionHash"][2:]) != transaction:
        raise ValueError(row["transactionHash"])
    created = row.get("contractAddress")
    contract = bytes.fromhex(created[2:]) if created else None
    block, gas_used, status = (int(row[name], 16) for name in ("blockNumber", "gasUsed", "status"))
    return Receipt(transaction, block, gas_used, contract, status == 1, row["logs"])
