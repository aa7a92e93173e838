"""`ledger mortgage`: what becomes of a mortgage. The lender proposes, the other side agrees; a claim and its answer."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ledger.cli.acting import DATE, able, on_paper, papered, perform, signed, stamp, written
from ledger.cli.command import Io, command, option
from ledger.cli.offers import run
from ledger.cli.opened import Opened, opened
from ledger.cli.parties import find_party
from ledger.cli.securities import document as shown
from ledger.cli.securities import lines
from ledger.desks import lending
from ledger.desks.lending import Act
from ledger.kit.ids import from_text, to_text
from ledger.kit.numbers import ChangeKind
from ledger.mortgages import queries
from ledger.mortgages.queries import Mortgage, Proposal
from ledger.parties import queries as parties
from ledger.store.view import View

_DAY = 86_400
_KINDS = {kind.name.lower(): kind for kind in (ChangeKind.RENEW, ChangeKind.ASSIGN, ChangeKind.RANK)}


@command("list", run)
@click.argument("asset")
def list_(io: Io, asset: str) -> None:
    """The mortgages of an asset, with the ids that the other commands take."""
    own = opened()
    with own.view() as view:
        found = queries.of_asset(view, from_text(asset, 16))

        def name(party: bytes) -> str:
            known = parties.party(view, party)
            return (own.names.name(known.document) if known else "") or to_text(party)

        told = [line for one in found for line in [*lines(io, one, found, name), f"  {to_text(one.mortgage)}"]]
        rows = [shown(one, name) for one in found]
    io.result({"mortgages": rows}, told or [io.say("mortgage.none")])


@command("propose-change", run)
@click.argument("kind", type=click.Choice(list(_KINDS)))
@option("--to")
@option("--cap-until", type=DATE)
@option("--days", type=click.IntRange(1, 365), default=30, show_default=True)
@click.argument("mortgage")
@papered
def propose_change(
    io: Io,
    mortgage: str,
    kind: str,
    to: str | None,
    cap_until: datetime | None,
    days: int,
    document: Path,
    sealed: str | None,
    key: str | None,
    dry_run: bool,
) -> None:
    """The lender proposes a renewal, an assignment, or that the mortgage behind goes first."""
    if (kind == "assign") != (to is not None):
        raise click.UsageError(io.say("mortgage.to"))
    own = opened()
    with own.view() as view:
        found = lending.mortgage(view, from_text(mortgage, 32))
        lender = None if to is None else find_party(view, own.names, to)
        root = written(own, view, document, found.mortgage, sealed, dry_run)
        cap = 0 if cap_until is None else stamp(cap_until, whole=True)
        until = view.now + days * _DAY
        act, change = lending.propose(view, own.chain, found, _KINDS[kind], until, root, lender=lender, cap_until=cap)
        name = key or able(own, view, act)
    perform(io, own, act, name, dry_run, proposal=to_text(change))


@command("withdraw-change", run)
@click.argument("proposal")
@signed
def withdraw_change(io: Io, proposal: str, key: str | None, dry_run: bool) -> None:
    """The lender takes a proposal back."""
    _answer(io, proposal, key, dry_run, lambda own, view, found: lending.withdraw(view, own.chain, found))


@command("agree", run)
@click.argument("proposal")
@signed
def agree(io: Io, proposal: str, key: str | None, dry_run: bool) -> None:
    """The other side agrees; the second person sends it with `ledger approve`."""
    _answer(io, proposal, key, dry_run, lambda own, view, found: lending.agree(view, own.chain, found))


@command("claim-end", run)
@click.argument("mortgage")
@papered
def claim_end(io: Io, **asked: Any) -> None:
    """Who holds the right records that the debt has ended."""
    on_paper(io, lambda own, view, found, root: lending.claim_end(view, found, root), **asked)


@command("deny-end", run)
@click.argument("mortgage")
@papered
def deny_end(io: Io, **asked: Any) -> None:
    """The lender answers that it has not."""
    on_paper(io, lambda own, view, found, root: lending.deny_end(found, root), **asked)


@command("record-number", run)
@option("--date", type=DATE, required=True)
@click.argument("mortgage")
@papered
def record_number(io: Io, date: datetime, **asked: Any) -> None:
    """The lender records date and number of the statutory register."""
    on_paper(io, lambda own, view, found, root: lending.record_number(found, stamp(date), root), **asked)


@command("amend", run)
@option("--cap-until", type=DATE)
@click.argument("mortgage")
@papered
def amend(io: Io, cap_until: datetime | None, **asked: Any) -> None:
    """The lender records what was agreed otherwise; an earlier end of the maximum claim, never a later one."""
    cap = None if cap_until is None else stamp(cap_until, whole=True)
    on_paper(io, lambda own, view, found, root: lending.amend(view, found, cap, root), **asked)


@command("discharge", run)
@option("--court")
@click.argument("mortgage")
@papered
def discharge(io: Io, court: str | None, **asked: Any) -> None:
    """The lender discharges, or a court in its place."""

    def make(own: Opened, view: View, found: Mortgage, root: bytes) -> Act:
        return lending.discharge(found, root, None if court is None else find_party(view, own.names, court))

    on_paper(io, make, **asked)


def _answer(
    io: Io, proposal: str, key: str | None, dry_run: bool, make: Callable[[Opened, View, Proposal], Act]
) -> None:
    own = opened()
    with own.view() as view:
        found = lending.proposal(view, from_text(proposal, 32))
        act = make(own, view, found)
        name = key or able(own, view, act)
    perform(io, own, act, name, dry_run, proposal=to_text(found.change))
