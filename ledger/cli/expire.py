"""`ledger expire`: writes the end of orders and offers whose date has passed. Anybody may; the operator does."""

from ledger.chain.sender import Sender
from ledger.chain.signer import Signer
from ledger.cli.command import Io, command, option
from ledger.cli.officers import sender
from ledger.cli.opened import opened
from ledger.desks.blocking import expiries


@command("expire")
@option("--key")
def run(io: Io, key: str | None) -> None:
    """Without a key a new one signs, which is enough where gas is free. ContractError, FundsMissing."""
    own = opened()
    with own.view() as view:
        calls = expiries(view, own.chain)
    by = sender(own, key) if key else Sender(own.chain, own.network, Signer.random())
    written = sum(1 for _ in by.send_all(calls))
    with own.view():
        pass
    io.result({"expired": written}, [io.say("expire.written", count=written)])
