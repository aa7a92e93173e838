"""Officers on a network where gas is paid: each is topped up before the first act, and what it sent is written down."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any, Self

from eth_account.signers.local import LocalAccount

from ledger.chain.client import Call, Chain
from ledger.chain.errors import ChainHalted, TransactionStuck
from ledger.chain.mined import Receipt
from ledger.chain.network import Network
from ledger.chain.rpc import Rpc
from ledger.chain.sender import Sender
from ledger.chain.signer import Signer
from ledger.chain.wallet import Patience
from tests.cluster.cluster import until

_GIFT = 10**24
_PRICE = 1_000
_AGAIN = 5.0

Act = tuple[bytes, bytes, bytes]
"""Account, contract, calldata."""


class Acts:
    """What all officers did. ``done``: how often each must be on the chain."""

    def __init__(self) -> None:
        self.done: Counter[Act] = Counter()
        self._due: set[Act] = set()

    def add(self, act: Act) -> None:
        """It is mined. What was given up, and then done by whoever tried again, is one act."""
        if act in self._due:
            self._due.remove(act)
        else:
            self.done[act] += 1

    def give_up(self, acts: Iterable[Act]) -> None:
        """They were sent, and nobody waits for them any more: they must be there once, too."""
        given_up = set(acts) - self._due
        self._due |= given_up
        self.done.update(given_up)


class Purse:
    """The operator's account. It numbers its gifts itself, so that nobody waits for another's."""

    def __init__(self, account: LocalAccount, chain_id: int) -> None:
        self._account, self._chain_id = account, chain_id
        self._numbers = count()
        self._gifts: dict[bytes, str] = {}

    def give(self, rpc: Rpc, to: bytes) -> None:
        """Send it and do not wait."""
        row: dict[str, Any] = {
            "nonce": next(self._numbers),
            "gasPrice": _PRICE,
            "gas": 21_000,
            "chainId": self._chain_id,
        }
        signed = self._account.sign_transaction(row | {"to": to, "value": _GIFT, "data": b""})
        self._gifts[to] = "0x" + bytes(signed.raw_transaction).hex()
        rpc.call("eth_sendRawTransaction", self._gifts[to])

    def wait(self, rpc: Rpc, to: bytes) -> None:
        """Until it is there; every few seconds all gifts that are still on their way are sent again."""
        again = time.monotonic() + _AGAIN

        def there() -> bool:
            nonlocal again
            if rpc.number("eth_getBalance", "0x" + to.hex(), "latest"):
                self._gifts.pop(to, None)
                return True
            if time.monotonic() > again:
                rpc.settle([("eth_sendRawTransaction", (raw,)) for raw in self._gifts.values()])
                again += _AGAIN
            return False

        if to in self._gifts:
            until(there, f"funds of 0x{to.hex()}")


class Paid(Sender):
    """An officer who is topped up. ``acts``: where what all officers did is written down."""

    def __init__(
        self, chain: Chain, network: Network, signer: Signer, purse: Purse, acts: Acts, patience: Patience | None = None
    ) -> None:
        super().__init__(chain, network, signer, patience)
        self._network, self._signer, self._patience = network, signer, patience
        self._purse, self._acts = purse, acts

    def move(self, chain: Chain) -> None:
        """The officer's program is started again with another node."""
        super().__init__(chain, self._network, self._signer, self._patience)

    def waiting(self, patience: Patience) -> Self:
        """The same officer, who waits as long as this."""
        return type(self)(self.chain, self._network, self._signer, self._purse, self._acts, patience)

    def send_all(self, calls: Sequence[Call]) -> Iterator[Receipt]:
        """As every officer, once the funds are there."""
        self._purse.wait(self.chain.rpc, self.address)
        acts = [(self.address, self.chain.target(call), self.chain.encode(call)) for call in calls]
        done = 0
        try:
            for receipt in super().send_all(calls):
                self._acts.add(acts[done])
                done += 1
                yield receipt
        except (ChainHalted, TransactionStuck):
            self._acts.give_up(acts[done:])
            raise
