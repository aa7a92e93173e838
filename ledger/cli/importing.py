"""`ledger import FILE`: a dry run first; then the good rows, a hundred to a transaction, under one unlock."""

import sys
from pathlib import Path
from typing import Any

import click

from ledger.cli.command import FAILED, OK, Io, command, option
from ledger.cli.officers import officer, sender
from ledger.cli.opened import Opened, opened
from ledger.intake import dry_run as judging
from ledger.intake.annotate import annotate
from ledger.intake.plan import Plan, plans
from ledger.intake.report import Report
from ledger.intake.rows import Owner, Settings, Status
from ledger.intake.signing import sign
from ledger.intake.standing import collectives, known
from ledger.kit.divisions import Divisions
from ledger.kit.errors import LedgerError
from ledger.kit.ids import PartyId
from ledger.kit.jurisdiction import NATION, Jurisdiction, parse
from ledger.kit.numbers import Role
from ledger.sample.places import divisions as sample_divisions
from ledger.sample.record import load as played
from ledger.store.view import View

_SHOWN = 200


@command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--village")
@option("--collective")
@option("--dry-run", is_flag=True)
@option("--yes", is_flag=True)
@option("--duplicates", is_flag=True)
@option("--key")
@option("--annotated", type=click.Path(dir_okay=False, path_type=Path))
def run(
    io: Io,
    file: Path,
    village: str | None,
    collective: str | None,
    dry_run: bool,
    yes: bool,
    duplicates: bool,
    key: str | None,
    annotated: Path | None,
) -> int:
    """Exit 1 when rows are to be mended and nothing was signed for them."""
    own = opened()
    area = parse(village) if village else NATION
    with own.view() as view:
        bodies = collectives(view, own.names.fields)
        report = _judged(own, view, file, area, collective)
        rows = report.importable(duplicates)
        ready = [(plan, bodies[plan.owner][0].party) for plan in plans(rows)]
        keys = {} if dry_run else _keys(own, view, ready, key)
    document = report.to_dict(io.lang)
    if annotated:
        annotate(file, report, annotated, io.lang)
    if not io.json:
        for line in _lines(io, report):
            click.echo(line)
    signed = 0
    if rows and not dry_run:
        if not yes and not io.json and not click.confirm(io.say("import.ask", count=len(rows)), err=True):
            return OK
        signed = sum(_sign(io, own, plan, party, keys[party]) for plan, party in ready)
        with own.view():
            pass
    io.result(document | {"signed": signed}, [] if dry_run else [io.say("import.signed", count=signed)])
    return FAILED if report.counts[Status.MEND] else OK


def _judged(own: Opened, view: View, file: Path, area: Jurisdiction, collective: str | None) -> Report:
    divisions = sample_divisions() if played(own.home) else Divisions.load()
    bodies = collectives(view, own.names.fields)
    owners = {code: name for code, (_, name) in bodies.items()}
    if collective is not None and collective not in owners:
        raise LedgerError("CollectiveUnknown", code=collective)
    owner = None if collective is None else Owner(collective, owners[collective])
    there = known(view, own.names.fields, area)
    return judging.dry_run(file, Settings(divisions, area, owner, owners, there))


def _keys(own: Opened, view: View, ready: list[tuple[Plan, PartyId]], name: str | None) -> dict[PartyId, str]:
    wanted = frozenset({Role.REGISTER})
    return {party: name or officer(own, view, party, wanted) for _, party in ready}


def _sign(io: Io, own: Opened, plan: Plan, party: PartyId, key: str) -> int:
    """One unlock for all batches of a collective; what is signed is counted on the bar."""
    signed, label = 0, io.say("import.signing")
    unlocked = sender(own, key)
    with click.progressbar(length=len(plan.rows), label=label, file=sys.stderr) as bar:
        for step in sign(own.chain, unlocked, party, own.documents, plan):
            bar.update(step.signed - signed)
            signed = step.signed
            if not sys.stderr.isatty():
                io.note(io.say("import.batch", signed=signed, total=step.total))
    return signed


def _lines(io: Io, report: Report) -> list[str]:
    counts: dict[str, Any] = {str(status): count for status, count in report.counts.items()}
    lines = [io.say("import.counts", rows=len(report.rows), **counts)]
    said = report.to_dict(io.lang)["rows"]
    for row in said[:_SHOWN]:
        where = f"{row['sheet']}!{row['row']}"
        lines += [
            f"  {where} {one['column']} {one['title']}: {one['reason']} {one['mend']}"
            for one in row.get("problems", [])
        ]
        lines += [
            f"  {where} {one['column']} {one['title']}: {one['says']} {one['before']} → {one['after']}"
            for one in ([] if row["status"] == Status.UNCHANGED else row.get("changes", []))
        ]
        if "like" in row:
            lines.append(f"  {where} {row['says']}: {row['like']['sheet']}!{row['like']['row']}")
    if len(said) > _SHOWN:
        lines.append(io.say("import.more", count=len(said) - _SHOWN))
    return lines
