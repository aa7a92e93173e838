"""A block's hash from its fields, on every consensus; one bit of any field makes another hash."""

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.chain.header import bloom_of, hash_of, may_hold
from ledger.chain.rpc import Rpc
from tests.indexer.shelf import Node

KNOWN: list[dict[str, Any]] = json.loads(Path(__file__).with_name("headers.json").read_text("utf-8"))["headers"]
SAID = {"hash", "size", "uncles", "transactions", "totalDifficulty", "withdrawals"}
"""What a node tells beside the header."""


def hashed(row: dict[str, Any]) -> str:
    found = hash_of(row)
    return "" if found is None else "0x" + found.hex()


@pytest.mark.parametrize("known", KNOWN, ids=lambda one: f"{one['of'][:11]} {one['header']['number']}")
def test_real_blocks_of_qbft_have_the_hash_that_their_network_gave_them(known: dict[str, Any]) -> None:
    assert hashed(known["header"]) == known["header"]["hash"]


@pytest.mark.parametrize("known", KNOWN[:1] + KNOWN[2:3], ids=["London", "Cancun"])
def test_a_bit_of_any_field_makes_another_hash_or_none(known: dict[str, Any]) -> None:
    right = known["header"]
    for name in right.keys() - SAID - {"extraData"}:
        assert hashed(right | {name: _other(right[name])}) != right["hash"], name
        assert hashed({key: value for key, value in right.items() if key != name}) != right["hash"], name
    extra = right["extraData"]
    vanity = extra[:10] + _other("0x" + extra[10:12])[2:] + extra[12:]
    assert hashed(right | {"extraData": vanity}) != right["hash"]
    for nonsense in ("", "0x", None, 7, "zz", "0xc0", extra[:-2]):
        assert hash_of(right | {"extraData": nonsense}) is None


@pytest.mark.node
def test_every_block_of_a_node_hashes_to_its_hash(tool: Any) -> None:
    node = Node.start(tool("anvil"))
    try:
        _mine(node.rpc)
        for number in range(1, node.rpc.height() + 1):
            row = node.rpc.call("eth_getBlockByNumber", hex(number), False)
            assert hashed(row) == row["hash"]
            for name in row.keys() - SAID:
                assert hashed(row | {name: _other(row[name])}) != row["hash"], name
    finally:
        node.stop()


def test_a_bloom_says_who_cannot_have_written() -> None:
    writer, other = b"\1" * 20, b"\2" * 20
    full = {"logsBloom": hex(bloom_of(writer))}
    assert may_hold(full, [bloom_of(other), bloom_of(writer)])
    assert not may_hold(full, [bloom_of(other)])
    assert may_hold({"logsBloom": None}, [bloom_of(other)])


def _mine(rpc: Rpc) -> None:
    sender, to = rpc.call("eth_accounts")[:2]
    for value in range(3):
        rpc.call("eth_sendTransaction", {"from": sender, "to": to, "value": hex(value)})
    rpc.call("evm_mine")


def _other(text: str) -> str:
    """The same number of digits, the last one another; an empty text gets a byte."""
    if text == "0x":
        return "0x01"
    return text[:-1] + ("1" if text[-1] != "1" else "2")
