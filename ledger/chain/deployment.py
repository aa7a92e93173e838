"""The record of a deployment: which contracts on which chain are this ledger's. Written only when all of it stands."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import orjson

from ledger.chain import blocks
from ledger.chain.errors import CallUnknown, DeploymentMissing, WrongDeployment
from ledger.chain.rpc import Rpc
from ledger.kit.keccak import keccak


@dataclass(frozen=True, slots=True)
class Former:
    """A contract that was succeeded: it takes no new business and closes what it began."""

    name: str
    address: bytes
    code_hash: bytes


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
    former: tuple[Former, ...] = ()

    @property
    def writers(self) -> dict[bytes, str]:
        """Every contract whose records are ours, succeeded ones included: address -> name."""
        own = {address: name for name, address in self.addresses.items()}
        return own | {one.address: one.name for one in self.former}

    @property
    def founding(self) -> dict[str, bytes]:
        """Where each contract was at first: the same for a ledger's whole life."""
        return dict(self.addresses) | {one.name: one.address for one in reversed(self.former)}

    def succeeded(self, name: str, address: bytes, code_hash: bytes) -> Self:
        """The record after a contract of this name took over from today's. CallUnknown if there is none today."""
        former = Former(name, self.address(name), self.code_hashes[name])
        return replace(
            self,
            addresses={**self.addresses, name: address},
            code_hashes={**self.code_hashes, name: code_hash},
            former=(*self.former, former),
        )

    def address(self, contract: str) -> bytes:
        """Where new business goes. CallUnknown if this deployment has no such contract."""
        if contract not in self.addresses:
            raise CallUnknown(contract)
        return self.addresses[contract]

    def contract_at(self, address: bytes) -> str | None:
        """The name of the contract at an address; None for a stranger's."""
        return self.writers.get(address)

    def check(self, rpc: Rpc) -> None:
        """WrongChain or WrongDeployment unless the node serves the chain and the code of this record."""
        rpc.expect_chain(self.chain_id)
        _same("genesis", self.genesis, blocks.genesis(rpc))
        codes = {self.addresses[name]: code for name, code in self.code_hashes.items()}
        codes |= {one.address: one.code_hash for one in self.former}
        for address, found in code_hashes(rpc, codes).items():
            _same(self.writers[address], codes[address], found)

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
            "former": [
                {"name": one.name, "address": _hex(one.address), "code_hash": _hex(one.code_hash)}
                for one in self.former
            ],
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
        former=tuple(
            Former(one["name"], _bytes(one["address"]), _bytes(one["code_hash"])) for one in row.get("former", ())
        ),
    )


def code_hashes(rpc: Rpc, addresses: Iterable[bytes]) -> dict[bytes, bytes]:
    """Address -> keccak256 of the code that the node has there."""
    places = list(addresses)
    found = rpc.batch([("eth_getCode", (_hex(address), "latest")) for address in places])
    with rpc.sense():
        return {address: keccak(_bytes(code)) for address, code in zip(places, found, strict=True)}


def _same(what: str, expected: bytes, found: bytes) -> None:
    if expected != found:
        raise WrongDeployment(what, _hex(expected), _hex(found))


def _hex(value: bytes) -> str:
    return "0x" + value.hex()


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))
