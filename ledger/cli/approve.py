"""`ledger approve`: what waits for the second person, in plain words, and the second person's signature."""

from typing import Any

import click

from ledger.chain.client import Call
from ledger.chain.words import moment, shown
from ledger.cli.command import Group, Io, command, option
from ledger.cli.officers import officer, sender
from ledger.cli.opened import Opened, opened
from ledger.kit.errors import LedgerError
from ledger.kit.ids import from_text
from ledger.kit.keccak import keccak
from ledger.kit.locale import has, say
from ledger.parties import queries as parties
from ledger.postings import queries as postings
from ledger.store.filings import Filing, Filings
from ledger.store.view import View

run = Group("approve")


@command("list", run)
def list_(io: Io) -> None:
    """Every filing that the chain holds and that has not expired."""
    own = opened()
    with own.view() as view:
        filings = Filings(own.office, own.network.chain_id)
        held = {filing.call_hash: filing for filing in filings.waiting(view.now)}
        rows = [_row(io, own, view, held.get(one.call_hash), one) for one in postings.waiting(view) if not one.over]
    lines = [line for row in rows for line in _lines(io, row)]
    io.result({"waiting": rows}, lines or [io.say("approve.none")])


@command("send", run)
@click.argument("call")
@option("--key")
def send(io: Io, call: str, key: str | None) -> None:
    """Send the call as the second person. KeyNotFound, FilingUnknown, and what the contracts refuse."""
    own = opened()
    filings = Filings(own.office, own.network.chain_id)
    filing = filings.get(from_text(call, 32))
    contract, entry, values = own.chain.read_call(filing.target, filing.calldata)
    wanted = Call(contract, entry.name, tuple(values.values())).to(filing.target)
    if keccak(own.chain.encode(wanted)) != filing.call_hash:
        raise LedgerError("CallUnknown", what=call)
    with own.view() as view:
        if filing.call_hash not in {one.call_hash for one in postings.waiting(view)}:
            raise LedgerError("FilingUnknown", call=call)
        office = postings.posting(view, filing.maker)
        if key is None and office is not None:
            key = officer(own, view, office.party, office.roles, other_than=filing.maker)
    receipt = sender(own, key or "").send(wanted)
    filings.drop(filing)
    with own.view():
        pass
    transaction = "0x" + receipt.transaction.hex()
    io.result(
        {"sent": call, "key": key, "block": receipt.block, "transaction": transaction},
        [io.say("approve.sent", key=key, block=receipt.block)],
    )


def _row(io: Io, own: Opened, view: View, filing: Filing | None, one: postings.FiledCall) -> dict[str, Any]:
    row: dict[str, Any] = {
        "call": "0x" + one.call_hash.hex(),
        "maker": "0x" + one.maker.hex(),
        "for": _party(own, view, one.party),
        "expiry": one.expiry,
        "says": io.say("approve.elsewhere"),
    }
    if filing is None:
        return row
    contract, entry, values = own.chain.read_call(filing.target, filing.calldata)
    key = f"cli.call.{contract}.{entry.name}"
    says = say(key, io.lang) if has(key, io.lang) else f"{contract}.{entry.name}"
    called = f"{contract}.{entry.name}"
    args = {name: _value(io, own, view, called, name, value) for name, value in values.items()}
    return row | {"function": called, "says": says, "arguments": args}


def _value(io: Io, own: Opened, view: View, called: str, name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {inner: _value(io, own, view, called, inner, one) for inner, one in value.items()}
    if isinstance(value, list | tuple):
        return [_value(io, own, view, called, name, one) for one in value]
    if isinstance(value, bytes):
        if not any(value):
            return "—"
        return _party(own, view, value) if len(value) == 16 else "0x" + value.hex()
    return shown(called, name, value, io.lang)


def _party(own: Opened, view: View, own_id: bytes) -> str:
    """What a party or an asset is called; its id where nobody knows."""
    from ledger.assets import queries as assets

    party = parties.party(view, own_id)
    asset = assets.asset(view, own_id) if party is None else None
    root = party.document if party else asset.document if asset else None
    return own.names.name(root) or "0x" + own_id.hex()


def _lines(io: Io, row: dict[str, Any]) -> list[str]:
    lines = [
        row["call"],
        "  " + io.say("approve.row", says=row["says"], party=row["for"], expiry=moment(row["expiry"])),
    ]
    for name, value in row.get("arguments", {}).items():
        if isinstance(value, dict):
            lines += [f"    {word}: {said}" for word, said in value.items()]
            continue
        rows = value if isinstance(value, list) else [value]
        lines.append(f"    {name}: {', '.join(str(one) for one in rows)}")
    return lines
