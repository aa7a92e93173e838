"""Ports that stay free while a validator is down: below those that every outgoing connection takes one of."""

from __future__ import annotations

import random
import socket

_FIRST, _LAST = 20_000, 32_000
_taken: set[int] = set()


def reserve() -> int:
    """A port that nobody listens on now, and that is given to nobody else here."""
    while True:
        port = random.randrange(_FIRST, _LAST)
        with socket.socket() as probe:
            if port not in _taken and not _refused(probe, port):
                _taken.add(port)
                return port


def _refused(probe: socket.socket, port: int) -> bool:
    try:
        probe.bind(("127.0.0.1", port))
    except OSError:
        return True
    return False
