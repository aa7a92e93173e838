"""What the ledger asks of a node is what a node of another make gives with its own settings."""

from __future__ import annotations

import pytest

from ledger.store.source import MAX_BLOCKS
from tests.cluster.shire import Shire

pytestmark = [pytest.mark.node, pytest.mark.slow]


def test_the_largest_chunk_is_one_request_that_is_answered(shire: Shire) -> None:
    span = {"fromBlock": "0x0", "toBlock": "0x0"}
    assert shire.rpc.batch([("eth_getLogs", (span,)), *[("eth_getBlockByNumber", ("0x1", False))] * MAX_BLOCKS])
