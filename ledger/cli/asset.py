"""`ledger asset show|history ID`: one asset as it stands, and everything that was recorded about it."""

from typing import Any

import click

from ledger.certificates.asking import asked
from ledger.chain.words import moment
from ledger.cli import securities, trail
from ledger.cli.command import Group, Io, command, option
from ledger.cli.opened import Opened, opened
from ledger.desks.story import Story, story
from ledger.kit.catalogue import label
from ledger.kit.errors import LedgerError
from ledger.kit.ids import AssetId, kind_of
from ledger.kit.numbers import AssetKind, RightKind
from ledger.rights.queries import Right
from ledger.store.view import View
from verifier import history
from verifier.refusal import Refusal

run = Group("asset")


@command("show", run)
@click.argument("asset")
def show(io: Io, asset: str) -> None:
    """What, where, whose, its rights and burdens."""
    own = opened()
    found = _story(own, asset)
    io.result(_document(own, found), _lines(io, own, found))


@command("history", run)
@click.argument("asset")
@option("--as-of", type=click.IntRange(min=0))
def past(io: Io, asset: str, as_of: int | None) -> None:
    """Every record, the oldest first, whose officer signed it, on what mandate; or the state at a block."""
    own = opened()
    if as_of is not None:
        return _state(io, own, asset, as_of)
    found = _story(own, asset)
    lines = [io.say("asset.as_of", block=found.block, time=moment(found.now)), *trail.lines(io, own, found)]
    io.result({"asset": "0x" + found.asset.asset.hex(), "records": trail.rows(found)}, lines)


def _state(io: Io, own: Opened, asset: str, block: int) -> None:
    """As the records up to a block make it: the same fold as from a certificate's file."""
    with own.view() as view:
        records = own.issuer.records(view, _asset(view, asset))
        if not records:
            raise LedgerError("AssetUnknown", asset=asset)
        try:
            state = history.as_of(records, block, view.block)
        except Refusal as refusal:
            raise LedgerError("StateUntold", says=refusal.say(io.lang)) from refusal
        lines = history.state(state, io.lang)
        people = trail.known(view, lines)
    io.result(state, trail.named(io, own, people, lines))


def _asset(view: View, text: str) -> AssetId:
    """The asset of an id, also of a right or mortgage in it, of a code, or of credit code/year/number."""
    return AssetId(asked(view, text).id[:16])


def _story(own: Opened, text: str) -> Story:
    with own.view() as view:
        found = story(view, own.names, _asset(view, text))
    if found is None:
        raise LedgerError("AssetUnknown", asset=text)
    return found


def _document(own: Opened, found: Story) -> dict[str, Any]:
    return {
        "asset": "0x" + found.asset.asset.hex(),
        "block": found.block,
        "time": found.now,
        "kind": found.asset.kind,
        "status": found.asset.status.name.lower(),
        "collective": {"id": "0x" + found.asset.collective.hex(), "name": _name(own, found, found.asset.collective)},
        "area": f"{found.asset.area:014d}",
        "quantity": found.asset.quantity,
        "document": {pointer[1:]: value for pointer, value in found.fields.items()},
        "rights": [_right(own, found, right) for layer in found.layers for right in layer.rights],
        "mortgages": [securities.document(one, lambda party: _name(own, found, party)) for one in found.mortgages],
        "orders": [
            {"id": "0x" + one.order_id.hex(), "state": one.state.name.lower(), "until": one.until}
            for one in found.orders
        ],
        "bars": len(found.bars),
        "dossier": None
        if found.dossier is None
        else {
            "head": "0x" + found.dossier.head.hex(),
            "records": found.dossier.records,
            "broken": found.dossier.broken,
        },
    }


def _right(own: Opened, found: Story, right: Right) -> dict[str, Any]:
    return {
        "id": "0x" + right.right_id.hex(),
        "kind": kind_of(right.right_id),
        "holder": _name(own, found, right.holder),
        "share": f"{right.numerator}/{right.denominator}",
        "until": right.until,
        "term": str(right.term),
        "subs": [_right(own, found, sub) for sub in right.subs],
    }


def _lines(io: Io, own: Opened, found: Story) -> list[str]:
    asset = found.asset
    name, place = (found.fields.get(pointer, "") for pointer in ("/name", "/place"))
    lines = [
        f"{name} · {label(AssetKind(asset.kind), io.lang)} · {place}",
        f"{_name(own, found, asset.collective)} · {label(asset.status, io.lang)}",
        io.say("asset.as_of", block=found.block, time=moment(found.now)),
    ]
    for layer in found.layers:
        for right in layer.rights:
            lines.append(_right_line(io, own, found, right, ""))
            lines += [_right_line(io, own, found, sub, "  ") for sub in right.subs]
    for one in found.mortgages:
        lines += securities.lines(io, one, found.mortgages, lambda party: _name(own, found, party))
    lines += [f"{label(one.kind, io.lang)} · {label(one.state, io.lang)}" for one in found.orders]
    return lines


def _right_line(io: Io, own: Opened, found: Story, right: Right, indent: str) -> str:
    kind = label(RightKind(kind_of(right.right_id)), io.lang)
    until = io.say("asset.until", time=moment(right.until)) if right.until else ""
    return f"{indent}{kind} · {_name(own, found, right.holder)} · {right.numerator}/{right.denominator} {until}"


def _name(own: Opened, found: Story, party: bytes) -> str:
    known = found.parties.get(party)
    return (own.names.name(known.document) if known else "") or "0x" + party.hex()
