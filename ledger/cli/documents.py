"""`ledger documents`: which documents the chain names and this office lacks."""

from ledger.cli.command import Io, command
from ledger.cli.mirror import missing
from ledger.cli.opened import opened


@command("documents")
def run(io: Io) -> None:
    """List the roots that are missing, in the order in which the chain names them."""
    own = opened()
    with own.view():
        roots = ["0x" + root.hex() for root in missing(own)]
    io.result({"missing": roots}, [io.say("documents.missing", count=len(roots)), *roots])
