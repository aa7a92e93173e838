"""Transactions of one account: run first, numbered by us, signed here, sent in batches, waited for.

A transaction is mined once or not at all, whatever the connection does (`wave` says how).
"""

import time
from collections.abc import Sequence
from contextlib import suppress

from ledger.chain.errors import FundsMissing, NodeDown, NodeRefused, TransactionFailed
from ledger.chain.mined import Receipt
from ledger.chain.network import Network
from ledger.chain.rpc import Rpc
from ledger.chain.signer import Fee, Signer, Transaction
from ledger.chain.wave import Flight, Patience, Wave

__all__ = ["IN_FLIGHT", "Patience", "Wallet"]

_SETTLING = 0.1
"""Seconds after which a refusal is asked for once more."""
IN_FLIGHT = 16
"""Transactions sent at once; more make the embedded node stall."""


class Wallet:
    """Sends what one signer signs to one network."""

    def __init__(self, rpc: Rpc, network: Network, signer: Signer, patience: Patience | None = None) -> None:
        self._rpc = rpc
        self._network = network
        self._patience = patience or Patience()
        self.signer = signer

    def estimate(self, transactions: Sequence[Transaction]) -> list[int]:
        """Gas limits, found by running each on the newest state. NodeRefused with the revert data if one would fail."""
        limits = []
        for limit in self._run(transactions):
            if isinstance(limit, NodeRefused):
                raise limit
            limits.append(limit)
        return limits

    def send(self, transactions: Sequence[Transaction]) -> list[Receipt]:
        """Run, sign, send and wait for at most 16, independent of each other; nothing is sent if one would fail.

        NodeRefused with revert data, TransactionFailed, TransactionStuck, ChainHalted, NonceTaken, NodeBehind,
        FundsMissing.
        """
        limits = self.estimate(transactions)
        price = 0 if self._network.gas == "free" else self._rpc.number("eth_gasPrice")
        since = self._rpc.height()
        first = self._rpc.number("eth_getTransactionCount", _hex(self.signer.address), "pending")
        flights = [
            Flight(row, first + at, Fee(gas, price))
            for at, (row, gas) in enumerate(zip(transactions, limits, strict=True))
        ]
        self._demand_funds(flights)
        Wave(self._rpc, self._network, self.signer, self._patience, flights, since, self._run).fly()
        for flight in flights:
            if flight.refused is not None:
                raise flight.refused
        return [self._receipt(flight) for flight in flights]

    def _run(self, transactions: Sequence[Transaction]) -> list[int | NodeRefused]:
        found = self._limits(transactions)
        refused = [at for at, limit in enumerate(found) if isinstance(limit, NodeRefused)]
        if refused and self._network.consensus != "anvil":
            # A node tells of a block some milliseconds before its pending state builds on it.
            time.sleep(_SETTLING)
            for at, limit in zip(refused, self._limits([transactions[at] for at in refused]), strict=True):
                found[at] = limit
        return found

    def _limits(self, transactions: Sequence[Transaction]) -> list[int | NodeRefused]:
        # `pending`: the embedded node's head may be hours old, and deadlines count from the next block's time.
        found = self._rpc.settle([("eth_estimateGas", (self._request(row), "pending")) for row in transactions])
        # A little more than measured: a row before ours may make a list longer.
        limit = self._network.block_gas_limit
        with self._rpc.sense():
            return [
                gas if isinstance(gas, NodeRefused) else min(int(gas, 16) * 5 // 4 + 20_000, limit) for gas in found
            ]

    def _receipt(self, flight: Flight) -> Receipt:
        mined = flight.mined
        assert mined is not None
        if mined.good:
            return mined
        # Ran well before and badly now: run it again on the state it met, for the reason.
        request = ("eth_call", (self._request(flight.transaction), hex(mined.block - 1)))
        with suppress(NodeDown):  # it failed, whether or not we hear why
            reason = self._rpc.settle([request])[0]
            if isinstance(reason, NodeRefused) and reason.ran:
                raise reason
        raise TransactionFailed(_hex(mined.transaction))

    def _demand_funds(self, flights: Sequence[Flight]) -> None:
        needed = sum(flight.fee.gas * flight.fee.price for flight in flights)
        if needed == 0:
            return
        account = _hex(self.signer.address)
        balance = self._rpc.number("eth_getBalance", account, "latest")
        if balance < needed:
            raise FundsMissing(account, needed, balance)

    def _request(self, transaction: Transaction) -> dict[str, str]:
        row = {"from": _hex(self.signer.address), "data": _hex(transaction.data)}
        return row if transaction.to is None else {**row, "to": _hex(transaction.to)}


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
