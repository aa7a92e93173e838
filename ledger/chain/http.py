"""Bytes to a node and back over HTTP, on connections that stay open: any number of threads, one to each at a time.

The standard library's client reads an answer of megabytes in a fifth of the time of larger ones, and a mirror asks for
nothing else. Never through a proxy: a node stands on this machine or in this network.
"""

import base64
import select
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import socket
from urllib.parse import unquote, urlsplit


class HttpFailed(Exception):
    """No answer came. Whether the request arrived is not known."""


class Http:
    """Posts to one URL. ``timeout``: seconds without a byte until it is given up."""

    def __init__(self, url: str, timeout: float) -> None:
        parsed = urlsplit(url)
        self._type = _TYPES.get(parsed.scheme) if parsed.hostname else None
        self._host, self._port, self._timeout = parsed.hostname or "", parsed.port, timeout
        self._path = (parsed.path or "/") + (f"?{parsed.query}" if parsed.query else "")
        self._headers = {"content-type": "application/json"}
        if parsed.username is not None:
            named = f"{unquote(parsed.username)}:{unquote(parsed.password or '')}"
            self._headers["authorization"] = "Basic " + base64.b64encode(named.encode()).decode()
        self._idle: list[HTTPConnection] = []

    def post(self, body: bytes) -> tuple[int, bytes]:
        """Return the answer's state and content. HttpFailed."""
        line = self._line()
        try:
            line.request("POST", self._path, body, self._headers)
            answer = line.getresponse()
            content = answer.read()
        except (OSError, HTTPException) as error:
            line.close()
            raise HttpFailed(f"{type(error).__name__} {error}") from error
        self._idle.append(line)
        return answer.status, content

    def close(self) -> None:
        """Close what is open and idle."""
        while self._idle:
            self._idle.pop().close()

    def _line(self) -> HTTPConnection:
        """An idle connection that the other side has not closed meanwhile, else a new one."""
        while True:
            try:
                line = self._idle.pop()
            except IndexError:
                if self._type is None:
                    raise HttpFailed("neither http:// nor https://") from None
                return self._type(self._host, self._port, timeout=self._timeout)
            if line.sock is not None and _is_silent(line.sock):
                return line
            line.close()


def _is_silent(sock: socket) -> bool:
    """Whether nothing can be read: nothing was asked, so anything would be the connection's end."""
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return not poll.poll(0)


_TYPES: dict[str, type[HTTPConnection]] = {"http": HTTPConnection, "https": HTTPSConnection}
