"""The embedded node: its chain, clock and genesis across restarts, in good order and after a kill."""

import json
import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.chain import blocks, clock
from ledger.chain.client import Call
from ledger.chain.errors import ClockAhead, NodeDown, NodeFailed, NodeStateBroken, PortTaken
from ledger.chain.network import Network
from ledger.chain.node import Node, Start
from ledger.chain.sender import Sender
from ledger.chain.signer import Signer
from tests.chain.conftest import DAY, government

Nodes = Callable[..., Node]
ROW = (1, 15)


def kill(node: Node) -> None:
    os.kill(json.loads((node.folder / "node.pid.json").read_text())["pid"], signal.SIGKILL)
    while node.alive():
        time.sleep(0.01)


def test_a_story_goes_on_after_an_orderly_restart(nodes: Nodes, embedded: Network) -> None:
    node, governor = nodes(), Signer.random()
    assert node.start() is Start.FRESH
    with node.rpc() as rpc:
        chain = government(rpc, embedded, governor)
        Sender(chain, embedded, governor).send(Call("Kinds", "setOrderKind", (1, ROW)))
        before, genesis = chain.block(), blocks.genesis(rpc)
    node.stop()
    assert not node.alive()

    assert node.start() is Start.RESUMED

    with node.rpc() as rpc:
        chain.rpc = rpc
        assert chain.block() == before
        assert blocks.genesis(rpc) == genesis
        chain.deployment.check(rpc)
        assert tuple(chain.view("Kinds", "orderKind", 1).values()) == ROW
        receipt = Sender(chain, embedded, governor).send(Call("Kinds", "setOrderKind", (2, ROW)))
        assert receipt.block == before.number + 1
        assert before.time < chain.block().time <= clock.wall() + 2


def test_a_killed_node_goes_on_from_its_last_dump_with_the_same_genesis(nodes: Nodes, embedded: Network) -> None:
    node, governor = nodes(), Signer.random()
    node.start()
    with node.rpc() as rpc:
        chain = government(rpc, embedded, governor)
        dumped, genesis = chain.block().number, blocks.genesis(rpc)
    node.stop()
    node.start()
    with node.rpc() as rpc:
        chain.rpc = rpc
        Sender(chain, embedded, governor).send(Call("Kinds", "setOrderKind", (1, ROW)))
    kill(node)

    assert node.tend()

    with node.rpc() as rpc:
        chain.rpc = rpc
        assert blocks.genesis(rpc) == genesis
        assert chain.block().number >= dumped
        chain.deployment.check(rpc)
        Sender(chain, embedded, governor).send(Call("Kinds", "setOrderKind", (2, ROW)))
        assert chain.block().time >= chain.block(dumped).time
    assert not node.tend()


def test_a_node_killed_before_its_first_dump_has_the_same_genesis_again(nodes: Nodes) -> None:
    node = nodes()
    node.start()
    with node.rpc() as rpc:
        genesis = blocks.genesis(rpc)
    kill(node)
    (node.folder / "state.json").unlink(missing_ok=True)

    assert node.start() is Start.FRESH

    with node.rpc() as rpc:
        assert blocks.genesis(rpc) == genesis


def test_a_torn_state_file_is_restored_from_the_older_copy(nodes: Nodes, embedded: Network) -> None:
    node, governor = nodes(), Signer.random()
    node.start()
    with node.rpc() as rpc:
        chain = government(rpc, embedded, governor)
    node.stop()
    node.start()
    node.stop()
    state = node.folder / "state.json"
    state.write_bytes(state.read_bytes()[:-100])

    assert node.start() is Start.RESTORED

    with node.rpc() as rpc:
        chain.deployment.check(rpc)


def test_a_tended_node_keeps_a_copy_of_what_it_last_wrote(nodes: Nodes) -> None:
    node = nodes()
    node.start()
    older = node.folder / "state.older.json"
    while not (node.folder / "state.json").exists():
        time.sleep(0.1)

    node.tend()
    assert older.read_bytes() == (node.folder / "state.json").read_bytes()
    kept = older.stat()

    node.tend()
    assert older.stat() == kept


def test_a_state_that_nothing_can_read_is_named(nodes: Nodes) -> None:
    node = nodes()
    node.folder.mkdir()
    (node.folder / "state.json").write_text("{")

    with pytest.raises(NodeStateBroken):
        node.start()

    assert not node.alive()


def test_a_node_that_does_not_come_up_says_why(nodes: Nodes) -> None:
    node = nodes()
    node.start()
    node.stop()
    (node.folder / "state.json").write_text('{"block": 7}')

    with pytest.raises(NodeFailed) as failed:
        node.start()

    assert "state" in str(failed.value.fields["log"])
    assert not node.alive()


def test_a_sample_keeps_its_own_time_behind_the_wall_clock(nodes: Nodes) -> None:
    node = nodes()
    start = clock.wall() - 120 * DAY
    node.start(genesis_time=start)

    assert node.advance(30 * DAY) == pytest.approx(start + 30 * DAY, abs=3)

    node.stop()
    node.start()
    with node.rpc() as rpc:
        assert clock.now(rpc) == pytest.approx(start + 30 * DAY, abs=3)
    with pytest.raises(ClockAhead):
        node.advance(91 * DAY)
    assert node.advance(30 * DAY) == pytest.approx(start + 60 * DAY, abs=5)


def test_a_sample_that_caught_up_follows_the_wall_clock_also_after_a_restart(nodes: Nodes) -> None:
    node = nodes()
    node.start(genesis_time=clock.wall() - 120 * DAY)
    node.catch_up()
    node.stop()
    node.start()

    with node.rpc() as rpc:
        assert clock.now(rpc) == pytest.approx(clock.wall(), abs=3)
    with pytest.raises(ClockAhead):
        node.advance(DAY)


def test_nothing_pending_mines_nothing(nodes: Nodes) -> None:
    node = nodes()
    node.start()
    with node.rpc() as rpc:
        time.sleep(1.2)
        assert rpc.height() == 0


def test_another_process_finds_the_running_node(nodes: Nodes, embedded: Network, tmp_path: Path) -> None:
    node = nodes()
    node.start()
    other = Node(tmp_path / "chain", embedded)

    assert other.start() is Start.FOUND
    assert other.url == node.url
    other.stop()

    assert not node.alive()
    with node.rpc() as rpc, pytest.raises(NodeDown):
        rpc.height()


def test_a_taken_port_is_named(embedded: Network, tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with pytest.raises(PortTaken):
            Node(tmp_path, embedded, port=listener.getsockname()[1]).start()
