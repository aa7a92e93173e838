"""A key in memory that signs transactions and shows its address only."""

from dataclasses import dataclass
from typing import Self

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import Hash32

from ledger.chain.errors import DemoKeystoreRefused


@dataclass(frozen=True, slots=True)
class Transaction:
    """What is signed, but for the sender's nonce and the fee. `to` None creates a contract."""

    to: bytes | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Fee:
    """Gas limit, and the price of a unit in wei: 0 where gas is free."""

    gas: int
    price: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed transaction: `raw` can be sent any number of times and is mined once."""

    hash: bytes
    raw: bytes


class Signer:
    """An unlocked key. `only_chain`: the one chain id it signs for, None for any."""

    def __init__(self, account: LocalAccount, only_chain: int | None = None) -> None:
        self._account = account
        self._only_chain = only_chain
        self.address = bytes.fromhex(account.address[2:])

    @classmethod
    def random(cls) -> Self:
        """A new key that is never stored, as a deployment uses it."""
        return cls(Account.create())

    def sign(self, transaction: Transaction, chain_id: int, nonce: int, fee: Fee) -> Signed:
        """Sign for one chain. DemoKeystoreRefused if the key may not."""
        if self._only_chain not in (None, chain_id):
            raise DemoKeystoreRefused(chain_id)
        # Not of type 2: with a base fee of 0 the plain price says all there is to say, and every node takes it.
        signed = self._account.sign_transaction(
            {
                "nonce": nonce,
                "gasPrice": fee.price,
                "gas": fee.gas,
                "to": transaction.to or b"",
                "value": 0,
                "data": transaction.data,
                "chainId": chain_id,
            }
        )
        return Signed(bytes(signed.hash), bytes(signed.raw_transaction))

    def seal(self, digest: bytes) -> bytes:
        """r ‖ s ‖ v over a hash, v 0 or 1: what a witness or an organisation gives, never a transaction."""
        signed = self._account.unsafe_sign_hash(Hash32(digest))
        return signed.r.to_bytes(32) + signed.s.to_bytes(32) + bytes([signed.v - 27])

    def __repr__(self) -> str:
        return f"Signer(0x{self.address.hex()})"
