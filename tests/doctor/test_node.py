"""The node: stopped, killed, hung, away, another, halted, with a wrong clock, with transactions that wait."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from ledger.chain import clock, network
from ledger.chain.deployment import load
from ledger.chain.node import Node
from ledger.chain.signer import Fee, Signer, Transaction
from ledger.doctor.checks import node
from ledger.doctor.examine import examine
from ledger.doctor.outcome import State
from ledger.doctor.patient import Patient
from ledger.kit.home import Home
from tests.doctor.clinic import NOWHERE, Clinic, blind, fine, patient, profile, recent, says
from tests.faults.proxy import Proxy

pytestmark = pytest.mark.node


def home_of(spare: Node) -> Home:
    return Home(spare.folder.parent)


def pid_of(spare: Node) -> int:
    return int(orjson.loads((spare.folder / "node.pid.json").read_bytes())["pid"])


@pytest.fixture
def stranger(tool: Callable[[str], Path], tmp_path: Path) -> Iterator[Node]:
    """A node of another chain id."""
    tool("anvil")
    found = Node(tmp_path / "stranger", replace(network.load("embedded"), chain_id=31_999), port=0)
    found.start()
    yield found
    found.stop()


def test_a_whole_ledger_has_a_node_that_is_well(clinic: Clinic) -> None:
    one = clinic.patient(clinic.home, None)
    for check in (node.profile, node.record, node.node, node.identity, node.head, node.time, node.pool):
        assert fine(one, check)


@pytest.mark.parametrize(("name", "meant"), [("embeded", "embedded"), ("conty", "county"), ("Test", "test")])
def test_profile_unknown(tmp_path: Path, clinic: Clinic, name: str, meant: str) -> None:
    one = replace(patient(Home(tmp_path)), network_name=name)
    assert says(one, node.profile, "unknown").command == f"export LEDGER_NETWORK={meant}"
    assert blind(one, node.node) == "NetworkUnknown"
    here = replace(clinic.patient(clinic.home), network_name=name)
    assert says(here, node.profile, "unknown").command == "export LEDGER_NETWORK=embedded", "of which this home is"


def test_profile_invalid(tmp_path: Path) -> None:
    one = profile(patient(Home(tmp_path)), tmp_path / "profiles", "dice")
    found = says(one, node.profile, "invalid")
    assert recent(found.since)
    assert "consensus" in found.says("en")


def test_record_missing(tmp_path: Path) -> None:
    assert says(patient(Home(tmp_path)), node.record, "missing").command == "ledger up --detach"


def test_record_undeployed(tmp_path: Path) -> None:
    found = says(profile(patient(Home(tmp_path)), tmp_path / "profiles"), node.record, "undeployed")
    assert found.command.startswith("ledger chain deploy --governor ")


@pytest.mark.parametrize("content", ["{", "[]", '{"network": "embedded"}', "{}"])
def test_record_garbled(tmp_path: Path, content: str) -> None:
    one = patient(Home(tmp_path))
    one.home.chain.mkdir()
    one.record_path.write_text(content)
    found = says(one, node.record, "garbled")
    assert (found.command, recent(found.since)) == (f"cp BACKUP/chain/deployment.json {one.record_path}", True)
    assert blind(one, node.identity) in ("RecordUnreadable", "NotUp")


def test_record_other(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    replace(load(one.record_path), chain_id=31_338, network="test").save(one.record_path)
    found = says(one, node.record, "other")
    assert (found.command, recent(found.since)) == ("export LEDGER_NETWORK=test", True)


def test_node_stopped(spare: Node) -> None:
    spare.stop()
    found = says(patient(home_of(spare)), node.node, "stopped")
    assert (found.command, recent(found.since)) == ("ledger up --detach", True)
    assert blind(patient(home_of(spare)), node.time) == "NotUp"


def test_node_died(spare: Node) -> None:
    os.kill(pid_of(spare), signal.SIGKILL)
    while spare.alive():
        pass
    found = says(patient(home_of(spare)), node.node, "died")
    assert (found.command, recent(found.since)) == ("ledger up --detach", True)


def test_node_programme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    one = replace(patient(Home(tmp_path)), root=tmp_path, made={})
    assert says(one, node.node, "programme").command == "scripts/setup"


def test_node_broken(spare: Node) -> None:
    spare.stop()
    for name in ("state.json", "state.older.json"):
        (spare.folder / name).write_text('{"accounts": {')
    found = says(patient(home_of(spare)), node.node, "broken")
    assert found.command == f"cp BACKUP/chain/state.json {spare.folder / 'state.json'}"
    assert recent(found.since)


def test_node_silent(spare: Node) -> None:
    pid = pid_of(spare)
    os.kill(pid, signal.SIGSTOP)
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        pass
    try:
        one = patient(home_of(spare))
        found = says(one, node.node, "silent")
        assert not re.search("[A-Za-z]{3}", re.sub(r"https?://\S+", "", found.says("zh")))
        assert found.command == "ledger down && ledger up --detach"
        assert recent(found.since)
        assert blind(one, node.pool) == "NodeDown", "nobody waits for it a second time"
    finally:
        os.kill(pid, signal.SIGCONT)


def test_node_away(clinic: Clinic) -> None:
    home = clinic.copy()
    with clinic.county.view() as view:
        last = view.now
    found = says(clinic.patient(home, NOWHERE), node.node, "away")
    assert (found.command, found.since) == ("export LEDGER_RPC=http://HOST:8545", last)
    assert not re.search("[A-Za-z]{3}", re.sub(r"https?://\S+", "", found.says("zh")))


@pytest.mark.parametrize(
    "fault", ["drop", "lost", "garbage", "empty", "again", "missing", "cut", "shapes", "bad gateway"]
)
def test_a_node_that_answers_badly_ends_nothing(clinic: Clinic, fault: str) -> None:
    with Proxy(clinic.county.rpc.url, lambda: fault) as proxy:
        one = clinic.patient(clinic.whole, proxy.url)
        found = {outcome.check: outcome for outcome in examine(one)}
        one.close()
    assert found["identity"].state is State.UNSEEN
    assert found["dossiers"].state is State.OK


@pytest.mark.parametrize("lie", [None, {}, "0x", 7])
def test_a_node_that_answers_nonsense_ends_nothing(clinic: Clinic, lie: object) -> None:
    with Proxy(clinic.county.rpc.url) as proxy:
        proxy.lie = lambda method, params, result: result if method == "eth_chainId" else lie
        one = clinic.patient(clinic.whole, proxy.url)
        found = {outcome.check: outcome for outcome in examine(one)}
        one.close()
    assert found["identity"].state in (State.UNSEEN, State.FAULT)
    assert found["dossiers"].state is State.OK


def test_a_node_that_is_slow_is_not_asked_for_ever(clinic: Clinic) -> None:
    with Proxy(clinic.county.rpc.url, lambda: "late") as proxy:
        one = replace(clinic.patient(clinic.whole, proxy.url), patience=5.0, enough=1.5)
        found = [outcome for outcome in examine(one) if outcome.state is State.UNSEEN]
        one.close()
    assert {outcome.why.code for outcome in found if outcome.why is not None} == {"NodeSlow"}
    assert "enrolled" in {outcome.check for outcome in found}


def test_identity_chain(clinic: Clinic, stranger: Node) -> None:
    found = says(clinic.patient(clinic.home, stranger.url), node.identity, "chain")
    assert "31999" in found.says("zh")


def test_identity_genesis(clinic: Clinic, spare: Node) -> None:
    found = says(clinic.patient(clinic.home, spare.url), node.identity, "genesis")
    assert clinic.county.chain.deployment.genesis.hex() in found.says("en")


def test_identity_code(clinic: Clinic) -> None:
    rpc, place = clinic.county.rpc, "0x" + clinic.county.chain.address("Rights").hex()
    code = rpc.call("eth_getCode", place, "latest")
    rpc.call("anvil_setCode", place, "0x6001")
    try:
        found = says(clinic.patient(clinic.home, None), node.identity, "code")
    finally:
        rpc.call("anvil_setCode", place, code)
    assert "Rights" in found.says("zh")
    assert recent(found.since), "since this node was started, at the earliest"


def test_head_halted(spare: Node, tmp_path: Path) -> None:
    one = profile(patient(home_of(spare), spare.url), tmp_path / "profiles")
    found = says(one, node.head, "halted")
    with spare.rpc() as rpc:
        assert found.since == int(rpc.call("eth_getBlockByNumber", "latest", False)["timestamp"], 16)
    assert found.block == 0
    assert "60" in found.says("en")


def test_time_ahead(spare: Node) -> None:
    with spare.rpc() as rpc:
        rpc.call("evm_setTime", clock.wall() + 600)
    assert says(patient(home_of(spare)), node.time, "ahead").command == "timedatectl"


def test_time_behind(spare: Node) -> None:
    one = patient(home_of(spare))
    assert fine(one, node.time), "a sample is behind on purpose"
    settings = spare.folder / "node.json"
    settings.write_bytes(orjson.dumps(orjson.loads(settings.read_bytes()) | {"behind": False}))
    found = says(replace(one, made={}), node.time, "behind")
    assert found.command == "ledger down && ledger up --detach"
    assert found.since is not None
    assert clock.wall() - found.since >= 3600


def send_in_vain(spare: Node) -> Patient:
    """A transaction at a node that takes none."""
    signed = Signer.random().sign(Transaction(b"\1" * 20, b""), 31_337, 0, Fee(21_000, 0))
    with spare.rpc() as rpc:
        rpc.call("evm_setAutomine", False)
        rpc.call("eth_sendRawTransaction", "0x" + signed.raw.hex())
    return patient(home_of(spare))


def test_pool_stuck(spare: Node) -> None:
    found = says(send_in_vain(spare), node.pool, "stuck")
    assert found.command == "ledger down && ledger up --detach"
    assert found.since is not None
    assert clock.wall() - found.since >= 3600


def test_pool_waiting(spare: Node) -> None:
    found = says(replace(send_in_vain(spare), rpc_url=spare.url, made={}), node.pool, "waiting", State.FAULT)
    assert (found.command, found.block) == ("ledger chain status", 0)
