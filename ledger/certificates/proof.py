"""Proofs of state from a node, as the pool of nodes that a certificate holds: in the order in which they are needed."""

from collections.abc import Sequence
from typing import Any

from ledger.chain.rpc import Rpc
from ledger.kit.keccak import keccak, word

Asked = tuple[bytes, Sequence[bytes]]
"""A contract, and the keys of the slots to prove."""


def slot(place: int, key: bytes) -> bytes:
    """Where a mapping at ``place`` keeps a key of bytes, which stands left in its word."""
    return keccak(key.ljust(32, b"\0") + word(place))


def nodes(rpc: Rpc, asked: Sequence[Asked], block: int) -> list[bytes]:
    """Return the nodes that prove these slots at a block, each once. NodeDown; NodeRefused when its state is gone."""
    requests = [
        ("eth_getProof", ("0x" + at.hex(), ["0x" + key.hex() for key in keys], hex(block))) for at, keys in asked
    ]
    answers = rpc.batch(requests)
    with rpc.sense():
        return list(dict.fromkeys(node for answer in answers for node in _of(answer)))


def _of(answer: dict[str, Any]) -> list[bytes]:
    found = [_hashed(answer["accountProof"])]
    found += [_hashed(each["proof"]) for each in answer["storageProof"]]
    return [node for part in found for node in part]


def _hashed(proof: Sequence[str]) -> list[bytes]:
    """Nodes shorter than their hash lie inside the one above; some nodes list them all the same."""
    written = [bytes.fromhex(node[2:]) for node in proof]
    return [node for at, node in enumerate(written) if at == 0 or len(node) >= 32]
