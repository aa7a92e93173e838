"""What can go wrong between us and the chain. Each class is its own code; its sentence is `errors.<code>`.

LedgerError
├── NodeDown, NodeBehind            trying again later can help
│   └── NodeGarbled                 is a NodeDown: somebody answers, but with what is no answer
├── NodeMissing, NodeFailed, ...    the installation must be mended
├── WrongChain, WrongDeployment     this is another chain: never try again
├── TransactionStuck, ChainHalted, NonceTaken    read the chain again, then send what is missing
└── ContractError                   the contracts refuse: `code` is the Solidity error's name
"""

from collections.abc import Sequence

from ledger.chain.words import moment, shown
from ledger.kit.errors import LedgerError
from ledger.kit.locale import Lang


class NetworkUnknown(LedgerError):
    """No profile has this name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__("NetworkUnknown", name=name, known=", ".join(known))


class NetworkInvalid(LedgerError):
    """A profile lacks a value or has a wrong one."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__("NetworkInvalid", name=name, detail=detail)


class NodeMissing(LedgerError):
    """The program of the embedded node is not installed."""

    def __init__(self, looked: Sequence[str]) -> None:
        super().__init__("NodeMissing", looked=", ".join(looked))


class NodeFailed(LedgerError):
    """The embedded node ended or never answered; `log` is the end of what it said."""

    def __init__(self, log: str) -> None:
        super().__init__("NodeFailed", log=log)


class NodeStateBroken(LedgerError):
    """The state file of the embedded node cannot be read, and no older copy can."""

    def __init__(self, path: str) -> None:
        super().__init__("NodeStateBroken", path=path)


class PortTaken(LedgerError):
    """Another program listens where the embedded node should."""

    def __init__(self, port: int) -> None:
        super().__init__("PortTaken", port=port)


class ClockAhead(LedgerError):
    """The sample's time would pass the wall clock. Both in UTC seconds."""

    def __init__(self, asked: int, now: int) -> None:
        super().__init__("ClockAhead", asked=moment(asked), now=moment(now))


class NodeDown(LedgerError):
    """Nobody answers at this address."""

    def __init__(self, url: str) -> None:
        super().__init__("NodeDown", url=url)


class NodeGarbled(NodeDown):
    """What came back is no answer: cut off, no JSON, to another question, of the wrong shape, or a gateway's page."""

    def __init__(self, url: str, what: str) -> None:
        LedgerError.__init__(self, "NodeGarbled", url=url, what=what)


_REVERTED = 3
"""The number of an error of which the node says that a contract reverted (go-ethereum, Anvil, Besu)."""


class NodeRefused(LedgerError):
    """The node answered with an error. `data` is the revert data, if a contract reverted."""

    def __init__(self, method: str, message: str, number: int = 0, data: bytes | None = None) -> None:
        super().__init__("NodeRefused", method=method, message=message)
        self.message = message
        self.number = number
        self.data = data

    @property
    def ran(self) -> bool:
        """Whether the contract says no, and not the node, which may be in trouble."""
        return self.data is not None or self.number == _REVERTED


class NodeBehind(LedgerError):
    """The node knows fewer blocks or transactions than we have seen: it was restored or killed, or still syncs."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__("NodeBehind", expected=expected, found=found)


class WrongChain(LedgerError):
    """The node serves another chain id."""

    def __init__(self, url: str, expected: int, found: int) -> None:
        super().__init__("WrongChain", url=url, expected=expected, found=found)


class WrongDeployment(LedgerError):
    """Same chain id, but the genesis or a contract is not the one in our record of the deployment."""

    def __init__(self, what: str, expected: str, found: str) -> None:
        super().__init__("WrongDeployment", what=what, expected=expected, found=found)


class WriterUnknown(LedgerError):
    """The chain has enrolled a contract that our record of the deployment does not name."""

    def __init__(self, writer: bytes, block: int) -> None:
        super().__init__("WriterUnknown", writer="0x" + writer.hex(), block=block)


class DeploymentMissing(LedgerError):
    """There is no record of a deployment at this place."""

    def __init__(self, path: str) -> None:
        super().__init__("DeploymentMissing", path=path)


class DeploymentFailed(LedgerError):
    """Something that must hold after deployment does not; the deployment is abandoned, nothing is recorded."""

    def __init__(self, detail: str) -> None:
        super().__init__("DeploymentFailed", detail=detail)


class CallUnknown(LedgerError):
    """No contract has this function, or the calldata does not fit it."""

    def __init__(self, what: str) -> None:
        super().__init__("CallUnknown", what=what)


class EventUnknown(LedgerError):
    """No contract declares an event with this signature hash."""

    def __init__(self, topic0: str) -> None:
        super().__init__("EventUnknown", topic0=topic0)


class EventMalformed(LedgerError):
    """A log has the wrong length or nonzero padding."""

    def __init__(self, event: str) -> None:
        super().__init__("EventMalformed", event=event)


class ContractError(LedgerError):
    """A contract refused: `code` is the name of the Solidity error, `fields` its arguments (bytes as 0x-hex)."""

    def say(self, lang: Lang) -> str:
        """The sentence, with words for numbers and dates for times; `fields` stay as the contract gave them."""
        fields = {name: shown(self.code, name, value, lang) for name, value in self.fields.items()}
        return LedgerError(self.code, **fields).say(lang)


class TransactionFailed(LedgerError):
    """Mined and reverted, without a reason that could be had."""

    def __init__(self, transaction: str) -> None:
        super().__init__("TransactionFailed", transaction=transaction)


class TransactionStuck(LedgerError):
    """Not mined in time, though sent again. It may still be mined."""

    def __init__(self, transaction: str, seconds: int) -> None:
        super().__init__("TransactionStuck", transaction=transaction, seconds=seconds)


class ChainHalted(LedgerError):
    """No block has come for so long. What was sent may be mined when blocks come again."""

    def __init__(self, number: int, seconds: int) -> None:
        super().__init__("ChainHalted", number=number, seconds=seconds)


class NonceTaken(LedgerError):
    """Another program sent with the same key meanwhile; ours was not mined and never will be."""

    def __init__(self, account: str, nonce: int) -> None:
        super().__init__("NonceTaken", account=account, nonce=nonce)


class KeystoreUnknown(LedgerError):
    """No key has this name."""

    def __init__(self, name: str) -> None:
        super().__init__("KeystoreUnknown", name=name)


class KeystoreExists(LedgerError):
    """A key with this name is there already; keys are never overwritten."""

    def __init__(self, name: str) -> None:
        super().__init__("KeystoreExists", name=name)


class KeystoreLocked(LedgerError):
    """The password does not open the key."""

    def __init__(self, name: str) -> None:
        super().__init__("KeystoreLocked", name=name)


class DemoKeystoreRefused(LedgerError):
    """Demo keys lie open on one machine: they sign for chain id 31337 and nothing else."""

    def __init__(self, chain_id: int) -> None:
        super().__init__("DemoKeystoreRefused", chain_id=chain_id)


class FundsMissing(LedgerError):
    """The account cannot pay for its transactions; the operator must top it up. Both in wei."""

    def __init__(self, account: str, needed: int, balance: int) -> None:
        super().__init__("FundsMissing", account=account, needed=needed, balance=balance)
