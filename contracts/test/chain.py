"""A fresh Anvil for the contracts' tests: transactions from any account, reverts as typed errors, time and snapshots.

Every account is impersonated: what is tested is what a contract does with a sender, not how a key signs.
"""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from ledger.chain import process
from ledger.chain.abi import Abi, Entry, load
from ledger.chain.codec import calldata, decode, encode, read_revert
from ledger.chain.errors import ContractError, NodeDown
from ledger.chain.rpc import Rpc
from ledger.kit.keccak import keccak

GAS = 29_000_000
CHAIN_ID = 31337

Pair = tuple[bytes, bytes]
"""Maker (经办) and checker (复核)."""


def address(name: str) -> bytes:
    """An account that has this name in the tests."""
    return keccak(name.encode())[:20]


def under_test() -> Abi:
    """The committed contracts, or those of the folder CONTRACTS_UNDER_TEST (scripts/mutate)."""
    folder = os.environ.get("CONTRACTS_UNDER_TEST")
    return load(Path(folder)) if folder else load()


class Chain:
    """One node, and the contracts that were placed on it by name."""

    def __init__(self, rpc: Rpc, abi: Abi | None = None) -> None:
        self.rpc = rpc
        self.abi = abi or under_test()
        self.places: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        """Whose code lies at an address (0x-hex)."""
        self.codes: dict[str, str] = {}
        """Whose code a contract has that goes by another name."""
        self._sent = count()

    def deploy(self, name: str, *args: Any, by: bytes, known_as: str = "") -> bytes:
        """Place one contract; its address. `known_as`: a second one of the same code under another name."""
        contract = self.abi.contract(name)
        receipt = self._mine({"from": _hex(by), "data": _hex(contract.bytecode + encode(contract.constructor, args))})
        self.places[known_as or name] = bytes.fromhex(receipt["contractAddress"][2:])
        self.names[receipt["contractAddress"]] = name
        self.codes[known_as or name] = name
        return self.places[known_as or name]

    def entry(self, contract: str, function: str) -> Entry:
        """A function of a contract, by the name that it goes by here."""
        return self.abi.function(self.codes.get(contract, contract), function)

    def send(self, contract: str, function: str, *args: Any, by: bytes | Pair) -> dict[str, Any]:
        """Mine one call; its receipt. Of two persons the first files it. ContractError when it is refused."""
        data = calldata(self.entry(contract, function), args)
        target = self.places[contract]
        if isinstance(by, tuple):
            maker, by = by
            self.send("Postings", "file", target, keccak(data), by=maker)
        return self.raw(target, data, by)

    def raw(self, target: bytes, data: bytes, by: bytes) -> dict[str, Any]:
        """Mine one call of given bytes."""
        return self._mine({"from": _hex(by), "to": _hex(target), "data": _hex(data)})

    def read(self, contract: str, function: str, *args: Any, by: bytes = bytes(20)) -> Any:
        """What a function answers: one value, or all by name. ContractError when it refuses."""
        entry = self.entry(contract, function)
        call = {"from": _hex(by), "to": _hex(self.places[contract]), "data": _hex(calldata(entry, args))}
        result = self.rpc.settle([("eth_call", [call, "latest"])])[0]
        if isinstance(result, Exception):
            raise read_revert(self.abi, getattr(result, "data", None)) or result
        return _answer(entry, bytes.fromhex(result[2:]))

    def read_many(self, contract: str, function: str, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """The same for many arguments in one round trip."""
        entry = self.entry(contract, function)
        to = _hex(self.places[contract])
        calls = [("eth_call", [{"to": to, "data": _hex(calldata(entry, row))}, "latest"]) for row in rows]
        return [_answer(entry, bytes.fromhex(result[2:])) for result in self.rpc.batch(calls)]

    def now(self) -> int:
        """Time of the newest block."""
        return int(self.rpc.call("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def travel(self, seconds: int) -> int:
        """Let time pass; the time of the new head."""
        self.rpc.batch([("evm_increaseTime", [seconds]), ("evm_mine", [])])
        return self.now()

    def at(self, moment: int) -> None:
        """The next block has this time."""
        self.rpc.call("evm_setNextBlockTimestamp", moment)

    def snapshot(self) -> str:
        return str(self.rpc.call("evm_snapshot"))

    def revert(self, snapshot: str) -> None:
        self.rpc.call("evm_revert", snapshot)

    def mine(self) -> None:
        """An empty block."""
        self.rpc.call("evm_mine")

    def height(self) -> int:
        return self.rpc.height()

    def logs(self, first: int) -> list[dict[str, Any]]:
        """Raw logs of all contracts from a block on."""
        found: list[dict[str, Any]] = self.rpc.call("eth_getLogs", {"fromBlock": hex(first), "toBlock": "latest"})
        return found

    def put_code(self, place: bytes, code: bytes) -> None:
        """What lies at an address from now on."""
        self.rpc.call("anvil_setCode", _hex(place), _hex(code))

    def word(self, place: bytes, slot: int) -> int:
        """What a contract stores in one slot."""
        return int(self.rpc.call("eth_getStorageAt", _hex(place), hex(slot), "latest"), 16)

    def put_word(self, place: bytes, slot: int, word: int) -> None:
        """What is stored there from now on: what would take too many calls to reach."""
        self.rpc.call("anvil_setStorageAt", _hex(place), f"0x{slot:064x}", f"0x{word:064x}")

    def _mine(self, row: dict[str, str]) -> dict[str, Any]:
        # Another limit each time, and so another hash: what is sent again after a return to a snapshot may else be
        # taken for what was mined before it, or never be mined at all.
        fee = {"gas": hex(GAS - next(self._sent)), "gasPrice": "0x0"}
        receipt: dict[str, Any] = self.rpc.call("eth_sendTransactionSync", row | fee)
        if receipt["status"] == "0x0":
            trace = self.rpc.call("debug_traceTransaction", receipt["transactionHash"], {"tracer": "callTracer"})
            output = bytes.fromhex(trace.get("output", "0x")[2:])
            raise read_revert(self.abi, output) or ContractError("RevertedWithoutReason", trace=trace.get("error"))
        return receipt


class Contract:
    """`Contract(chain, "Assets").register(…, by=officer)`: sends what changes something, reads what does not."""

    def __init__(self, chain: Chain, name: str) -> None:
        self._chain = chain
        self._name = name

    @property
    def address(self) -> bytes:
        return self._chain.places[self._name]

    def __getattr__(self, function: str) -> Callable[..., Any]:
        entry = self._chain.abi.function(self._name, function.rstrip("_"))
        act = self._chain.read if entry.mutability in ("view", "pure") else self._chain.send

        def call(*args: Any, **more: Any) -> Any:
            return act(self._name, entry.name, *args, **more)

        return call


def start(*flags: str) -> tuple[subprocess.Popen[bytes], Rpc]:
    """A node that forgets everything when it ends."""
    port = process.free_port(0)
    command = f"--port {port} --chain-id {CHAIN_ID} --hardfork london --gas-price 0 --block-base-fee-per-gas 0"
    command += " --gas-limit 30000000 --accounts 0 --no-request-size-limit --quiet"
    child = subprocess.Popen([str(process.program()), *command.split(), *flags], stdout=subprocess.DEVNULL)
    rpc = Rpc(f"http://127.0.0.1:{port}")
    for _ in range(1000):
        try:
            rpc.expect_chain(CHAIN_ID)
            break
        except NodeDown:
            time.sleep(0.01)
    rpc.call("anvil_autoImpersonateAccount", True)
    return child, rpc


def _answer(entry: Entry, data: bytes) -> Any:
    values = decode(entry.outputs, data)
    return next(iter(values.values())) if len(values) == 1 else values


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
