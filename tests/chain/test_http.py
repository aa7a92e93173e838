"""Connections that stay open: used again, replaced when the other side closed them, one to a thread at a time."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ledger.chain.errors import NodeDown
from ledger.chain.http import Http, HttpFailed
from ledger.chain.rpc import Rpc


class Echo(ThreadingHTTPServer):
    """Gives back what it gets; notes from which port, and with which headers. ``closing``: says goodbye after each."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self.headers: list[dict[str, str]] = []
        self.closing = False
        super().__init__(("127.0.0.1", 0), Answering)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server: Any = self.server
        server.ports.append(self.client_address[1])
        server.headers.append({name.lower(): value for name, value in self.headers.items()})
        body = self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
        # Closed without a word in the headers, as a server does that has waited long enough.
        self.close_connection = server.closing

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def http(echo: Echo) -> Iterator[Http]:
    made = Http(echo.url, 10)
    yield made
    made.close()


def test_one_connection_serves_one_request_after_the_other(echo: Echo, http: Http) -> None:
    assert [http.post(b"%d" % number) for number in range(5)] == [(200, b"%d" % number) for number in range(5)]
    assert len(set(echo.ports)) == 1


def test_a_connection_that_was_closed_meanwhile_is_replaced(echo: Echo, http: Http) -> None:
    echo.closing = True
    for number in range(5):
        assert http.post(b"%d" % number) == (200, b"%d" % number)
        # The other side's end has arrived once it can be read.
        [line] = http._idle
        line.sock.settimeout(10)
        assert line.sock.recv(1, socket.MSG_PEEK) == b""
    assert len(set(echo.ports)) == 5


def test_threads_never_share_a_connection(echo: Echo, http: Http) -> None:
    bodies = [str(number).encode() * 50_000 for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(http.post, bodies))
    assert answers == [(200, body) for body in bodies]
    assert len(set(echo.ports)) <= 8


def test_a_name_and_a_password_in_the_url_are_sent(echo: Echo) -> None:
    http = Http(echo.url.replace("//", "//indexer:a%40b@"), 10)
    http.post(b"")
    http.close()
    assert echo.headers[0]["authorization"] == "Basic aW5kZXhlcjphQGI="


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "127.0.0.1:9", "ftp://127.0.0.1", "http://"])
def test_where_nobody_answers(url: str) -> None:
    with pytest.raises(HttpFailed):
        Http(url, 10).post(b"")
    with Rpc(url) as rpc, pytest.raises(NodeDown):
        rpc.chain_id()
