"""A node that misbehaves: a real HTTP server in front of a real node, which spoils what goes through it.

``fault`` names what happens to the next answer as a whole; ``lie`` changes single results.
"""

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self, cast

import httpx
import orjson

FAULTS = (
    "drop",
    "lost",
    "late",
    "cut",
    "empty",
    "garbage",
    "bad gateway",
    "too many requests",
    "wrong ids",
    "missing",
    "again",
    "shuffled",
    "null",
    "shapes",
    "refused",
)
"""All but ``shuffled`` spoil the answer. ``lost``: the node got the request; ``drop``: it did not."""
LATE = 0.6
"""Seconds; whoever asks must have less patience."""

Lie = Callable[[str, Any, Any], Any]
"""Takes method, parameters and the true result; returns what is told."""


def truth(_method: str, _params: Any, result: Any) -> Any:
    """No lie."""
    return result


class Proxy:
    """On a free port before the node at ``target``. ``choose``: called for every request, names its fault or None."""

    def __init__(self, target: str, choose: Callable[[], str | None] = lambda: None) -> None:
        self.choose, self.lie = choose, cast(Lie, truth)
        self._last = b"[]"
        self._node = httpx.Client(base_url=target, timeout=30, trust_env=False)
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                fault = proxy.choose()
                if fault == "drop":
                    self.close_connection = True
                    return
                state, answer = proxy.answer(orjson.loads(body), fault)
                if fault == "late":
                    time.sleep(LATE)
                if fault == "lost":
                    self.close_connection = True
                    return
                self.send_response(state)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                if fault == "cut":
                    answer = answer[: len(answer) // 2]
                    self.close_connection = True
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, asked: Any, fault: str | None) -> tuple[int, bytes]:
        """HTTP state and body for a request of one call or many."""
        if fault == "bad gateway":
            return 502, b"<html>bad gateway</html>"
        if fault == "too many requests":
            return 429, b"slow down"
        rows = orjson.loads(self._node.post("/", content=orjson.dumps(asked), headers=_JSON).content)
        calls = {call["id"]: call for call in (asked if isinstance(asked, list) else [asked])}
        for row in rows if isinstance(rows, list) else [rows]:
            call = calls[row["id"]]
            if "result" in row:
                row["result"] = self.lie(call["method"], call["params"], row["result"])
            _spoil(row, fault)
        if isinstance(rows, list) and fault == "missing":
            del rows[-1]
        if isinstance(rows, list) and fault == "shuffled":
            rows.reverse()
        before, self._last = self._last, orjson.dumps(rows)
        spoilt = {"empty": b"", "garbage": self._last[:-3] + b"?", "again": before}
        return 200, spoilt.get(fault or "", self._last)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._node.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asked has given up: that is what is tried here."""


def _spoil(row: dict[str, Any], fault: str | None) -> None:
    if fault == "wrong ids":
        row["id"] += 1_000_000
    elif fault == "null":
        row["result"] = None
    elif fault == "shapes":
        row["result"] = {"number": [], "hash": 7}
    elif fault == "refused" or (fault == "missing" and "id" in row):
        row.pop("result", None)
        if fault == "refused":
            row["error"] = {"code": -32005, "message": "limit exceeded"}


_JSON = {"content-type": "application/json"}
