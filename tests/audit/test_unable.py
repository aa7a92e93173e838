"""A node that gives too little or nonsense: it is asked another way, or the run ends without a verdict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ledger.chain.errors import NodeGarbled
from ledger.store.db import reading
from ledger.store.errors import ChainTorn
from tests.audit.lying import bent, judged
from tests.indexer.shelf import World

pytestmark = pytest.mark.node

NO_SHAPE = [(method, one) for method in ("eth_getLogs", "eth_getBlockByNumber") for one in ("0x", 7, ["0x"])]


@pytest.mark.parametrize(("method", "answer"), NO_SHAPE)
def test_an_answer_of_no_shape_is_an_error_and_no_verdict(
    honest: World, tmp_path: Path, method: str, answer: Any
) -> None:
    def bend(asked: str, params: list[Any], result: Any) -> Any:
        return answer if asked == method and "0x0" not in params else result

    with pytest.raises(NodeGarbled):
        judged(honest, tmp_path, bend)


def test_receipts_are_asked_for_one_by_one_where_a_node_cannot_give_a_blocks(honest: World, tmp_path: Path) -> None:
    asked: set[str] = set()

    def bend(method: str, params: list[Any], result: Any) -> Any:
        asked.add(method)
        if method == "eth_getBlockReceipts":
            raise LookupError
        return result

    assert judged(honest, tmp_path, bend).ok
    assert "eth_getTransactionReceipt" in asked


def test_a_node_that_forgot_the_mirrors_last_state_is_asked_at_its_newest_block(honest: World, tmp_path: Path) -> None:
    last = honest.chain.rpc.height()
    honest.chain.rpc.call("evm_mine")

    def bend(method: str, params: list[Any], result: Any) -> Any:
        if method == "eth_call" and params[1] == hex(last):
            raise LookupError
        return result

    verdict = judged(honest, tmp_path, bend)
    assert verdict.ok
    assert verdict.block == last


def test_above_the_mirror_nothing_is_a_lie_yet_but_torn_blocks_are_not_taken(honest: World, tmp_path: Path) -> None:
    last = honest.chain.rpc.height()
    with reading(honest.mirror.engine) as connection:
        mark = honest.mirror.checkpoint(connection)
    assert mark is not None
    honest.chain.rpc.call("evm_mine")

    def bend(method: str, params: list[Any], result: Any) -> Any:
        if method == "eth_call" and params[1] == hex(mark.number):
            raise LookupError
        if method == "eth_getBlockByNumber" and params[0] == hex(last + 1):
            return result | {"stateRoot": bent(result["stateRoot"])}
        return result

    with pytest.raises(ChainTorn):
        judged(honest, tmp_path, bend)
