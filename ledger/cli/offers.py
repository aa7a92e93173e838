"""`ledger mortgage offer|withdraw-offer|accept|consent`: how security comes about; the rest is in ``mortgage``."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ledger.cli.acting import DATE, FILE, able, on_paper, papered, perform, signed, stamp, written
from ledger.cli.command import Group, Io, command, option
from ledger.cli.opened import opened
from ledger.cli.parties import find_party
from ledger.desks import lending, offering
from ledger.kit.ids import RecordId, from_text, to_text
from ledger.kit.numbers import Covenant, Form, Paper
from ledger.mortgages.commands import NO_MANDATE, Terms

run = Group("mortgage")

_DAY = 86_400


def _words(numbers: type[Form] | type[Covenant] | type[Paper]) -> click.Choice[str]:
    return click.Choice([one.name.lower() for one in numbers])


@command("offer", run)
@click.argument("right")
@option("--to", required=True)
@option("--form", type=_words(Form), required=True)
@option("--covenant", type=_words(Covenant), default="none", show_default=True)
@option("--cap-until", type=DATE)
@option("--days", type=click.IntRange(1, 365), default=30, show_default=True)
@option("--paper", type=_words(Paper), multiple=True)
@option("--debtor-is-another", is_flag=True)
@option("--mandate", type=FILE)
@papered
def offer(
    io: Io,
    right: str,
    to: str,
    form: str,
    covenant: str,
    cap_until: datetime | None,
    days: int,
    paper: tuple[str, ...],
    debtor_is_another: bool,
    mandate: Path | None,
    document: Path,
    sealed: str | None,
    key: str | None,
    dry_run: bool,
) -> None:
    """The holder offers its right as security."""
    own = opened()
    with own.view() as view:
        on = offering.right(view, from_text(right, 32)).right_id
        terms = Terms(
            right=on,
            lender=find_party(view, own.names, to),
            form=Form[form.upper()],
            until=view.now + days * _DAY,
            number=0,
            document=written(own, view, document, on, sealed, dry_run),
            covenant=Covenant[covenant.upper()],
            debtor_is_grantor=not debtor_is_another,
            cap_until=0 if cap_until is None else stamp(cap_until, whole=True),
            papers=sum(1 << Paper[one.upper()] for one in set(paper)),
            mandate=NO_MANDATE if mandate is None else written(own, view, mandate, on, sealed, dry_run),
        )
        act, made = offering.offer(view, own.chain, terms)
        name = key or able(own, view, act)
    perform(io, own, act, name, dry_run, mortgage=to_text(made))


@command("withdraw-offer", run)
@click.argument("mortgage")
@signed
def withdraw_offer(io: Io, mortgage: str, key: str | None, dry_run: bool) -> None:
    """The holder takes the offer back."""
    own = opened()
    with own.view() as view:
        act = offering.withdraw(view, lending.mortgage(view, from_text(mortgage, 32)))
        name = key or able(own, view, act)
    perform(io, own, act, name, dry_run, mortgage=mortgage)


@command("accept", run)
@click.argument("mortgage")
@option("--rank", type=click.IntRange(min=1))
@signed
def accept(io: Io, mortgage: str, rank: int | None, key: str | None, dry_run: bool) -> None:
    """The lender accepts, at the rank and the head that it read."""
    own = opened()
    with own.view() as view:
        act = offering.accept(view, own.chain, lending.mortgage(view, from_text(mortgage, 32)), rank)
        name = key or able(own, view, act)
    perform(io, own, act, name, dry_run, mortgage=mortgage, rank=act.call.args[2])


@command("consent", run)
@click.argument("mortgage")
@option("--cause", required=True)
@papered
def consent(io: Io, cause: str, **asked: Any) -> None:
    """The lender lifts its covenant for one act."""
    act_of = RecordId(from_text(cause, 32))
    on_paper(io, lambda own, view, found, root: offering.consent(found, act_of, root), **asked)
