"""Up to sixteen signed transactions of one account on their way: waited for, sent again, numbered anew when need be.

A transaction gets another number only when a block proves that somebody else's has taken the one it had: so it is mined
once or not at all, whatever the connection, the node or another program with the same key does.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ledger.chain.errors import ChainHalted, NodeBehind, NodeDown, NodeRefused, NonceTaken, TransactionStuck
from ledger.chain.mined import Receipt, receipt
from ledger.chain.network import Network
from ledger.chain.rpc import Request, Rpc
from ledger.chain.signer import Fee, Signed, Signer, Transaction
from ledger.kit.errors import LedgerError

_HURRY = 0.3
"""Seconds after which is looked again when the node refused some at once: another program sends with this key."""
_STALLED = 0.5
"""Seconds without anything that could be mined after which the embedded node has forgotten how transactions follow."""
_BLOCKS = 50
"""Whole blocks in a request."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: without a receipt a transaction is sent again after `resend`; after `give_up` nobody waits any more."""

    resend: float = 10.0
    give_up: float = 180.0


@dataclass(slots=True)
class Flight:
    """One transaction on its way."""

    transaction: Transaction
    nonce: int
    fee: Fee
    signed: list[Signed] = field(default_factory=list)
    """All versions of it; the last is the one to send."""
    mined: Receipt | None = None
    refused: NodeRefused | None = None
    """It lost its number to another program, and would fail on what that did."""

    @property
    def done(self) -> bool:
        """Whether there is nothing to wait for."""
        return self.mined is not None or self.refused is not None


