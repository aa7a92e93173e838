"""The first block of the cluster, and what each validator's configuration says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_keys.datatypes import PrivateKey

PERIOD = 1
"""Seconds between blocks."""
WEALTH = 10**30
_FORKS = ("homestead", "eip150", "eip155", "eip158", "byzantium", "constantinople", "petersburg", "istanbul")


def genesis(chain_id: int, gas_limit: int, sealers: Sequence[bytes], rich: bytes) -> dict[str, Any]:
    """London's rules, whose base fee begins at 0; `rich` is who funds all others."""
    forks = {f"{name}Block": 0 for name in (*_FORKS, "berlin", "london")}
    return {
        "config": {"chainId": chain_id, **forks, "clique": {"period": PERIOD, "epoch": 30_000}},
        "difficulty": "0x1",
        "gasLimit": hex(gas_limit),
        "baseFeePerGas": "0x0",
        "extradata": "0x" + (bytes(32) + b"".join(sorted(sealers)) + bytes(65)).hex(),
        "alloc": {"0x" + rich.hex(): {"balance": hex(WEALTH)}},
    }


def enode(key: bytes, port: int) -> str:
    """How a node with this key is called."""
    return f"enode://{PrivateKey(key).public_key.to_bytes().hex()}@127.0.0.1:{port}"


def settings(peers: Sequence[str]) -> str:
    """The configuration of a node that knows these peers and no others.

    As many peers as there are: a node that comes back asks as soon as it has all of them, not ten seconds later.
    """
    listed = json.dumps(list(peers))
    rows = ["[Node.P2P]", "NoDiscovery = true", f"MaxPeers = {max(1, len(peers))}", "DialRatio = 1"]
    return "\n".join([*rows, f"StaticNodes = {listed}", f"TrustedNodes = {listed}", ""])


def keystore(account: LocalAccount, password: str) -> str:
    """The key of a sealer as the node unlocks it; one iteration, as it guards nothing."""
    return json.dumps(account.encrypt(password, kdf="pbkdf2", iterations=1))
