"""Sending under faults: every act that is asked for is on the chain exactly once."""

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

import orjson
import pytest
from eth_account import Account

from ledger.chain import network
from ledger.chain.client import Chain
from ledger.chain.errors import NodeDown, NodeRefused
from ledger.chain.network import Network
from ledger.chain.node import Node
from ledger.chain.rpc import Request, Rpc
from ledger.chain.sender import Sender
from ledger.chain.signer import Fee, Signer, Transaction
from ledger.chain.wave import Flight, Patience, Wave
from ledger.kit.errors import LedgerError
from tests.chain.conftest import government
from tests.conftest import ROOT
from tests.faults.proxy import FAULTS, LATE, Proxy
from tests.faults.sending import PATIENCE, calls

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def embedded() -> Network:
    return network.load("embedded")


@pytest.fixture(scope="module")
def rpc(embedded: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rpc]:
    node = Node(tmp_path_factory.mktemp("sending") / "chain", embedded, port=0)
    node.start()
    with node.rpc() as rpc:
        yield rpc
    node.stop()


@pytest.fixture
def key() -> bytes:
    return secrets.token_bytes(32)


@pytest.fixture
def governor(key: bytes) -> Signer:
    return Signer(Account.from_key(key))


@pytest.fixture
def chain(rpc: Rpc, embedded: Network, governor: Signer) -> Chain:
    return government(rpc, embedded, governor)


def acts(chain: Chain) -> Counter[int]:
    """How often the chain has recorded each number."""
    place = "0x" + chain.address("Kinds").hex()
    logs = chain.rpc.call("eth_getLogs", {"address": place, "fromBlock": "0x0"})
    return Counter(int(log["topics"][1], 16) for log in logs if len(log["topics"]) > 1 and len(log["data"]) > 66)


