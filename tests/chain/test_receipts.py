"""The root of receipts, made again: as the trie library has it, as a node has it; another once a bit is changed."""

import time
from typing import Any

import pytest
import rlp
from hypothesis import given, settings
from hypothesis import strategies as st
from trie.hexary import HexaryTrie

from ledger.chain import rlp as own
from ledger.chain.receipts import read, trie_root
from tests.indexer.shelf import Node, fresh, play

NESTED = st.recursive(st.binary(max_size=300), lambda inner: st.lists(inner, max_size=6), max_leaves=25)


def written(value: Any) -> bytes:
    if isinstance(value, int):
        return own.number(value)
    return own.item(value) if isinstance(value, bytes) else own.array(b"".join(map(written, value)))


def root(receipts: list[dict[str, Any]]) -> str:
    found = read(receipts)
    return "" if found is None else "0x" + found[0].hex()


@settings(deadline=None)
@given(NESTED)
def test_what_is_written_is_what_the_library_writes(value: Any) -> None:
    assert written(value) == rlp.encode(value)


@pytest.mark.parametrize("number", [0, 1, 127, 128, 255, 256, 2**64, 2**256 - 1])
def test_numbers_have_no_leading_zeros(number: int) -> None:
    assert written(number) == rlp.encode(number)


@pytest.mark.parametrize("size", [0, 55, 56, 255, 256, 65_535, 65_536])
def test_lengths_are_written_as_the_library_writes_them(size: int) -> None:
    assert written(b"\xff" * size) == rlp.encode(b"\xff" * size)
    assert written([b"\xff" * size]) == rlp.encode([b"\xff" * size])


@settings(deadline=None)
@given(
    st.lists(st.binary(min_size=1, max_size=80), max_size=40) | st.integers(120, 300).map(lambda n: [b"receipt"] * n)
)
def test_the_root_is_that_of_the_trie_library(values: list[bytes]) -> None:
    trie = HexaryTrie({})
    for place, value in enumerate(values):
        trie[rlp.encode(place)] = value
    assert trie_root(values) == trie.root_hash


@pytest.mark.node
def test_receipts_of_a_node_give_the_root_in_its_header_until_a_bit_is_changed(tool: Any, tmp_path: Any) -> None:
    node = Node.start(tool("anvil"))
    try:
        made = fresh(node.rpc, tmp_path)
        play(made)
        _many_in_a_block(node)
        for number in range(1, node.rpc.height() + 1):
            given = node.rpc.call("eth_getBlockReceipts", hex(number))
            right = node.rpc.call("eth_getBlockByNumber", hex(number), False)["receiptsRoot"]
            assert root(given) == right
            for altered in _altered(given):
                assert root(altered) != right
    finally:
        node.stop()


def _many_in_a_block(node: Node) -> None:
    """Transactions of each type, more of them than fit one branch of the trie."""
    sender, to = node.rpc.call("eth_accounts")[:2]
    node.rpc.call("evm_setAutomine", False)
    for place in range(150):
        kind = (
            {"gasPrice": "0x0"},
            {"gasPrice": "0x0", "accessList": []},
            {"maxFeePerGas": "0x0", "maxPriorityFeePerGas": "0x0"},
        )[place % 3]
        node.rpc.call("eth_sendTransaction", {"from": sender, "to": to, "gas": "0x5208", **kind})
    while len(node.rpc.call("eth_getBlockByNumber", "pending", False)["transactions"]) < 150:
        time.sleep(0.01)
    node.rpc.call("evm_mine")


def _altered(receipts: list[dict[str, Any]]) -> Any:
    """Versions of a block's receipts that are not the chain's."""
    if not receipts:
        return
    yield receipts[:-1]
    yield [*receipts, receipts[0]]
    first, *rest = receipts
    yield [first | {"status": "0x0"}, *rest]
    yield [first | {"cumulativeGasUsed": "0x1"}, *rest]
    yield [first | {"type": "0x3"}, *rest]
    yield [{name: value for name, value in first.items() if name != "status"}, *rest]
    if first["logs"]:
        log, *logs = first["logs"]
        yield [first | {"logs": logs}, *rest]
        yield [first | {"logs": [log, log, *logs]}, *rest]
        for name, value in (("address", "0x" + "11" * 20), ("topics", log["topics"][1:]), ("data", log["data"] + "00")):
            yield [first | {"logs": [log | {name: value}, *logs]}, *rest]
