"""Makes the trust file of a deployment: what the organisations then sign, one after another."""

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.certificates.tables import events
from ledger.chain import government
from ledger.chain.abi import load
from ledger.chain.deployment import Deployment
from ledger.chain.network import Network
from verifier import encoding, trust
from verifier.encoding import pack
from verifier.trust import Organisation, Sealers

READ = ("Dossiers", "Parties", "Assets")
"""Contracts whose slots a certificate proves."""
NAMED = frozenset({"Dossiers", *government.CAPABILITIES})
"""Contracts that the file names: who writes into dossiers, and what is read."""
_EPOCH = 30_000


def draft(
    deployment: Deployment,
    network: Network,
    organisations: Sequence[Organisation],
    sealers: Sequence[Sealers],
    valid: tuple[int, int],
) -> dict[str, Any]:
    """Return the file without signatures. ``valid``: from and until, UTC seconds."""
    return {
        "trust": trust.VERSION,
        "network": network.name,
        "chain": {"id": deployment.chain_id, "genesis": pack(deployment.genesis)},
        "consensus": network.seals,
        "epoch": _EPOCH,
        "day": network.delays.publicity_day,
        "one_machine": network.consensus == "anvil",
        "since": valid[0],
        "until": valid[1],
        "organisations": [{"name": one.name, "kind": one.kind, "account": pack(one.account)} for one in organisations],
        "sealers": [
            {"from": one.first, "accounts": [pack(each) for each in sorted(one.members)], "quorum": one.quorum}
            for one in sealers
        ],
        "contracts": _contracts(deployment),
        "events": {name: [[arg.name, arg.type] for arg in entry.inputs] for name, entry in sorted(events().items())},
    }


def signed(content: Mapping[str, Any], signatures: Sequence[bytes]) -> bytes:
    """The whole file. Whether all have signed is the verifier's to say."""
    return encoding.write({**content, "signatures": sorted(pack(one) for one in signatures)})


def _contracts(deployment: Deployment) -> list[dict[str, Any]]:
    codes = {deployment.addresses[name]: code for name, code in deployment.code_hashes.items()}
    codes |= {one.address: one.code_hash for one in deployment.former}
    return [
        {
            "name": name,
            "address": pack(address),
            "code_hash": pack(codes[address]),
            "from": deployment.start_block,
            "layout": dict(load().contract(name).storage) if name in READ else {},
        }
        for address, name in deployment.writers.items()
        if name in NAMED
    ]
