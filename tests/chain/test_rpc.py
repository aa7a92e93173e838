"""JSON-RPC: order in batches, refusals as errors, nodes that are down, behind or another chain's."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ledger.chain.errors import NodeBehind, NodeDown, NodeGarbled, NodeRefused, WrongChain
from ledger.chain.rpc import Rpc


@pytest.fixture
def web_server() -> Iterator[str]:
    """Something that listens and is no node."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_batch_answers_in_the_order_of_its_requests(rpc: Rpc) -> None:
    assert rpc.batch([("eth_chainId", ()), ("eth_getBlockByNumber", ("0x0", False)), ("eth_chainId", ())])[::2] == [
        "0x7a69",
        "0x7a69",
    ]
    assert rpc.batch([]) == []


def test_a_refusal_is_raised_or_stands_in_its_place(rpc: Rpc) -> None:
    with pytest.raises(NodeRefused, match="eth_noSuchMethod"):
        rpc.call("eth_noSuchMethod")
    with pytest.raises(NodeRefused):
        rpc.batch([("eth_chainId", ()), ("eth_noSuchMethod", ())])

    good, bad = rpc.settle([("eth_chainId", ()), ("eth_noSuchMethod", ())])

    assert good == "0x7a69"
    assert isinstance(bad, NodeRefused)
    assert bad.data is None


def test_nobody_at_the_address() -> None:
    with Rpc("http://127.0.0.1:9") as rpc, pytest.raises(NodeDown) as down:
        rpc.chain_id()

    assert down.value.fields == {"url": "http://127.0.0.1:9"}


def test_something_else_at_the_address(web_server: str) -> None:
    with Rpc(web_server) as rpc, pytest.raises(NodeGarbled, match="404"):
        rpc.chain_id()


def test_another_chain_and_a_node_behind_are_told_apart(rpc: Rpc) -> None:
    rpc.expect_chain(31337)
    rpc.expect_height(rpc.height())
    with pytest.raises(WrongChain):
        rpc.expect_chain(1)
    with pytest.raises(NodeBehind) as behind:
        rpc.expect_height(rpc.height() + 7)

    assert behind.value.fields == {"expected": rpc.height() + 7, "found": rpc.height()}
