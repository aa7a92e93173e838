"""Deployment: places the contracts, fills the catalogues, admits the founders, hands power over and proves it.

The record is returned at the very end. An interrupted deployment has no record, so nothing uses it; the next one starts
anew with another deployer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ledger.chain import blocks, government
from ledger.chain.abi import load
from ledger.chain.client import Call, Chain
from ledger.chain.codec import encode
from ledger.chain.deployment import Deployment, code_hashes
from ledger.chain.errors import DeploymentFailed
from ledger.chain.network import Delays, Network
from ledger.chain.rpc import Rpc
from ledger.chain.sender import Sender
from ledger.chain.signer import Signer, Transaction
from ledger.chain.wallet import Wallet
from ledger.kit import catalogue
from ledger.kit.ids import PartyId, party_id
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.keccak import keccak
from ledger.kit.numbers import PartyKind, Role


@dataclass(frozen=True, slots=True)
class Founder:
    """A party that government admits at the start, and its first administrator, who names all its other officers."""

    kind: PartyKind
    area: Jurisdiction
    salt: bytes
    """32 random bytes, kept in the office before this is sent."""
    document: bytes
    """Root of the identity document."""
    admin: bytes
    admin_area: Jurisdiction
    """Where the administrator may name officers."""
    until: int
    """End of the administrator's posting, UTC seconds."""
    appointment: bytes
    """Root of the appointment's document."""

    def party(self, chain_id: int) -> PartyId:
        """The party's id."""
        return party_id(chain_id, self.area, self.salt)


@dataclass(frozen=True, slots=True)
class Foundation:
    """Who governs after the deployment (accounts), and who is admitted with it."""

    governor: bytes
    guardian: bytes
    founders: Sequence[Founder] = field(default=())


def deploy(
    rpc: Rpc,
    network: Network,
    foundation: Foundation,
    deployer: Signer | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Deployment:
    """Make a ledger on this chain; `save` what this returns. DeploymentFailed if anything is not as it must be.

    `deployer`: a key that has never sent, funded where gas is paid; a random one where gas is free.
    """
    rpc.expect_chain(network.chain_id)
    signer = deployer or Signer.random()
    start = rpc.height() + 1
    progress("contracts")
    addresses = _place(Wallet(rpc, network, signer), rpc, network)
    codes = code_hashes(rpc, addresses.values())
    hashes = {name: codes[address] for name, address in addresses.items()}
    record = Deployment(network.name, network.chain_id, blocks.genesis(rpc), start, addresses, hashes)
    chain = Chain(rpc, record)
    sender = Sender(chain, network, signer)
    for step, calls in _steps(chain, network, foundation).items():
        progress(step)
        for _ in sender.send_all(calls):
            pass
    progress("handover")
    sender.send(government.abdication(signer.address))
    delay = network.delays.government
    if wrong := government.faults(chain, signer.address, foundation.governor, foundation.guardian, delay):
        raise DeploymentFailed("; ".join(wrong))
    return record


def created(deployer: bytes, nonce: int) -> bytes:
    """Where a contract comes to lie: keccak256(rlp([deployer, nonce])) without its first 12 bytes; nonce < 128."""
    return keccak(b"\xd6\x94" + deployer + (bytes([nonce]) if nonce else b"\x80"))[12:]


def _place(wallet: Wallet, rpc: Rpc, network: Network) -> dict[str, bytes]:
    """Addresses are known beforehand, so that contracts can name each other; all are created at once."""
    deployer = wallet.signer.address
    if int(rpc.call("eth_getTransactionCount", "0x" + deployer.hex(), "pending"), 16):
        raise DeploymentFailed(f"0x{deployer.hex()} has sent before")
    places = {name: created(deployer, nonce) for nonce, name in enumerate(constructors(deployer, {}, network.delays))}
    abi = load()
    creations = []
    for name, args in constructors(deployer, places, network.delays).items():
        contract = abi.contract(name)
        creations.append(Transaction(None, contract.bytecode + encode(contract.constructor, args)))
    found = [receipt.contract for receipt in wallet.send(creations)]
    if found != list(places.values()):
        raise DeploymentFailed("a contract lies elsewhere than predicted")
    return places


def constructors(deployer: bytes, at: dict[str, bytes], delays: Delays) -> dict[str, list[object]]:
    """Every contract with its constructor's arguments, in the order of creation."""

    def known(*names: str) -> list[object]:
        return [at.get(name) for name in names]

    kernel = ("Postings", "Parties", "Kinds")
    return {
        "AccessManager": [deployer],
        "Enrolments": known("AccessManager"),
        "Dossiers": known("Enrolments"),
        "Kinds": [*known("AccessManager"), delays.publicity_day],
        "Parties": known("AccessManager", "Enrolments", "Postings", "Kinds", "Dossiers"),
        "Postings": [*known("AccessManager", "Parties", "Kinds", "Dossiers"), delays.handover, delays.filing],
        "Assets": known("Enrolments", *kernel, "Dossiers"),
        "Rights": known("Enrolments", *kernel, "Assets", "Dossiers"),
        "Orders": known(*kernel, "Assets", "Rights", "Dossiers"),
        "Mortgages": known("Postings", "Parties", "Rights", "Dossiers"),
        "Transfers": known("Postings", "Rights", "Dossiers"),
    }


def _steps(chain: Chain, network: Network, foundation: Foundation) -> dict[str, list[Call]]:
    """Calls by step; those of one step do not build on each other."""
    delay = network.delays.government
    places = {name: chain.address(name) for name in government.CAPABILITIES}
    return {
        "enrolments": [Call("Enrolments", "enrol", (at, government.CAPABILITIES[name])) for name, at in places.items()],
        "catalogue": _catalogue(),
        "founders": [Call("Parties", "admit", (_party(founder),)) for founder in foundation.founders],
        "administrators": [
            Call("Postings", "admit", (founder.party(network.chain_id), _posting(founder)))
            for founder in foundation.founders
        ],
        "appointments": government.appointments(foundation.governor, foundation.guardian, delay),
        "constitution": government.constitution(chain),
    }


def _catalogue() -> list[Call]:
    rights = [(row.number, row.area, row.row, row.assets.to_bytes(32)) for row in catalogue.right_kinds()]
    return [
        *(Call("Kinds", "setAssetKind", (row.number, row.area, row.row)) for row in catalogue.asset_kinds()),
        *(Call("Kinds", "setRightKind", right) for right in rights),
        *(Call("Kinds", "setPartyKind", (row.number, row.row)) for row in catalogue.party_kinds()),
        *(Call("Kinds", "setOrderKind", (row.number, row.row)) for row in catalogue.order_kinds()),
    ]


def _party(founder: Founder) -> dict[str, object]:
    row = {"kind": founder.kind, "area": founder.area, "salt": founder.salt, "document": founder.document}
    return row | {"until": 0, "kept": False}


def _posting(founder: Founder) -> dict[str, object]:
    row = {"officer": founder.admin, "area": founder.admin_area, "until": founder.until}
    return row | {"roles": 1 << Role.ADMIN, "document": founder.appointment}
