"""Contracts by name: reads, and calls that somebody will sign."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from ledger.chain import abi as abis
from ledger.chain import blocks, codec
from ledger.chain.blocks import Block
from ledger.chain.deployment import Deployment
from ledger.chain.errors import NodeRefused
from ledger.chain.rpc import Request, Rpc


@dataclass(frozen=True, slots=True)
class Call:
    """A function of a contract with its arguments, not yet signed. A struct is a mapping by field name or a tuple."""

    contract: str
    function: str
    args: tuple[Any, ...] = ()
    at: bytes | None = None
    """Where, if not at today's contract of that name: what a succeeded one began is closed there."""

    def to(self, address: bytes) -> Self:
        """The same call to the contract at this address."""
        return replace(self, at=address)


class Chain:
    """The contracts of one deployment, as one node serves them."""

    def __init__(self, rpc: Rpc, deployment: Deployment, abi: abis.Abi | None = None) -> None:
        self.rpc = rpc
        self.deployment = deployment
        self.abi = abi or abis.load()

    def view(self, contract: str, function: str, *args: Any, block: int | str = "latest") -> Any:
        """What a view says: the value, a mapping for a struct, a tuple for several. ContractError if it reverts."""
        return self.views([Call(contract, function, args)], block)[0]

    def views(self, calls: Sequence[Call], block: int | str = "latest") -> list[Any]:
        """Several views in one request."""
        found = self.rpc.settle([self._request(call, block) for call in calls])
        return [self._read(call, result) for call, result in zip(calls, found, strict=True)]

    def head(self, subject: bytes, block: int | str = "latest") -> bytes:
        """The head of a subject's dossier; 32 zero bytes before the first record."""
        head: bytes = self.view("Dossiers", "head", subject, block=block)
        return head

    def heads(self, subjects: Sequence[bytes], block: int | str = "latest") -> list[bytes]:
        """The heads of many dossiers, a hundred to a request."""
        calls = [Call("Dossiers", "head", (subject,)) for subject in subjects]
        return [head for at in range(0, len(calls), 100) for head in self.views(calls[at : at + 100], block)]

    def block(self, number: int | str = "latest") -> Block:
        """One block. NodeBehind if the node has not come to it."""
        found = blocks.block(self.rpc, number)
        if found is None:
            self.rpc.expect_height(int(number))
            raise NodeRefused("eth_getBlockByNumber", str(number))
        return found

    def address(self, contract: str) -> bytes:
        """Where a contract is. CallUnknown if it is not of this deployment."""
        return self.deployment.address(contract)

    def target(self, call: Call) -> bytes:
        """Where a call goes. CallUnknown if its contract is not of this deployment."""
        return call.at or self.address(call.contract)

    def encode(self, call: Call) -> bytes:
        """Calldata. CallUnknown if the function or the arguments do not fit."""
        return codec.calldata(self.abi.function(call.contract, call.function), call.args)

    def rehearse(self, call: Call, by: bytes) -> None:
        """Run a call of an account on the newest state and send nothing. ContractError if it would be refused."""
        row = {"from": _hex(by), "to": _hex(self.target(call)), "data": _hex(self.encode(call))}
        [result] = self.rpc.settle([("eth_call", (row, "pending"))])
        if isinstance(result, NodeRefused):
            raise self.refusal(result) from result

    def read_call(self, address: bytes, data: bytes) -> tuple[str, abis.Entry, dict[str, Any]]:
        """What a filed call would do: contract, function, arguments by name. CallUnknown for what is not ours."""
        contract = self.deployment.contract_at(address) or _hex(address)
        return contract, *codec.read_call(self.abi, contract, data)

    def refusal(self, error: NodeRefused) -> Exception:
        """The contract's own error where the node gave its data, else the node's."""
        return codec.read_revert(self.abi, error.data) or error

    def _request(self, call: Call, block: int | str) -> Request:
        target = {"to": _hex(self.target(call)), "data": _hex(self.encode(call))}
        return "eth_call", (target, blocks.tag(block))

    def _read(self, call: Call, result: Any) -> Any:
        if isinstance(result, NodeRefused):
            raise self.refusal(result) from result
        outputs = self.abi.function(call.contract, call.function).outputs
        with self.rpc.sense():
            data = bytes.fromhex(result[2:])
        values = tuple(codec.decode(outputs, data).values())
        return values[0] if len(values) == 1 else values


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
