"""An officer's calls: run first so that a refusal is seen before anything is sent, then signed and mined."""

from collections.abc import Iterator, Sequence

from ledger.chain.client import Call, Chain
from ledger.chain.errors import NodeRefused
from ledger.chain.mined import Receipt
from ledger.chain.network import Network
from ledger.chain.signer import Signer, Transaction
from ledger.chain.wallet import IN_FLIGHT, Patience, Wallet
from ledger.kit.keccak import keccak


class Sender:
    """One signer's calls to one deployment."""

    def __init__(self, chain: Chain, network: Network, signer: Signer, patience: Patience | None = None) -> None:
        """WrongChain if the node serves another chain than the profile."""
        chain.rpc.expect_chain(network.chain_id)
        self.chain = chain
        self._wallet = Wallet(chain.rpc, network, signer, patience)

    @property
    def address(self) -> bytes:
        """The signer's account."""
        return self._wallet.signer.address

    def send(self, call: Call) -> Receipt:
        """One call, mined. ContractError tells why the contracts refuse it; then nothing was sent."""
        return next(self.send_all([call]))

    def send_all(self, calls: Sequence[Call]) -> Iterator[Receipt]:
        """Calls that do not build on each other, sixteen at a time, receipts in order as they are mined.

        A refusal stops before its sixteen are sent; what came before is mined. Only where another program sends with
        the same key can it come later: then those of its sixteen that are not refused are mined, too.
        """
        for at in range(0, len(calls), IN_FLIGHT):
            wave = [
                Transaction(self.chain.target(call), self.chain.encode(call)) for call in calls[at : at + IN_FLIGHT]
            ]
            try:
                receipts = self._wallet.send(wave)
            except NodeRefused as error:
                raise self.chain.refusal(error) from error
            yield from receipts

    def file(self, call: Call) -> Receipt:
        """File a call of two persons: another officer sends the very same call."""
        target, data = self.chain.target(call), self.chain.encode(call)
        return self.send(Call("Postings", "file", (target, keccak(data))))
