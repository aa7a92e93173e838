"""Our codec against web3's: every log and every transaction of a deployment, read by both.

a log ─── the same event and the same values by name
a call ── the same function, the same calldata again from what was read
"""

import json
from typing import Any

from web3 import Web3
from web3.contract import Contract

from ledger.chain import abi, decode
from ledger.chain.codec import calldata, read_call
from ledger.kit.home import ROOT
from tests.chain.founded import Founded

ABI = abi.load()


def _oracles(founded: Founded) -> dict[str, tuple[str, Contract]]:
    """Address in lower case -> name and web3's contract. web3 is never connected: it only reads what it is given."""
    read = {}
    for name, address in founded.record.addresses.items():
        text = json.loads((ROOT / "contracts" / "abi" / f"{name}.json").read_text("utf-8"))
        at = Web3.to_checksum_address(address)
        read["0x" + address.hex()] = (name, Web3().eth.contract(address=at, abi=text["abi"]))
    return read


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("0x"):
        return bytes.fromhex(value[2:])
    return int(value) if isinstance(value, bool) else value


def test_every_log_is_read_as_web3_reads_it(founded: Founded) -> None:
    oracles = _oracles(founded)
    logs = founded.rpc.call("eth_getLogs", {"fromBlock": "0x0", "toBlock": "latest"})
    assert len(logs) > 100
    for log in logs:
        name, oracle = oracles[log["address"].lower()]
        entry = next(e for e in ABI.contract(name).events.values() if "0x" + abi.topic0(e).hex() == log["topics"][0])
        topics = [bytes.fromhex(topic[2:]) for topic in log["topics"]]
        expected = oracle.events[entry.name]().process_log(
            {**log, "topics": topics, "data": bytes.fromhex(log["data"][2:])}
        )
        blob = b"".join(bytes.fromhex(part[2:]) for part in [*log["topics"][1:], log["data"]])
        ours = {key: _plain(value) for key, value in decode.reader(entry)(blob).items()}
        assert ours == {key: _plain(value) for key, value in expected["args"].items()}


def test_every_call_is_read_as_web3_reads_it(founded: Founded) -> None:
    oracles = _oracles(founded)
    head = int(founded.rpc.call("eth_blockNumber"), 16)
    read = 0
    for number in range(head + 1):
        for sent in founded.rpc.call("eth_getBlockByNumber", hex(number), True)["transactions"]:
            if sent["to"] is None or sent["to"].lower() not in oracles:
                continue
            name, oracle = oracles[sent["to"].lower()]
            data = bytes.fromhex(sent["input"][2:])
            function, named = oracle.decode_function_input(data)
            entry, ours = read_call(ABI, name, data)
            assert (entry.name, list(ours)) == (function.fn_name, list(named))
            assert calldata(entry, list(ours.values())) == data
            read += 1
    assert read > 50
