"""The same chain in the test's own process: revm, the machine that Anvil runs, without a node and its wire.

A call costs some twenty microseconds instead of a millisecond, so 25,600 steps and 300 mutants fit into minutes. One
transaction is one block, a second after the one before.
"""

import re
from collections.abc import Sequence
from typing import Any

from pyrevm import EVM, AccountInfo, BlockEnv, CfgEnv, Env, JournalCheckpoint

from contracts.test.chain import CHAIN_ID, GAS, Chain, under_test
from ledger.chain.abi import Abi
from ledger.chain.codec import calldata, decode, encode, read_revert
from ledger.chain.errors import ContractError

OUTPUT = re.compile(r"output: 0x([0-9a-f]*)")
GENESIS = 1_767_225_600
"""The time of block 0: 2026-01-01."""


class Machine(Chain):
    """A chain without a node; `Chain` says what each method does."""

    def __init__(self, abi: Abi | None = None) -> None:
        self.abi = abi or under_test()
        self.places: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        self._evm = EVM(spec_id="LONDON", env=Env(cfg=CfgEnv(chain_id=CHAIN_ID)))
        self._height, self._time, self._next = 0, GENESIS, 0
        self._logs: list[dict[str, Any]] = []
        self._saved: list[tuple[JournalCheckpoint, int, int, int]] = []

    def deploy(self, name: str, *args: Any, by: bytes, known_as: str = "") -> bytes:
        contract = self.abi.contract(name)
        self.mine()
        place = self._evm.deploy(_hex(by), contract.bytecode + encode(contract.constructor, args))
        self.places[known_as or name] = bytes.fromhex(place[2:])
        self.names[place.lower()] = name
        self.codes[known_as or name] = name
        return self.places[known_as or name]

    def raw(self, target: bytes, data: bytes, by: bytes) -> dict[str, Any]:
        """A receipt has logs, gas and block; a call that is refused takes a block, too."""
        self.mine()
        self._run(target, data, by)
        result = self._evm.result
        assert result is not None
        at = {"blockNumber": hex(self._height), "blockTimestamp": hex(self._time)}
        logs = [_log(log) | at for log in result.logs]
        self._logs += logs
        return {"status": "0x1", "gasUsed": hex(result.gas_used), "logs": logs, **at}

    def read(self, contract: str, function: str, *args: Any, by: bytes = bytes(20)) -> Any:
        entry = self.entry(contract, function)
        saved = self._evm.snapshot()
        self._evm.set_block_env(BlockEnv(number=self._height, timestamp=self._time, gas_limit=GAS))
        try:
            output = self._run(self.places[contract], calldata(entry, args), by)
        finally:
            self._evm.revert(saved)
        values = decode(entry.outputs, output)
        return next(iter(values.values())) if len(values) == 1 else values

    def read_many(self, contract: str, function: str, rows: Sequence[Sequence[Any]]) -> list[Any]:
        return [self.read(contract, function, *row) for row in rows]

    def now(self) -> int:
        return self._time

    def height(self) -> int:
        return self._height

    def travel(self, seconds: int) -> int:
        self._time += seconds
        self._height += 1
        return self._time

    def at(self, moment: int) -> None:
        self._next = moment

    def mine(self) -> None:
        """The next block: its time is the one that was asked for, else a second later."""
        self._height += 1
        self._time, self._next = self._next or self._time + 1, 0
        self._evm.set_block_env(BlockEnv(number=self._height, timestamp=self._time, gas_limit=GAS))

    def snapshot(self) -> str:
        self._saved.append((self._evm.snapshot(), self._height, self._time, len(self._logs)))
        return str(len(self._saved) - 1)

    def revert(self, snapshot: str) -> None:
        checkpoint, self._height, self._time, logs = self._saved[int(snapshot)]
        del self._saved[int(snapshot) :], self._logs[logs:]
        self._evm.revert(checkpoint)

    def logs(self, first: int) -> list[dict[str, Any]]:
        return [log for log in self._logs if int(log["blockNumber"], 16) >= first]

    def put_code(self, place: bytes, code: bytes) -> None:
        self._evm.insert_account_info(_hex(place), AccountInfo(code=code))

    def word(self, place: bytes, slot: int) -> int:
        return int(self._evm.storage(_hex(place), slot))

    def put_word(self, place: bytes, slot: int, word: int) -> None:
        self._evm.insert_account_storage(_hex(place), slot, word)

    def _run(self, target: bytes, data: bytes, by: bytes) -> bytes:
        sender, code = _hex(by), self._evm.get_code(_hex(by))
        if code:  # a contract sends nothing by itself (EIP-3607): it is an account as long as it does
            self._evm.insert_account_info(sender, AccountInfo())
        try:
            return bytes(self._evm.message_call(sender, _hex(target), calldata=data, gas=GAS))
        except RuntimeError as failure:
            output = OUTPUT.search(str(failure))
            error = read_revert(self.abi, bytes.fromhex(output[1])) if output else None
            raise error or ContractError("RevertedWithoutReason", trace=str(failure)) from None
        finally:
            if code:
                self._evm.insert_account_info(sender, AccountInfo(code=code))


def _log(log: Any) -> dict[str, Any]:
    topics, data = log.data
    return {"address": log.address.lower(), "topics": [_hex(topic) for topic in topics], "data": _hex(data)}


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
