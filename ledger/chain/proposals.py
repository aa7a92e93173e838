"""The terms of an offer, from the calldata of the transaction that proposed it: the chain keeps only their hash."""

from typing import Any

from ledger.chain.client import Chain
from ledger.chain.errors import CallUnknown
from ledger.kit.errors import LedgerError


class ProposalUnknown(LedgerError):
    """The transaction is not on the node, or it proposed something else."""

    def __init__(self, transaction: bytes) -> None:
        super().__init__("ProposalUnknown", transaction="0x" + transaction.hex())


def terms_in(chain: Chain, contract: str, transaction: bytes, function: str = "propose") -> dict[str, Any]:
    """Return the one argument of the function that proposes, by names in the contract. ProposalUnknown."""
    row = chain.rpc.call("eth_getTransactionByHash", "0x" + transaction.hex())
    if row is None or row.get("to") is None or chain.deployment.contract_at(bytes.fromhex(row["to"][2:])) != contract:
        raise ProposalUnknown(transaction)
    try:
        _, called, values = chain.read_call(bytes.fromhex(row["to"][2:]), bytes.fromhex(row["input"][2:]))
    except CallUnknown as error:
        raise ProposalUnknown(transaction) from error
    if called.name != function:
        raise ProposalUnknown(transaction)
    terms: dict[str, Any] = next(iter(values.values()))
    return terms
