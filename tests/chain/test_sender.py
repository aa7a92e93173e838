"""Sending: refusals before anything is sent, mined once whatever the connection does, stuck ones replaced."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from ledger.chain.client import Call, Chain
from ledger.chain.errors import (
    CallUnknown,
    ChainHalted,
    ContractError,
    FundsMissing,
    NodeDown,
    NonceTaken,
    TransactionStuck,
    WrongChain,
)
from ledger.chain.mined import Receipt
from ledger.chain.network import Network
from ledger.chain.node import Node
from ledger.chain.rpc import Rpc
from ledger.chain.sender import Sender
from ledger.chain.signer import Signer
from ledger.chain.wallet import IN_FLIGHT, Patience
from ledger.kit.numbers import PartyKind, Role
from tests.chain.conftest import government
from tests.chain.founded import COUNTY, Founded, refused
from tests.chain.lossy import Lossy

QUICK = Patience(resend=0.2, give_up=20)


def set_kind(number: int, days: int = 15) -> Call:
    return Call("Kinds", "setOrderKind", (number, (1, days)))


def nonce(chain: Chain, account: bytes) -> int:
    return chain.rpc.number("eth_getTransactionCount", "0x" + account.hex(), "latest")


def pool(chain: Chain) -> list[dict[str, str]]:
    pending = chain.rpc.call("txpool_content")["pending"]
    return [row for rows in pending.values() for row in rows.values()]


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def aside(sender: Sender, call: Call) -> "Future[Receipt]":
    pool = ThreadPoolExecutor(1)
    future = pool.submit(sender.send, call)
    pool.shutdown(wait=False)
    return future


@pytest.fixture
def patient(embedded: Network) -> Network:
    """The same network to a sender that knows of no node which needs a nudge."""
    return replace(embedded, consensus="qbft")


@pytest.fixture
def held(chain: Chain) -> Iterator[None]:
    """The node mines only when told to."""
    chain.rpc.call("evm_setAutomine", False)
    yield
    chain.rpc.call("evm_mine")
    chain.rpc.call("evm_setAutomine", True)


def test_a_call_is_mined_and_seen(sender: Sender, chain: Chain) -> None:
    receipt = sender.send(set_kind(1))
    block = chain.rpc.call("eth_getBlockByNumber", hex(receipt.block), False)
    assert block["transactions"] == ["0x" + receipt.transaction.hex()]
    assert len(receipt.logs) == 1
    assert list(chain.view("Kinds", "orderKind", 1).values()) == [1, 15]


def test_many_calls_go_sixteen_at_a_time_and_come_back_in_order(sender: Sender, chain: Chain) -> None:
    calls = [set_kind(number) for number in range(1, 2 * IN_FLIGHT + 4)]
    before = nonce(chain, sender.address)

    receipts = list(sender.send_all(calls))

    assert len({receipt.transaction for receipt in receipts}) == len(calls)
    assert [receipt.logs[0]["topics"][1] for receipt in receipts] == [f"0x{n:064x}" for n in range(1, len(calls) + 1)]
    assert nonce(chain, sender.address) == before + len(calls)


def test_more_gas_than_a_block_holds_takes_several_blocks(founded: Founded) -> None:
    registrar = founded.post(Role.REGISTER)
    rows = [
        {"kind": PartyKind.ENTERPRISE, "area": COUNTY, "until": 0, "kept": False, "salt": bytes([n, m]) * 16}
        for n in range(IN_FLIGHT)
        for m in range(100)
    ]
    papers = [row | {"document": bytes(32)} for row in rows]
    calls = [Call("Parties", "register", (founded.bureau_id, papers[at : at + 100])) for at in range(0, 1600, 100)]

    receipts = list(registrar.send_all(calls))

    assert sum(receipt.gas_used for receipt in receipts) > founded.network.block_gas_limit
    assert [receipt.block for receipt in receipts] == sorted(receipt.block for receipt in receipts)


def test_a_refusal_is_known_before_anything_is_sent(chain: Chain, embedded: Network, sender: Sender) -> None:
    stranger = Sender(chain, embedded, Signer.random())

    with pytest.raises(ContractError) as error:
        stranger.send(set_kind(1))

    assert error.value.code == "AccessManagedUnauthorized"
    assert error.value.fields == {"caller": "0x" + stranger.address.hex()}
    assert nonce(chain, stranger.address) == 0
    with refused("OrderKindUnknown"):
        list(sender.send_all([set_kind(1), set_kind(0)]))
    with pytest.raises(ContractError):
        chain.view("Kinds", "orderKind", 1)


@pytest.mark.parametrize(
    "call",
    [
        Call("Kinds", "noSuchFunction"),
        Call("NoSuchContract", "f"),
        Call("Kinds", "setOrderKind", (1,)),
        Call("Kinds", "setOrderKind", (-1, (1, 15))),
        Call("Kinds", "setOrderKind", (1, {"issuers": 1})),
    ],
)
def test_a_call_that_fits_no_function_is_not_sent(sender: Sender, call: Call) -> None:
    with pytest.raises(CallUnknown):
        sender.send(call)


@pytest.mark.usefixtures("held")
def test_a_dropped_transaction_is_sent_again_under_its_nonce(chain: Chain, patient: Network, governor: Signer) -> None:
    before = nonce(chain, governor.address)
    sent = aside(Sender(chain, patient, governor, QUICK), set_kind(1))
    until(lambda: pool(chain))
    first = pool(chain)[0]["hash"]
    chain.rpc.call("anvil_dropTransaction", first)

    until(lambda: pool(chain))
    chain.rpc.call("evm_mine")

    assert sent.result(10).transaction.hex() == first[2:]
    assert nonce(chain, governor.address) == before + 1


@pytest.mark.usefixtures("held")
def test_where_gas_is_paid_a_stuck_transaction_is_replaced_by_a_dearer_one(
    chain: Chain, patient: Network, governor: Signer
) -> None:
    chain.rpc.call("anvil_setBalance", "0x" + governor.address.hex(), hex(10**20))
    before = nonce(chain, governor.address)
    sent = aside(Sender(chain, replace(patient, gas="funded"), governor, QUICK), set_kind(1))
    until(lambda: pool(chain))
    first = pool(chain)[0]

    until(lambda: pool(chain)[0]["hash"] != first["hash"])
    second = pool(chain)
    chain.rpc.call("evm_mine")

    assert len(second) == 1
    assert second[0]["nonce"] == first["nonce"]
    assert int(second[0]["gasPrice"], 16) >= int(first["gasPrice"], 16) * 11 // 10
    sent.result(10)
    assert nonce(chain, governor.address) == before + 1


@pytest.mark.usefixtures("held")
def test_what_is_never_mined_is_given_up_with_its_hash(chain: Chain, patient: Network, governor: Signer) -> None:
    with pytest.raises(TransactionStuck) as stuck:
        Sender(chain, patient, governor, Patience(resend=5, give_up=1)).send(set_kind(1))
    assert stuck.value.fields["transaction"] == pool(chain)[0]["hash"]
    with pytest.raises(ChainHalted) as halted:  # looked again, and no block had come
        Sender(chain, patient, governor, Patience(resend=0.2, give_up=1)).send(set_kind(1))
    assert halted.value.fields["number"] == chain.rpc.height()


@pytest.mark.usefixtures("held")
def test_another_program_with_the_same_key_is_named(chain: Chain, patient: Network, governor: Signer) -> None:
    before = nonce(chain, governor.address)
    ours = aside(Sender(chain, patient, governor, QUICK), set_kind(1))
    until(lambda: pool(chain))
    chain.rpc.call("anvil_dropTransaction", pool(chain)[0]["hash"])
    chain.rpc.call("anvil_setNonce", "0x" + governor.address.hex(), hex(before + 1))

    with pytest.raises(NonceTaken):
        ours.result(10)


def test_an_account_without_money_is_named_where_gas_is_paid(chain: Chain, embedded: Network, governor: Signer) -> None:
    with pytest.raises(FundsMissing):
        Sender(chain, replace(embedded, gas="funded"), governor).send(set_kind(1))


@pytest.mark.parametrize(("method", "times"), [("eth_sendRawTransaction", 1), ("eth_getTransactionReceipt", 2)])
def test_answers_lost_on_the_way_send_nothing_twice(
    chain: Chain, embedded: Network, governor: Signer, method: str, times: int
) -> None:
    before = nonce(chain, governor.address)
    with Lossy(chain.rpc.url, method, times) as lossy, Rpc(lossy.url) as rpc:
        receipt = Sender(Chain(rpc, chain.deployment), embedded, governor, QUICK).send(set_kind(1))

    assert lossy.lost == times
    assert len(receipt.logs) == 1
    assert nonce(chain, governor.address) == before + 1


def test_a_node_that_restarts_meanwhile_gets_the_transaction_again(
    nodes: Callable[..., Node], embedded: Network, patient: Network, governor: Signer
) -> None:
    node = nodes()
    node.start()
    with node.rpc() as rpc:
        chain = government(rpc, embedded, governor)
        before = nonce(chain, governor.address)
        rpc.call("evm_setAutomine", False)
        sent = aside(Sender(chain, patient, governor, QUICK), set_kind(1))
        until(lambda: pool(chain))

        node.stop()
        node.start()

        sent.result(10)
        assert nonce(chain, governor.address) == before + 1


def test_a_node_that_is_down_is_named(chain: Chain, embedded: Network, nodes: Callable[..., Node]) -> None:
    node = nodes()
    node.start()
    node.stop()
    with node.rpc() as rpc, pytest.raises(NodeDown):
        Sender(Chain(rpc, chain.deployment), embedded, Signer.random())


def test_a_node_of_another_chain_is_refused(chain: Chain, embedded: Network) -> None:
    with pytest.raises(WrongChain) as wrong:
        Sender(chain, replace(embedded, chain_id=31338), Signer.random())

    assert (wrong.value.fields["expected"], wrong.value.fields["found"]) == (31338, 31337)
