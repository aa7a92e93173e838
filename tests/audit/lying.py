"""A node that lies: a real one behind a proxy that bends what it says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import orjson

from ledger.audit.verify import Verdict, verify
from ledger.chain.rpc import Rpc
from ledger.store.db import sqlite_url
from ledger.store.office import open_office
from tests.indexer.shelf import World, world

Bend = Callable[[str, list[Any], Any], Any]
"""Takes method, parameters and the true result; gives what is said instead. LookupError: the method is refused."""


@contextmanager
def lying(url: str, bend: Bend) -> Iterator[str]:
    """Serve a node's answers, bent; gives the URL."""
    truth = httpx.Client(trust_env=False, headers={"content-type": "application/json"})

    def said(request: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
        if "result" not in answer:
            return answer
        try:
            return answer | {"result": bend(request["method"], request["params"], answer["result"])}
        except LookupError:
            return {"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32601, "message": "no such method"}}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = orjson.loads(self.rfile.read(int(self.headers["content-length"])))
            answers = orjson.loads(truth.post(url, content=orjson.dumps(asked)).content)
            if isinstance(asked, list):
                by_id = {answer["id"]: answer for answer in answers}
                body = orjson.dumps([said(one, by_id[one["id"]]) for one in asked])
            else:
                body = orjson.dumps(said(asked, answers))
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        truth.close()


def judged(honest: World, folder: Path, bend: Bend) -> Verdict:
    """What verify says of a true mirror, asking a node that lies."""
    deployment, url = honest.chain.deployment, str(honest.mirror.engine.url)
    with lying(honest.chain.rpc.url, bend) as place, Rpc(place) as rpc:
        liar = world(rpc, deployment, url)
        return verify(liar.mirror, liar.source, open_office(sqlite_url(folder / "office.db")))


def bent(value: Any) -> Any:
    """The last digit is another; an empty text is not empty; of a list the first."""
    if isinstance(value, list):
        return [bent(value[0]), *value[1:]]
    return "0x01" if value == "0x" else value[:-1] + ("1" if value[-1] != "1" else "2")
