"""The committed ABIs: contracts, functions, events and errors by name and by selector."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from ledger.chain.errors import CallUnknown
from ledger.kit.home import ROOT
from ledger.kit.keccak import keccak

FOLDER = ROOT / "contracts" / "abi"


@dataclass(frozen=True, slots=True)
class Arg:
    """A parameter: `type` in the ABI's words (a struct is `(uint8,bytes16)`), `internal_type` in Solidity's."""

    name: str
    type: str
    internal_type: str
    indexed: bool = False
    components: tuple["Arg", ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A function, event or error of one contract."""

    contract: str
    name: str
    inputs: tuple[Arg, ...]
    outputs: tuple[Arg, ...] = ()
    mutability: str = ""

    @property
    def signature(self) -> str:
        """Name and types, as hashed."""
        return f"{self.name}({','.join(arg.type for arg in self.inputs)})"


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract: what it has, and the code that deploys it."""

    name: str
    functions: Mapping[str, Entry]
    events: Mapping[str, Entry]
    errors: Mapping[str, Entry]
    constructor: tuple[Arg, ...]
    bytecode: bytes = field(repr=False)
    storage: Mapping[str, int] = field(default_factory=dict)
    """Slot of each state variable."""


@dataclass(frozen=True, slots=True)
class Abi:
    """All contracts of the system; `errors` by selector, `functions` by contract and selector."""

    contracts: Mapping[str, Contract]
    errors: Mapping[bytes, Entry]
    functions: Mapping[tuple[str, bytes], Entry]

    def contract(self, name: str) -> Contract:
        """CallUnknown if there is no such contract."""
        if name not in self.contracts:
            raise CallUnknown(name)
        return self.contracts[name]

    def function(self, contract: str, function: str) -> Entry:
        """By name, or by signature where a name is overloaded. CallUnknown if there is none."""
        if function not in self.contract(contract).functions:
            raise CallUnknown(f"{contract}.{function}")
        return self.contracts[contract].functions[function]


def topic0(entry: Entry) -> bytes:
    """An event's signature hash."""
    return keccak(entry.signature.encode())


def selector(entry: Entry) -> bytes:
    """The first four bytes of calldata or revert data."""
    return topic0(entry)[:4]


@cache
def load(folder: Path = FOLDER) -> Abi:
    """Read every `<Name>.json` of the folder once."""
    return combine(read(orjson.loads(path.read_bytes())) for path in sorted(folder.glob("*.json")))


def combine(contracts: Iterable[Contract]) -> Abi:
    """One table over several contracts. An error declared in two contracts is one error."""
    rows = {contract.name: contract for contract in contracts}
    return Abi(
        contracts=rows,
        errors={selector(entry): entry for row in rows.values() for entry in row.errors.values()},
        functions={(row.name, selector(entry)): entry for row in rows.values() for entry in row.functions.values()},
    )


def read(artifact: Mapping[str, Any]) -> Contract:
    """One contract from its committed artifact: {contractName, abi, bytecode}."""
    name = artifact["contractName"]
    kinds: dict[str, dict[str, Entry]] = {"function": {}, "event": {}, "error": {}}
    constructor: tuple[Arg, ...] = ()
    for row in artifact["abi"]:
        if row["type"] == "constructor":
            constructor = _args(row["inputs"])
        elif row["type"] in kinds:
            outputs, mutability = _args(row.get("outputs", [])), row.get("stateMutability", "")
            entry = Entry(name, row["name"], _args(row["inputs"]), outputs, mutability)
            named = kinds[row["type"]]
            named[entry.signature if entry.name in named else entry.name] = entry
    code = bytes.fromhex(artifact["bytecode"].removeprefix("0x"))
    return Contract(
        name, kinds["function"], kinds["event"], kinds["error"], constructor, code, artifact.get("storage", {})
    )


def _args(rows: Iterable[Mapping[str, Any]]) -> tuple[Arg, ...]:
    return tuple(_arg(row) for row in rows)


def _arg(row: Mapping[str, Any]) -> Arg:
    components = _args(row.get("components", []))
    kind = row["type"]
    if components:
        kind = f"({','.join(part.type for part in components)}){kind.removeprefix('tuple')}"
    return Arg(row["name"], kind, row.get("internalType", kind), row.get("indexed", False), components)
