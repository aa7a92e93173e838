"""`ledger up`: node, contracts, sample, mirror and pages in one process, on one URL, until Ctrl-C."""

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from ledger.chain.process import free_port
from ledger.cli import running
from ledger.cli.command import OK, Io, command, option
from ledger.cli.fresh import forget_sample
from ledger.cli.opened import Opened, opened
from ledger.cli.running import Running
from ledger.kit.errors import LedgerError

PORT = 8600
_PATIENCE = 240.0
"""Seconds for the first start, whose story is played once."""


@command("up")
@option("--detach", is_flag=True)
@option("--port", type=int, default=PORT, show_default=True)
@option("--fresh", "anew", is_flag=True)
def run(io: Io, detach: bool, port: int, anew: bool) -> int:
    """Prints one URL. A restart goes on with what stands and plays nothing again."""
    own = opened(lambda key, fields: io.note(_line(io, key, fields)))
    own.home.ready()
    found = running.read(own.home)
    if found is not None and found.alive():
        if anew:
            raise LedgerError("AlreadyUp", url=found.url)
        return _answer(io, own, found, 0.0)
    if anew:
        forget_sample(own)
    free_port(port)
    started = time.monotonic()
    if detach:
        return _answer(io, own, _detached(io, own, port), time.monotonic() - started)
    # The pages cost a second to load, and whoever only starts them elsewhere does not need them.
    from ledger.cli.serving import prepare, serve

    try:
        desk = prepare(own, lambda key, fields: io.note(_line(io, key, fields)))
        here = Running.of_this_process(port)
        with suppress(KeyboardInterrupt):
            serve(own, desk, here, lambda: _say(io, own, here, time.monotonic() - started))
    finally:
        own.node.stop()
    return OK


def _say(io: Io, own: Opened, here: Running, seconds: float) -> None:
    _answer(io, own, here, seconds)
    sys.stdout.flush()


def _answer(io: Io, own: Opened, found: Running, seconds: float) -> int:
    document = {"url": found.url, "pid": found.pid, "home": str(own.home.root), "seconds": round(seconds, 1)}
    io.result(document, [io.say("up.ready", url=found.url)])
    return OK


def _detached(io: Io, own: Opened, port: int) -> Running:
    """Start this command again as a process of its own, and come back when its URL answers."""
    log = own.home.root / "up.log"
    words = [sys.executable, "-m", "ledger", "up", "--port", str(port), "--lang", io.lang]
    with log.open("wb") as out:
        child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
    told, deadline = 0, time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        told = _tell(io.note, log.read_text("utf-8", "replace"), told)
        found = running.read(own.home)
        if found is not None and found.pid == child.pid and found.answers():
            return found
        if child.poll() is not None:
            break
        time.sleep(0.1)
    raise LedgerError("UpFailed", log=str(log), says=log.read_text("utf-8", "replace")[-1000:])


def _tell(note: Callable[[str], None], text: str, told: int) -> int:
    """Pass on the whole lines that are new."""
    end = text.rfind("\n") + 1
    for line in text[told:end].splitlines():
        note(line)
    return max(end, told)


def _line(io: Io, key: str, fields: dict[str, object]) -> str:
    from ledger.kit.locale import say

    return say(key, io.lang, **fields)
