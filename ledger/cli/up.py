"""`ledger up`: node, contracts, sample, mirror and pages in one process, on one URL, until Ctrl-C.

What takes long to load is loaded by the process that serves, not by one that only starts it.
"""

import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

from ledger.cli import running
from ledger.cli.command import OK, Io, command, option
from ledger.cli.running import Running
from ledger.kit.errors import LedgerError
from ledger.kit.home import Home, home
from ledger.kit.locale import say

_PATIENCE = 240.0
"""Seconds for the first start, whose story is played once."""


@command("up")
@option("--detach", is_flag=True)
@option("--port", type=int)
@option("--fresh", "anew", is_flag=True)
def run(io: Io, detach: bool, port: int | None, anew: bool) -> int:
    """Prints one URL. A restart goes on with what stands and plays nothing again."""
    place, started = home().ready(), time.monotonic()
    port = running.port(place) if port is None else port
    found = running.read(place)
    if found is not None and found.alive():
        if anew:
            raise LedgerError("AlreadyUp", url=found.url)
        _await(io, place, found)
    elif detach:
        found = _detached(io, place, port, anew)
    else:
        return _attached(io, place, port, anew, started)
    return _answer(io, place, found, started)


def _attached(io: Io, place: Home, port: int, anew: bool, started: float) -> int:
    """Serve in this process. LedgerError AlreadyStarting, PortTaken."""
    from ledger.chain.process import free_port
    from ledger.cli.fresh import forget_sample
    from ledger.cli.opened import opened
    from ledger.cli.serving import prepare, serve

    def tell(key: str, fields: dict[str, object]) -> None:
        io.note(say(key, io.lang, **fields))

    own, here = opened(tell), Running.of_this_process(port)
    # `ledger down` ends it as Ctrl-C does: else the server passes the signal on, and nothing is closed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with running.alone(place):
        free_port(port)
        running.write(place, here)
        try:
            if anew:
                forget_sample(own)
            desk = prepare(own, tell)
            # Whoever copies the files of a ledger that was stopped copies all of it.
            with closing(desk), suppress(KeyboardInterrupt):
                serve(own, desk, port, lambda: _answer(io, place, here, started))
        finally:
            running.forget(place)
            if own.embedded:
                own.node.stop()
    return OK


def _answer(io: Io, place: Home, found: Running, started: float) -> int:
    seconds = round(time.monotonic() - started, 1)
    document = {"url": found.url, "pid": found.pid, "home": str(place.root), "seconds": seconds}
    io.result(document, [io.say("up.ready", url=found.url)])
    sys.stdout.flush()
    return OK


def _detached(io: Io, place: Home, port: int, anew: bool) -> Running:
    """Start this command again as a process of its own, and come back when its URL answers."""
    words = [sys.executable, "-m", "ledger", "up", "--port", str(port), "--lang", io.lang]
    words += ["--fresh"] if anew else []
    with _log(place).open("wb") as out:
        child = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=out, start_new_session=True
        )
    return _await(io, place, Running(child.pid, port), child)


def _await(io: Io, place: Home, found: Running, child: subprocess.Popen[bytes] | None = None) -> Running:
    """Pass on what a starting process says until its URL answers. LedgerError UpFailed."""
    log, told, deadline = _log(place), 0, time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        ended = child is not None and child.poll() is not None
        text = log.read_text("utf-8", "replace") if log.exists() else ""
        if child is not None:
            end = text.rfind("\n") + 1
            for line in text[told:end].splitlines():
                io.note(line)
            told = end
        if running.read(place) == found and found.answers():
            return found
        if ended or (child is None and not found.alive()):
            break
        time.sleep(0.1)
    raise LedgerError("UpFailed", log=str(log), says=text[-1000:])


def _log(place: Home) -> Path:
    return place.root / "up.log"
