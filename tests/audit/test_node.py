"""A node that hides, invents or alters anything contradicts its own hashes: what and where is named, and only that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ledger.audit.verify import Verdict
from tests.audit.lying import Bend, bent, judged
from tests.indexer.shelf import CHAIN_ID, World

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def swept(honest: World) -> tuple[int, int]:
    """Block and index of the log that is in no dossier: no head can betray who hides it."""
    [log] = [raw for raw in _logs(honest) if len(raw["topics"]) == 1]
    return int(log["blockNumber"], 16), int(log["logIndex"], 16)


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
        return [log | {name: bent(log[name])} if _place(log) == swept else log for log in result]

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
        return result | {name: bent(result[name])}

    [finding] = judged(honest, tmp_path, bend).findings
    assert (finding.kind, finding.table, finding.column) == ("header", "blocks", "hash")
    assert finding.key == {"chain_id": CHAIN_ID, "number": swept[0]}


def test_a_header_that_hashes_but_follows_another_block_is_named(honest: World, tmp_path: Path) -> None:
    from ledger.chain.header import hash_of

    newest = honest.chain.rpc.height()

    def bend(method: str, params: list[Any], result: Any) -> Any:
        if method != "eth_getBlockByNumber" or params[0] != hex(newest - 1):
            return result
        other = result | {"parentHash": bent(result["parentHash"])}
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
        return bent(result) if method == "eth_call" else result

    found = judged(honest, tmp_path, bend).findings
    assert {(finding.kind, finding.column) for finding in found} == {("head", "head")}


def _logs(honest: World) -> list[dict[str, Any]]:
    address = "0x" + honest.chain.address("Shelf").hex()
    wanted = {"fromBlock": "0x0", "toBlock": "latest", "address": address}
    found: list[dict[str, Any]] = honest.chain.rpc.call("eth_getLogs", wanted)
    return found


def _place(log: dict[str, Any]) -> tuple[int, int]:
    return int(log["blockNumber"], 16), int(log["logIndex"], 16)


def _twice(log: dict[str, Any], wanted: tuple[int, int]) -> list[dict[str, Any]]:
    return [log, log | {"logIndex": hex(wanted[1] + 7)}] if _place(log) == wanted else [log]
