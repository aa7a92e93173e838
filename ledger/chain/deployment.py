"""The record of a deployment: which contracts on which chain are this ledger's. Written only when all of it stands."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from ledger.chain import blocks
from ledger.chain.errors import CallUnknown, DeploymentMissing, WrongDeployment
from ledger.chain.rpc import Rpc
from ledger.kit.keccak import keccak


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where the contracts are, and how to tell that a node serves this very chain."""

    network: str
    chain_id: int
    genesis: bytes
    start_block: int
    """No event of ours is older."""
    addresses: Mapping[str, bytes]
    code_hashes: Mapping[str, bytes]
    """keccak256 of the code at each address."""

    def address(self, contract: str) -> bytes:
        """CallUnknown if this deployment has no such contract."""
        if contract not in self.addresses:
            raise CallUnknown(contract)
        return self.addresses[contract]

    def contract_at(self, address: bytes) -> str | None:
        """The name of the contract at an address; None for a stranger's."""
        return next((name for name, own in self.addresses.items() if own == address), None)

    def check(self, rpc: Rpc) -> None:
        """WrongChain or WrongDeployment unless the node serves the chain and the code of this record."""
        rpc.expect_chain(self.chain_id)
        _same("genesis", self.genesis, blocks.genesis(rpc))
        for name, found in code_hashes(rpc, self.addresses).items():
            _same(name, self.code_hashes[name], found)

    def save(self, path: Path) -> None:
        """Write the record; a reader sees the old one or the new one, never half."""
        row = {
            "network": self.network,
            "chain_id": self.chain_id,
            "genesis": _hex(self.genesis),
            "start_block": self.start_block,
            "contracts": {
                name: {"address": _hex(address), "code_hash": _hex(self.code_hashes[name])}
                for name, address in self.addresses.items()
            },
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        draft.write_bytes(orjson.dumps(row, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        os.replace(draft, path)


def load(path: Path) -> Deployment:
    """Read a record. DeploymentMissing if there is none."""
    if not path.exists():
        raise DeploymentMissing(str(path))
    row: dict[str, Any] = orjson.loads(path.read_bytes())
    return Deployment(
        network=row["network"],
        chain_id=row["chain_id"],
        genesis=_bytes(row["genesis"]),
        start_block=row["start_block"],
        addresses={name: _bytes(at["address"]) for name, at in row["contracts"].items()},
        code_hashes={name: _bytes(at["code_hash"]) for name, at in row["contracts"].items()},
    )


def code_hashes(rpc: Rpc, addresses: Mapping[str, bytes]) -> dict[str, bytes]:
    """keccak256 of the code that the node has at each address."""
    found = rpc.batch([("eth_getCode", (_hex(address), "latest")) for address in addresses.values()])
    with rpc.sense():
        return {name: keccak(_bytes(code)) for name, code in zip(addresses, found, strict=True)}


def _same(what: str, expected: bytes, found: bytes) -> None:
    if expected != found:
        raise WrongDeployment(what, _hex(expected), _hex(found))


def _hex(value: bytes) -> str:
    return "0x" + value.hex()


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))
