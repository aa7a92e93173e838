"""`ledger notices --party ID`: what one party is told."""

import click

from ledger.chain.words import moment
from ledger.cli.command import Io, command, option
from ledger.cli.opened import opened
from ledger.cli.parties import find_party
from ledger.kit.locale import say
from ledger.notices import queries
from ledger.parties import queries as parties


@command("notices")
@option("--party", required=True)
@option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
def run(io: Io, party: str, limit: int) -> None:
    """The newest first."""
    own = opened()
    with own.view() as view:
        found = find_party(view, own.names, party)
        who = parties.party(view, found)
        name = own.names.name(who.document) if who else ""
        notices = queries.of_party(view, found, limit=limit)
    rows = [
        {
            "time": one.time,
            "block": one.block,
            "event": one.event,
            "says": say(f"notices.{one.event}", io.lang),
            "why": str(one.why),
            "thing": "0x" + one.thing.hex(),
            "asset": None if one.asset is None else "0x" + one.asset.hex(),
        }
        for one in notices
    ]
    lines = [
        f"{moment(one.time)}  {say(f'notices.{one.event}', io.lang)} · {say(f'notices.why.{one.why}', io.lang)} · "
        f"0x{one.thing[:16].hex()}"
        for one in notices
    ]
    document = {"party": "0x" + found.hex(), "name": name, "notices": rows}
    io.result(document, [io.say("notices.title", name=name, count=len(rows)), *lines])
