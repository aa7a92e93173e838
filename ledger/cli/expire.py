"""`ledger expire`: writes the end of orders, offers and terms whose date has passed. Anybody may; `ledger up` does."""

from ledger.cli.closer import close_what_is_over
from ledger.cli.command import FAILED, OK, Io, command, option
from ledger.cli.officers import sender
from ledger.cli.opened import opened


@command("expire")
@option("--key")
def run(io: Io, key: str | None) -> int:
    """Without a key a new one signs, which is enough where gas is free. FundsMissing. Exit 1 if any was refused."""
    own = opened()
    done = close_what_is_over(own, sender(own, key) if key else None)
    with own.view():
        pass
    refused = [{"thing": "0x" + thing.hex(), "says": error.say(io.lang)} for thing, error in done.refused]
    lines = [io.say("expire.written", expired=done.expired, lapsed=done.lapsed)]
    lines += [f"{row['thing']}: {row['says']}" for row in refused]
    io.result({"expired": done.expired, "lapsed": done.lapsed, "refused": refused}, lines)
    return FAILED if refused else OK
