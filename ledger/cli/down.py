"""`ledger down`: ends what `ledger up --detach` left running; all state stays."""

from ledger.cli import running
from ledger.cli.command import Io, command
from ledger.cli.opened import opened


@command("down")
def run(io: Io) -> None:
    """End the pages, then the node, whose state is written."""
    own = opened()
    found = running.read(own.home)
    was = found is not None and found.alive()
    if found is not None:
        found.end()
        running.forget(own.home)
    node = own.node.alive()
    own.node.stop()
    io.result({"stopped": was or node}, [io.say("down.stopped" if was or node else "down.nothing")])