class Wave:
    """Flights of one account. `estimate`: requests that run transactions on the newest state."""

    def __init__(
        self,
        rpc: Rpc,
        network: Network,
        signer: Signer,
        patience: Patience,
        flights: Sequence[Flight],
        since: int,
        estimate: Callable[[Sequence[Transaction]], list[int | NodeRefused]],
    ) -> None:
        """`since`: a block below which none of the numbers was taken."""
        self._rpc, self._network, self._signer, self._patience = rpc, network, signer, patience
        self._flights, self._since, self._estimate = flights, since, estimate
        self._account = "0x" + signer.address.hex()
        self._stalled: float | None = None
        self._height, self._risen = since, time.monotonic()

    def fly(self) -> None:
        """Sign, send and wait until all are mined or refused.

        NodeRefused when the node takes none of them; TransactionStuck, ChainHalted, NonceTaken, NodeBehind.
        """
        for flight in self._flights:
            self._sign(flight)
        refusals = self._submit(self._flights)
        if len(refusals) == len(self._flights) and self._none_arrived():
            raise refusals[0]
        self._wait(_HURRY if refusals else self._patience.resend)

    def _none_arrived(self) -> bool:
        try:
            return self._count("pending") <= self._flights[0].nonce
        except (NodeDown, NodeRefused):
            return False  # a node in trouble may refuse what it took

    def _wait(self, first_look: float) -> None:
        started = time.monotonic()
        again, pause = started + min(first_look, self._patience.resend), 0.005
        while True:
            fault: LedgerError | None = None
            try:
                self._collect()
                if all(flight.done for flight in self._flights):
                    return
                self._nudge()
                if time.monotonic() > again:
                    self._send_again()
                    again = time.monotonic() + self._patience.resend
            except (NodeDown, NodeRefused) as error:
                fault = error  # sent is sent: what the node says now is no answer to that
            if time.monotonic() - started > self._patience.give_up:
                raise self._given_up() from fault
            time.sleep(pause)
            pause = min(pause * 1.5, 0.25)

    def _still(self) -> list[Flight]:
        return [flight for flight in self._flights if not flight.done]

    def _collect(self) -> None:
        asked = [(flight, signed) for flight in self._still() for signed in flight.signed]
        found = self._rpc.batch([("eth_getTransactionReceipt", (_hex(signed.hash),)) for _, signed in asked])
        with self._rpc.sense():
            for (flight, signed), row in zip(asked, found, strict=True):
                if row is not None:
                    flight.mined = receipt(row, signed.hash)

    def _nudge(self) -> None:
        """Anvil mines when a transaction comes in, and forgets those for which its block had no room.

        One that comes in while the one before it is being mined can wait for ever for what is already there: then the
        account's are taken out of the pool and sent again.
        """
        if self._network.consensus != "anvil":
            return
        status = self._rpc.call("txpool_status")
        with self._rpc.sense():
            pending, queued = int(status["pending"], 16), int(status["queued"], 16)
        if pending:
            self._rpc.call("evm_mine")
        now = time.monotonic()
        if pending or not queued:
            self._stalled = None
        elif self._stalled is None:
            self._stalled = now
        elif now - self._stalled > _STALLED:
            self._stalled = None
            self._rpc.call("anvil_removePoolTransactions", self._account)
            self._submit(self._still())

    def _send_again(self) -> None:
        height = self._rpc.height()
        if height != self._height:
            self._height, self._risen = height, time.monotonic()
        settled = height - self._network.confirmations
        count = self._count(hex(max(settled, 0)))
        # Only now: a receipt may have come between the last look and the count.
        self._collect()
        taken = [flight for flight in self._still() if flight.nonce < count]
        if taken:
            self._renumber(taken, settled)
        elif self._network.gas == "funded":
            for flight in self._still():
                # Nodes want at least a tenth more to replace.
                price = max(flight.fee.price * 5 // 4, flight.fee.price + 1, self._rpc.number("eth_gasPrice"))
                flight.fee = Fee(flight.fee.gas, price)
                self._sign(flight)
        self._submit(self._still())

    def _renumber(self, taken: Sequence[Flight], settled: int) -> None:
        """Give those a new number whose own another program's transaction has, in a block that stays."""
        by_nonce = self._mined_of_account(settled)
        lost = []
        for flight in taken:
            if flight.nonce not in by_nonce:
                raise NonceTaken(self._account, flight.nonce)
            if by_nonce[flight.nonce] not in [signed.hash for signed in flight.signed]:
                lost.append(flight)
        # What the other program did may be what these would do: they are run again.
        for flight, gas in zip(lost, self._estimate([flight.transaction for flight in lost]), strict=True):
            if isinstance(gas, NodeRefused):
                if not gas.ran:
                    raise gas
                flight.refused = gas
            else:
                flight.fee = Fee(gas, flight.fee.price)
        first = self._count("pending")
        for at, flight in enumerate(flight for flight in lost if not flight.done):
            flight.nonce = first + at
            self._sign(flight)

    def _mined_of_account(self, last: int) -> dict[int, bytes]:
        """The account's transactions in the blocks since this began: number -> hash."""
        found: dict[int, bytes] = {}
        for at in range(self._since, last + 1, _BLOCKS):
            numbers = range(at, min(at + _BLOCKS, last + 1))
            asked: list[Request] = [("eth_getBlockByNumber", (hex(number), True)) for number in numbers]
            rows = self._rpc.batch(asked)
            with self._rpc.sense():
                for row in (row for block in rows for row in block["transactions"]):
                    if row["from"].lower() == self._account:
                        found[int(row["nonce"], 16)] = bytes.fromhex(row["hash"][2:])
        return found

    def _submit(self, flights: Iterable[Flight]) -> list[NodeRefused]:
        """What the node refused. "Already known" and "nonce too low" are answered by the receipt or its absence."""
        requests = [("eth_sendRawTransaction", (_hex(flight.signed[-1].raw),)) for flight in flights]
        try:
            return [answer for answer in self._rpc.settle(requests) if isinstance(answer, NodeRefused)]
        except NodeDown:
            return []  # it may have arrived all the same

    def _given_up(self) -> LedgerError:
        still = self._still()
        try:
            count, height = self._count("latest"), self._rpc.height()
        except (NodeDown, NodeRefused):
            count, height = still[0].nonce, -1
        # The embedded node makes a block when it is sent something only.
        silent = time.monotonic() - self._risen
        if height == self._height and silent > self._patience.resend and self._network.consensus != "anvil":
            return ChainHalted(height, round(silent))
        if count < min(flight.nonce for flight in still):
            return NodeBehind(still[0].nonce, count)
        return TransactionStuck(_hex(still[0].signed[-1].hash), round(self._patience.give_up))

    def _sign(self, flight: Flight) -> None:
        flight.signed.append(self._signer.sign(flight.transaction, self._network.chain_id, flight.nonce, flight.fee))

    def _count(self, tag: str) -> int:
        return self._rpc.number("eth_getTransactionCount", self._account, tag)


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
