"""Blocks of a node."""

from dataclasses import dataclass
from typing import Any

from ledger.chain.rpc import Rpc


@dataclass(frozen=True, slots=True)
class Block:
    """A block's header, as far as we need it. `time` in UTC seconds."""

    number: int
    hash: bytes
    parent: bytes
    time: int


def block(rpc: Rpc, number: int | str = "latest") -> Block | None:
    """One block by number or tag (`latest`, `pending`); None where the chain has not come to yet."""
    row = rpc.call("eth_getBlockByNumber", tag(number), False)
    with rpc.sense():
        return read(row)


def genesis(rpc: Rpc) -> bytes:
    """Hash of block 0."""
    row = rpc.call("eth_getBlockByNumber", "0x0", False)
    with rpc.sense():
        return bytes.fromhex(row["hash"][2:])


def tag(number: int | str) -> str:
    """A block number or tag as JSON-RPC wants it."""
    return hex(number) if isinstance(number, int) else number


def read(row: dict[str, Any] | None) -> Block | None:
    """A header from the node's JSON; a pending block has no hash yet."""
    if row is None:
        return None
    own = bytes.fromhex((row["hash"] or "0x")[2:])
    return Block(int(row["number"], 16), own, bytes.fromhex(row["parentHash"][2:]), int(row["timestamp"], 16))
