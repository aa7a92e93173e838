"""A node that hides, invents or alters anything contradicts its own hashes: what and where is named, and only that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.audit.verify import Verdict, verify
from ledger.chain.errors import NodeGarbled
from ledger.chain.rpc import Rpc
from ledger.store.db import reading, sqlite_url
from ledger.store.errors import ChainTorn
from ledger.store.office import open_office
from tests.audit.lying import Bend, lying
from tests.indexer.shelf import CHAIN_ID, Node, World, fresh, play, world

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def honest(tool: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    node = Node.start(tool("anvil"))
    made = fresh(node.rpc, tmp_path_factory.mktemp("honest"))
    play(made)
    made.indexer.sync()
    yield made
    node.stop()


@pytest.fixture(scope="module")
def swept(honest: World) -> tuple[int, int]:
    """Block and index of the log that is in no dossier: no head can betray who hides it."""
    [log] = [raw for raw in _logs(honest) if len(raw["topics"]) == 1]
    return int(log["blockNumber"], 16), int(log["logIndex"], 16)


def judged(honest: World, folder: Path, bend: Bend) -> Verdict:
    """What verify says of a true mirror, asking a node that lies."""
    deployment, url = honest.chain.deployment, str(honest.mirror.engine.url)
    with lying(honest.chain.rpc.url, bend) as place, Rpc(place) as rpc:
        liar = world(rpc, deployment, url)
        return verify(liar.mirror, liar.source, open_office(sqlite_url(folder / "office.db")))


def named(verdict: Verdict) -> list[tuple[str, str, str | None]]:
    return [(finding.kind, finding.table, finding.column) for finding in verdict.findings]


def test_who_says_the_truth_is_believed(honest: World, tmp_path: Path) -> None:
    assert judged(honest, tmp_path, lambda method, params, result: result).ok


def test_a_hidden_log_without_dossier_is_named(honest: World, tmp_path: Path, swept: tuple[int, int]) -> None:
    def bend(method: str, params: list[Any], result: Any) -> Any:
        return [log for log in result if _place(log) != swept] if method == "eth_getLogs" else result

    [finding] = judged(honest, tmp_path, bend).findings
    assert (finding.kind, finding.table, finding.after) == ("hidden", "events", None)
    assert finding.key == {"chain_id": CHAIN_ID, "block": swept[0], "log": swept[1]}
    assert isinstance(finding.before, dict)
    assert finding.before["writer"] == "0x" + honest.chain.address("Shelf").hex()


def test_an_invented_log_is_named(honest: World, tmp_path: Path, swept: tuple[int, int]) -> None:
    def bend(method: str, params: list[Any], result: Any) -> Any:
        if method != "eth_getLogs":
            return result
        return [one for log in result for one in _twice(log, swept)]

    [finding] = judged(honest, tmp_path, bend).findings
    assert (finding.kind, finding.before) == ("invented", None)
    assert finding.key == {"chain_id": CHAIN_ID, "block": swept[0], "log": swept[1] + 7}


@pytest.mark.parametrize("column", ["data", "topics", "tx"])
def test_a_forged_log_is_named_with_its_column(
    honest: World, tmp_path: Path, swept: tuple[int, int], column: str
) -> None:
    name = {"tx": "transactionHash"}.get(column, column)

    def bend(method: str, params: list[Any], result: Any) -> Any:
        if method != "eth_getLogs":
            return result
        return [log | {name: _bent(log[name])} if _place(log) == swept else log for log in result]

    [finding] = judged(honest, tmp_path, bend).findings
    assert (finding.kind, finding.table, finding.column) == ("forged", "events", column)
    assert finding.before != finding.after


def test_a_log_of_a_block_in_which_no_contract_of_ours_wrote_is_invented(honest: World, tmp_path: Path) -> None:
    def bend(method: str, params: list[Any], result: Any) -> Any:
        if method != "eth_getLogs" or not result:
            return result
        return [result[0] | {"blockNumber": "0x1", "logIndex": "0x0"}, *result]

    assert named(judged(honest, tmp_path, bend)) == [("invented", "events", None)]


HEADER = ["stateRoot", "transactionsRoot", "receiptsRoot", "timestamp", "logsBloom", "parentHash", "gasUsed", "hash"]


@pytest.mark.parametrize("name", [*HEADER, "extraData", "number", "nonce", "baseFeePerGas"])
def test_an_altered_header_is_named_by_its_block(
    honest: World, tmp_path: Path, swept: tuple[int, int], name: str
) -> None:
    def bend(method: str, params: list[Any], result: Any) -> Any:
        if method != "eth_getBlockByNumber" or params[0] != hex(swept[0]):
            return result
        return result | {name: _bent(result[name])}

    [finding] = judged(honest, tmp_path, bend).findings
    assert (finding.kind, finding.table, finding.column) == ("header", "blocks", "hash")
    assert finding.key == {"chain_id": CHAIN_ID, "number": swept[0]}


def test_a_header_that_hashes_but_follows_another_block_is_named(honest: World, tmp_path: Path) -> None:
    from ledger.chain.header import hash_of

    newest = honest.chain.rpc.height()

    def bend(method: str, params: list[Any], result: Any) -> Any:
        if method != "eth_getBlockByNumber" or params[0] != hex(newest - 1):
            return result
        other = result | {"parentHash": _bent(result["parentHash"])}
        made = hash_of(other)
        assert made is not None
        return other | {"hash": "0x" + made.hex()}

    found = named(judged(honest, tmp_path, bend))
    assert ("parent", "blocks", "parent") in found
    assert ("altered", "blocks", "hash") in found


def _receipts(change: Any) -> Bend:
    def bend(method: str, params: list[Any], result: Any) -> Any:
        return change(result) if method == "eth_getBlockReceipts" else result

    return bend


LIES = {
    "one log less": lambda given: [one | {"logs": one["logs"][1:]} for one in given],
    "another status": lambda given: [one | {"status": "0x0"} for one in given],
    "another gas": lambda given: [one | {"cumulativeGasUsed": "0x1"} for one in given],
    "no receipt": lambda given: [],
    "nothing": lambda given: None,
    "nonsense": lambda given: [{"logs": 7}],
}


@pytest.mark.parametrize("lie", LIES)
def test_altered_receipts_are_named_block_by_block(honest: World, tmp_path: Path, lie: str) -> None:
    found = judged(honest, tmp_path, _receipts(LIES[lie])).findings
    assert {finding.kind for finding in found} == {"receipts"}
    written = {int(log["blockNumber"], 16) for log in _logs(honest)}
    assert {finding.key["number"] for finding in found} >= written


def test_a_lie_told_by_logs_and_receipts_alike_is_found(honest: World, tmp_path: Path, swept: tuple[int, int]) -> None:
    def bend(method: str, params: list[Any], result: Any) -> Any:
        if method == "eth_getLogs":
            return [log for log in result if _place(log) != swept]
        if method == "eth_getBlockReceipts":
            return [one | {"logs": [log for log in one["logs"] if _place(log) != swept]} for one in result]
        return result

    # Nothing proves the log any more, so the database, which holds it, stands against the node's word.
    assert named(judged(honest, tmp_path, bend)) == [("receipts", "blocks", "receipts_root"), ("extra", "events", None)]


def test_a_head_that_the_logs_do_not_give_is_named(honest: World, tmp_path: Path) -> None:
    def bend(method: str, params: list[Any], result: Any) -> Any:
        return _bent(result) if method == "eth_call" else result

    found = judged(honest, tmp_path, bend).findings
    assert {(finding.kind, finding.column) for finding in found} == {("head", "head")}


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
            return result | {"stateRoot": _bent(result["stateRoot"])}
        return result

    with pytest.raises(ChainTorn):
        judged(honest, tmp_path, bend)


def _logs(honest: World) -> list[dict[str, Any]]:
    address = "0x" + honest.chain.address("Shelf").hex()
    wanted = {"fromBlock": "0x0", "toBlock": "latest", "address": address}
    found: list[dict[str, Any]] = honest.chain.rpc.call("eth_getLogs", wanted)
    return found


def _place(log: dict[str, Any]) -> tuple[int, int]:
    return int(log["blockNumber"], 16), int(log["logIndex"], 16)


def _twice(log: dict[str, Any], wanted: tuple[int, int]) -> list[dict[str, Any]]:
    return [log, log | {"logIndex": hex(wanted[1] + 7)}] if _place(log) == wanted else [log]


def _bent(value: Any) -> Any:
    """The last digit is another; an empty text is not empty; of a list the first."""
    if isinstance(value, list):
        return [_bent(value[0]), *value[1:]]
    return "0x01" if value == "0x" else value[:-1] + ("1" if value[-1] != "1" else "2")
