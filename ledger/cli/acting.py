"""How an officer's act is sent from the command line: rehearsed first; of two persons' acts the first is filed."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click
import orjson

from ledger.chain import clock
from ledger.chain.errors import ContractError
from ledger.chain.words import moment
from ledger.cli.command import Io, option
from ledger.cli.officers import officer, sender
from ledger.cli.opened import Opened, opened
from ledger.cli.parties import find_party
from ledger.desks import lending
from ledger.desks.lending import Act
from ledger.kit.errors import LedgerError
from ledger.kit.ids import from_text, to_text
from ledger.mortgages.queries import Mortgage
from ledger.store.filings import Filing, Filings
from ledger.store.view import View

BEIJING = timezone(timedelta(hours=8))
UNWRITTEN = b"\x01" * 32
"""Stands for a document that a rehearsal does not keep."""
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DATE = click.DateTime(["%Y-%m-%d"])
Command = Callable[..., Any]


def signed(function: Command) -> Command:
    """Which key, and whether anything is sent."""
    marked: Command = option("--dry-run", is_flag=True)(option("--key")(function))
    return marked


def papered(function: Command) -> Command:
    """What the act is proved by."""
    made: Command = option("--sealed", metavar="PARTY")(option("--document", type=FILE, required=True)(function))
    return signed(made)


def able(own: Opened, view: View, act: Act) -> str:
    """Return a key on this machine that may do it. KeyNotFound."""
    return officer(own, view, act.party, frozenset({act.role}), other_than=act.proposer)


def perform(io: Io, own: Opened, act: Act, name: str, dry_run: bool, **shown: Any) -> None:
    """Rehearse, then send or file. What the contracts refuse, is not sent.

    The first of two persons leaves the call in the office, where ``ledger approve`` finds it.
    """
    _rehearse(own, act, own.keys.address(name))
    called = f"{act.call.contract}.{act.call.function}"
    says = io.say(f"call.{called}")
    document = {"act": called, "says": says, "key": name, **shown}
    if dry_run:
        io.result(document | {"dry_run": True}, [io.say("acting.would", says=says, key=name)])
        return
    by = sender(own, name)
    if act.pair:
        expiry = clock.now(own.rpc) + own.network.delays.filing
        filing = Filing(own.chain.target(act.call), own.chain.encode(act.call), by.address, expiry)
        Filings(own.office, own.network.chain_id).put(filing)
        receipt = by.file(act.call)
        document["filed"] = filed = "0x" + filing.call_hash.hex()
        line = io.say("acting.filed", says=says, key=name, call=filed, expiry=moment(expiry))
    else:
        receipt = by.send(act.call)
        line = io.say("acting.sent", says=says, key=name, block=receipt.block)
    with own.view():
        pass
    document |= {"block": receipt.block, "transaction": "0x" + receipt.transaction.hex()}
    io.result(document, [line, *(f"  {word}: {value}" for word, value in shown.items())])


def on_paper(
    io: Io,
    make: Callable[[Opened, View, Mortgage, bytes], Act],
    *,
    mortgage: str,
    document: Path,
    sealed: str | None,
    key: str | None,
    dry_run: bool,
) -> None:
    """An act on one mortgage that a document proves. MortgageUnknown, and as ``perform`` and ``written``."""
    own = opened()
    with own.view() as view:
        found = lending.mortgage(view, from_text(mortgage, 32))
        act = make(own, view, found, written(own, view, document, found.mortgage, sealed, dry_run))
        name = key or able(own, view, act)
    perform(io, own, act, name, dry_run, mortgage=to_text(found.mortgage))


def written(own: Opened, view: View, path: Path, about: bytes, sealed: str | None, dry_run: bool) -> bytes:
    """Keep a record document, named fields in JSON, before anything is signed; its root. ``sealed``: the party whose
    person it names, with whose key it is erased.

    LedgerError DocumentUnreadable, DocumentInvalid, PartyNotFound, PartyNotOne. A rehearsal keeps nothing.
    """
    try:
        fields = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise LedgerError("DocumentUnreadable", path=path) from error
    if not isinstance(fields, dict):
        raise LedgerError("DocumentUnreadable", path=path)
    subject = about if sealed is None else find_party(view, own.names, sealed, whole=True)
    return UNWRITTEN if dry_run else (own.documents if sealed is None else own.private).put(fields, subject)


def stamp(day: datetime, *, whole: bool = False) -> int:
    """UTC seconds of a day in Beijing: its first moment, or of a ``whole`` day the last."""
    first = int(day.replace(tzinfo=BEIJING).timestamp())
    return first + 86_399 if whole else first


def _rehearse(own: Opened, act: Act, account: bytes) -> None:
    """Of two persons' acts as far as the second signature, which is not filed yet."""
    try:
        own.chain.rehearse(act.call, account)
    except ContractError as error:
        if not (act.pair and error.code == "FilingMissing"):
            raise