def test_processes_with_one_key_do_everything_once(chain: Chain, key: bytes) -> None:
    words = [sys.executable, "-m", "tests.faults.sending", chain.rpc.url, key.hex(), chain.address("Kinds").hex()]
    started = [
        subprocess.Popen([*words, str(first), "40"], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for first in (1, 51, 101)
    ]
    for process in started:
        _, said = process.communicate(timeout=200)
        assert process.returncode == 0, said
    assert acts(chain) == dict.fromkeys([*range(1, 41), *range(51, 91), *range(101, 141)], 1)


def test_whatever_the_connection_does_everything_is_sent_once(
    chain: Chain, embedded: Network, governor: Signer
) -> None:
    seed = SystemRandom().getrandbits(32)
    print("seed", seed)
    random, told = Random(seed), Counter[str]()
    harmless = [fault for fault in FAULTS if fault != "late"]

    def choose() -> str | None:
        return random.choice(harmless) if random.random() < 0.2 else None

    todo = list(range(1, 61))
    with Proxy(chain.rpc.url, choose) as proxy, Rpc(proxy.url, timeout=LATE) as unsteady:
        while todo:
            wave = todo[:16]
            before = governor_count(chain, governor)
            try:
                sender = Sender(Chain(unsteady, chain.deployment), embedded, governor, PATIENCE)
                list(sender.send_all(calls(wave)))
            except LedgerError as error:
                # What fails before it is sent is asked for again; once it is sent, it is waited for.
                told[error.code] += 1
                assert governor_count(chain, governor) == before
            else:
                todo = todo[16:]
    assert acts(chain) == dict.fromkeys(range(1, 61), 1)
    assert set(told) <= {"NodeDown", "NodeGarbled", "NodeRefused"}


class Stumbling(Rpc):
    """Asks a real node and, the first time that it asks each of these methods, hears something else."""

    def __init__(self, url: str, instead: Mapping[str, Any]) -> None:
        super().__init__(url)
        self.instead = dict(instead)

    def settle(self, requests: Sequence[Request]) -> list[Any]:
        answers = super().settle(requests)
        told = self.instead.pop(requests[0][0], None) if requests else None
        if isinstance(told, NodeDown):
            raise told
        return answers if told is None else [told] * len(answers)


FULL, AWAY = NodeRefused("?", "limit exceeded", -32005), NodeDown("http://127.0.0.1:1")


@pytest.mark.parametrize(
    "instead",
    [
        {"eth_getTransactionReceipt": {"number": [], "hash": 7}},
        {"eth_getTransactionReceipt": {"transactionHash": "0x" + "ab" * 32, "blockNumber": "0x1"}},
        {"eth_getTransactionReceipt": FULL},
        {"eth_sendRawTransaction": FULL},
        {"eth_sendRawTransaction": AWAY, "eth_getTransactionReceipt": AWAY},
        {"eth_sendRawTransaction": FULL, "txpool_status": AWAY},
    ],
)
def test_what_a_node_in_trouble_says_of_what_it_took_is_no_answer(
    chain: Chain, embedded: Network, governor: Signer, instead: dict[str, Any]
) -> None:
    with Stumbling(chain.rpc.url, instead) as rpc:
        receipts = list(Sender(Chain(rpc, chain.deployment), embedded, governor, PATIENCE).send_all(calls([1, 2, 3])))
    assert all(receipt.good for receipt in receipts)
    assert acts(chain) == {1: 1, 2: 1, 3: 1}


@pytest.mark.parametrize("trouble", [FULL, AWAY])
def test_whether_anything_arrived_may_stay_unknown_for_a_while(
    chain: Chain, embedded: Network, governor: Signer, trouble: LedgerError
) -> None:
    """All were refused, and nobody says whether they are in the pool: then they are waited for like any other."""
    nonce, since = governor_count(chain, governor), chain.rpc.height()
    flight = Flight(Transaction(chain.address("Kinds"), chain.encode(calls([1])[0])), nonce, Fee(200_000, 0))
    with Stumbling(chain.rpc.url, {"eth_sendRawTransaction": FULL, "eth_getTransactionCount": trouble}) as rpc:
        Wave(rpc, embedded, governor, PATIENCE, [flight], since, lambda rows: []).fly()
        assert not rpc.instead
    assert flight.mined is not None
    assert acts(chain) == {1: 1}


def test_a_node_that_is_too_busy_to_run_a_call_does_not_refuse_it(
    chain: Chain, embedded: Network, governor: Signer
) -> None:
    [own, other] = calls([1, 2])
    nonce, since = governor_count(chain, governor), chain.rpc.height()
    Sender(chain, embedded, governor, PATIENCE).send(other)
    flight = Flight(Transaction(chain.address("Kinds"), chain.encode(own)), nonce, Fee(200_000, 0))
    answers: list[int | NodeRefused] = [FULL, 150_000]
    patience = Patience(resend=0.1, give_up=20)
    Wave(chain.rpc, embedded, governor, patience, [flight], since, lambda rows: [answers.pop(0)]).fly()
    assert (flight.refused, answers) == (None, [])
    assert acts(chain) == {1: 1, 2: 1}


def governor_count(chain: Chain, governor: Signer) -> int:
    return chain.rpc.number("eth_getTransactionCount", "0x" + governor.address.hex(), "pending")


@pytest.mark.parametrize("refusal", [None, NodeRefused("eth_estimateGas", "it is done already", 3, None)])
def test_a_number_that_another_program_was_quicker_with_is_exchanged(
    chain: Chain, embedded: Network, governor: Signer, refusal: NodeRefused | None
) -> None:
    """What the other program did may be what this one would do: it is run again before it gets another number."""
    [own, other] = calls([1, 2])
    nonce, since = governor_count(chain, governor), chain.rpc.height()
    Sender(chain, embedded, governor, PATIENCE).send(other)
    flight = Flight(Transaction(chain.address("Kinds"), chain.encode(own)), nonce, Fee(200_000, 0))
    answer: int | NodeRefused = refusal or 150_000
    patience = Patience(resend=0.1, give_up=20)
    Wave(chain.rpc, embedded, governor, patience, [flight], since, lambda rows: [answer] * len(rows)).fly()
    assert (flight.mined is None, flight.refused) == (refusal is not None, refusal)
    assert acts(chain) == ({2: 1} if refusal else {1: 1, 2: 1})
    assert governor_count(chain, governor) == nonce + (1 if refusal else 2)


def test_what_the_embedded_node_would_forget_in_its_pool_is_sent_again(
    chain: Chain, embedded: Network, governor: Signer
) -> None:
    """Anvil, when a transaction comes in while the one before it is being mined, can wait for ever for that one."""
    account, rpc = "0x" + governor.address.hex(), chain.rpc
    [call] = calls([1])
    nonce = governor_count(chain, governor) + 1
    flight = Flight(Transaction(chain.address("Kinds"), chain.encode(call)), nonce, Fee(200_000, 0))
    wave = Wave(rpc, embedded, governor, Patience(resend=60, give_up=60), [flight], rpc.height(), lambda rows: [])
    thread = threading.Thread(target=wave.fly)
    thread.start()
    while not int(rpc.call("txpool_status")["queued"], 16):
        time.sleep(0.02)
    rpc.call("anvil_setNonce", account, hex(nonce))
    thread.join()
    assert flight.mined is not None
    assert acts(chain) == {1: 1}


def test_a_node_killed_after_it_took_a_transaction_gets_it_again_and_mines_it_once(
    embedded: Network, governor: Signer, tmp_path: Path
) -> None:
    node = Node(tmp_path / "chain", embedded, port=0)
    node.start()
    with node.rpc() as rpc:
        chain = government(rpc, embedded, governor)
        node.stop()
        node.start()
        rpc.call("evm_setAutomine", False)
        # As if it needed no nudge: nothing is mined before the kill, which would take the block along.
        patient = Sender(chain, replace(embedded, consensus="qbft"), governor, PATIENCE)
        thread = threading.Thread(target=lambda: list(patient.send_all(calls(range(1, 17)))))
        rpc.call("anvil_setIntervalMining", 600)
        thread.start()
        while int(rpc.call("txpool_status")["pending"], 16) < 16:
            time.sleep(0.005)
        assert not acts(chain)
        os.kill(orjson.loads((node.folder / "node.pid.json").read_bytes())["pid"], signal.SIGKILL)
        while node.alive():
            time.sleep(0.01)
        assert node.tend()
        thread.join()
        assert acts(chain) == dict.fromkeys(range(1, 17), 1)
    node.stop()
    with pytest.raises(NodeDown):
        rpc.height()
