"""Transactions of one account: numbered by us, signed here, sent in batches, waited for, sent again when stuck.

A transaction is never sent under two nonces, so it is mined once or not at all, whatever the connection does.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.chain.errors import (
    FundsMissing,
    NodeBehind,
    NodeDown,
    NodeRefused,
    NonceTaken,
    TransactionFailed,
    TransactionStuck,
)
from ledger.chain.network import Network
from ledger.chain.rpc import Rpc
from ledger.chain.signer import Fee, Signed, Signer, Transaction

IN_FLIGHT = 16
"""Transactions sent at once; more make the embedded node stall."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: without a receipt a transaction is sent again after `resend`; after `give_up` nobody waits any more."""

    resend: float = 10.0
    give_up: float = 180.0


@dataclass(frozen=True, slots=True)
class Receipt:
    """A mined transaction. `contract`: the address it created."""

    transaction: bytes
    block: int
    gas_used: int
    contract: bytes | None
    logs: list[dict[str, Any]] = field(repr=False)


@dataclass(slots=True)
class _Flight:
    transaction: Transaction
    nonce: int
    fee: Fee
    signed: list[Signed] = field(default_factory=list)
    """All versions of it, same nonce; the last is the one to send."""
    mined: dict[str, Any] | None = None


class Wallet:
    """Sends what one signer signs to one network."""

    def __init__(self, rpc: Rpc, network: Network, signer: Signer, patience: Patience | None = None) -> None:
        self._rpc = rpc
        self._network = network
        self._patience = patience or Patience()
        self.signer = signer

    def estimate(self, transactions: Sequence[Transaction]) -> list[int]:
        """Gas limits, found by running each on the newest state. NodeRefused with the revert data if one would fail."""
        # `pending`: the embedded node's head may be hours old, and deadlines count from the next block's time.
        requests = [("eth_estimateGas", (self._request(row), "pending")) for row in transactions]
        # A little more than measured: a row before ours may make a list longer.
        limit = self._network.block_gas_limit
        return [min(int(gas, 16) * 5 // 4 + 20_000, limit) for gas in self._rpc.batch(requests)]

    def send(self, transactions: Sequence[Transaction]) -> list[Receipt]:
        """Run, sign, send and wait for at most 16, independent of each other; nothing is sent if one would fail.

        NodeRefused with revert data, TransactionFailed, TransactionStuck, NonceTaken, NodeBehind, FundsMissing.
        """
        limits = self.estimate(transactions)
        price = self._price()
        first = self._count("pending")
        flights = [
            _Flight(row, first + at, Fee(gas, price))
            for at, (row, gas) in enumerate(zip(transactions, limits, strict=True))
        ]
        self._demand_funds(flights)
        for flight in flights:
            self._sign(flight)
        refusals = self._submit(flights)
        if len(refusals) == len(flights):
            raise refusals[0]
        self._wait(flights)
        return [self._receipt(flight) for flight in flights]

    def _wait(self, flights: Sequence[_Flight]) -> None:
        started = last_sent = time.monotonic()
        pause = 0.005
        while True:
            try:
                self._collect(flights)
                still = [flight for flight in flights if flight.mined is None]
                if not still:
                    return
                self._nudge()
                if time.monotonic() - last_sent > self._patience.resend:
                    self._send_again(still)
                    last_sent = time.monotonic()
            except NodeDown:
                if time.monotonic() - started > self._patience.give_up:
                    raise
                still = list(flights)
            if time.monotonic() - started > self._patience.give_up:
                raise self._given_up(still)
            time.sleep(pause)
            pause = min(pause * 1.5, 0.25)

    def _collect(self, flights: Sequence[_Flight]) -> None:
        asked = [(flight, signed) for flight in flights if flight.mined is None for signed in flight.signed]
        found = self._rpc.batch([("eth_getTransactionReceipt", (_hex(signed.hash),)) for _, signed in asked])
        for (flight, _), row in zip(asked, found, strict=True):
            flight.mined = row or flight.mined

    def _nudge(self) -> None:
        """Anvil mines when a transaction comes in, and forgets those for which its block had no room."""
        if self._network.consensus == "anvil" and int(self._rpc.call("txpool_status")["pending"], 16):
            self._rpc.call("evm_mine")

    def _send_again(self, flights: Sequence[_Flight]) -> None:
        count = self._count("latest")
        # Only now: a receipt may have come between the last look and the count.
        self._collect(flights)
        still = [flight for flight in flights if flight.mined is None]
        for flight in still:
            if flight.nonce < count:
                raise NonceTaken(_hex(self.signer.address), flight.nonce)
            if self._network.gas == "funded":
                # Nodes want at least a tenth more to replace.
                price = max(flight.fee.price * 5 // 4, flight.fee.price + 1, self._price())
                flight.fee = Fee(flight.fee.gas, price)
                self._sign(flight)
        self._submit(still)

    def _submit(self, flights: Sequence[_Flight]) -> list[NodeRefused]:
        """What the node refused. "Already known" and "nonce too low" are answered by the receipt or its absence."""
        requests = [("eth_sendRawTransaction", (_hex(flight.signed[-1].raw),)) for flight in flights]
        try:
            return [answer for answer in self._rpc.settle(requests) if isinstance(answer, NodeRefused)]
        except NodeDown:
            return []  # it may have arrived all the same

    def _given_up(self, flights: Sequence[_Flight]) -> Exception:
        count = self._count("latest")
        if count < min(flight.nonce for flight in flights):
            return NodeBehind(flights[0].nonce, count)
        return TransactionStuck(_hex(flights[0].signed[-1].hash), round(self._patience.give_up))

    def _sign(self, flight: _Flight) -> None:
        flight.signed.append(self.signer.sign(flight.transaction, self._network.chain_id, flight.nonce, flight.fee))

    def _receipt(self, flight: _Flight) -> Receipt:
        row = flight.mined or {}
        number, created = int(row["blockNumber"], 16), row.get("contractAddress")
        if int(row["status"], 16) != 1:
            # Ran well before and badly now: run it again on the state it met, for the reason.
            self._rpc.call("eth_call", self._request(flight.transaction), hex(number - 1))
            raise TransactionFailed(row["transactionHash"])
        address = bytes.fromhex(created[2:]) if created else None
        own = bytes.fromhex(row["transactionHash"][2:])
        return Receipt(own, number, int(row["gasUsed"], 16), address, row["logs"])

    def _demand_funds(self, flights: Sequence[_Flight]) -> None:
        needed = sum(flight.fee.gas * flight.fee.price for flight in flights)
        if needed == 0:
            return
        account = _hex(self.signer.address)
        balance = int(self._rpc.call("eth_getBalance", account, "latest"), 16)
        if balance < needed:
            raise FundsMissing(account, needed, balance)

    def _price(self) -> int:
        return 0 if self._network.gas == "free" else int(self._rpc.call("eth_gasPrice"), 16)

    def _count(self, tag: str) -> int:
        return int(self._rpc.call("eth_getTransactionCount", _hex(self.signer.address), tag), 16)

    def _request(self, transaction: Transaction) -> dict[str, str]:
        row = {"from": _hex(self.signer.address), "data": _hex(transaction.data)}
        return row if transaction.to is None else {**row, "to": _hex(transaction.to)}


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
