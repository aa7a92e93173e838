"""Blocks and logs of a node, read in batches."""

from collections.abc import Iterable, Sequence
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
    return read(rpc.call("eth_getBlockByNumber", tag(number), False))


def blocks(rpc: Rpc, numbers: Iterable[int]) -> list[Block | None]:
    """Several blocks in one request."""
    return [read(row) for row in rpc.batch([("eth_getBlockByNumber", (hex(number), False)) for number in numbers])]


def logs(rpc: Rpc, first: int, last: int, addresses: Sequence[bytes]) -> list[dict[str, Any]]:
    """The raw logs of these contracts in blocks `first` to `last`, both included, in the chain's order."""
    places = ["0x" + address.hex() for address in addresses]
    found: list[dict[str, Any]] = rpc.call(
        "eth_getLogs", {"fromBlock": hex(first), "toBlock": hex(last), "address": places}
    )
    return found


def genesis(rpc: Rpc) -> bytes:
    """Hash of block 0."""
    return bytes.fromhex(rpc.call("eth_getBlockByNumber", "0x0", False)["hash"][2:])


def tag(number: int | str) -> str:
    """A block number or tag as JSON-RPC wants it."""
    return hex(number) if isinstance(number, int) else number


def read(row: dict[str, Any] | None) -> Block | None:
    """A header from the node's JSON; a pending block has no hash yet."""
    if row is None:
        return None
    own = bytes.fromhex((row["hash"] or "0x")[2:])
    return Block(int(row["number"], 16), own, bytes.fromhex(row["parentHash"][2:]), int(row["timestamp"], 16))
