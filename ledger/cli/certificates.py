"""`ledger cert`: certificates issued, looked up, revoked, and checked as a stranger would."""

import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from ledger.assets import queries as assets
from ledger.certificates.asking import asked
from ledger.certificates.errors import CertificateRefused, proving
from ledger.certificates.issue import Asked, enclosed
from ledger.certificates.store import Certificates, Kept, moved_in
from ledger.chain.words import moment
from ledger.cli.command import FAILED, MISMATCH, OK, Group, Io, command, option
from ledger.cli.opened import Opened, opened
from ledger.cli.parties import find_party
from ledger.kit.jurisdiction import parse
from ledger.mortgages import queries as mortgages
from ledger.rights import queries as rights
from ledger.store.view import View
from verifier import encoding, sections
from verifier import trust as trusting
from verifier.check import check
from verifier.demand import kinds
from verifier.refusal import Refusal
from verifier.report import Report

run = Group("cert")
_MANY = 100_000
_NUMBER = re.compile(r"[0-9A-Fa-f]{4}(-[0-9A-Fa-f]{4}){4}")


@command("issue", run)
@click.argument("thing")
@option("--out", type=click.Path(path_type=Path))
@option("--public", is_flag=True)
def issue(io: Io, thing: str, out: Path | None, public: bool) -> None:
    """CertificateRefused, CodeError, LedgerError Key… or IdMalformed, NodeDown."""
    own = opened()
    with own.view() as view:
        wanted = asked(view, thing)
        number, content = _issued(own, view, wanted, public)
    path = _write(out or _place(own, f"{number}.json"), content)
    said = "cert.issued_nothing" if wanted.kind == "nothing" else "cert.issued"
    io.result({"number": number, "kind": wanted.kind, "file": str(path)}, [io.say(said, number=number, path=path)])


@command("batch", run)
@option("--area", "division")
@option("--party")
@option("--out", type=click.Path(path_type=Path), required=True)
@option("--public", is_flag=True)
def batch(io: Io, division: str | None, party: str | None, out: Path, public: bool) -> int:
    """One file for each asset of a division, or of what a party holds, owns or has as security. One that cannot be
    issued does not keep back the others; then the exit code is 1."""
    if (not division) == (not party):
        raise click.UsageError("--area | --party")
    own, rows, refused = opened(), [], []
    with own.view() as view:
        for asset in sorted(_of_area(view, division) if division else _of_party(own, view, party or "")):
            name = "0x" + asset.hex()
            try:
                number, content = _issued(own, view, Asked("asset", asset), public)
            except CertificateRefused as error:
                refused.append({"asset": name, "code": error.code, "says": error.say(io.lang)})
                continue
            path = _write(out / f"{number}.json", content)
            rows.append({"asset": name, "number": number, "file": str(path)})
    lines = [io.say("cert.row", asset=row["asset"], number=row["number"], path=row["file"]) for row in rows]
    lines += [io.say("cert.row_refused", asset=row["asset"], says=row["says"]) for row in refused]
    lines.append(io.say("cert.list" if rows else "cert.list_none", count=len(rows)))
    if refused:
        lines.append(io.say("cert.list_refused", count=len(refused)))
    io.result({"certificates": rows, "refused": refused, "complete": False}, lines)
    return FAILED if refused else OK


@command("show", run)
@click.argument("number")
@option("--out", type=click.Path(path_type=Path))
@option("--public", is_flag=True)
def show(io: Io, number: str, out: Path | None, public: bool) -> None:
    """How it stands with one that was issued here; with --out its file again. CertificateRefused CertificateNumber."""
    own = opened()
    kept = _kept(own, number)
    if out is not None:
        with proving():
            content = enclosed(kept.content, own.trust, (own.documents if public else own.private).get)
        _write(out, content)
    io.result(_document(kept), [_state(io, kept)])


@command("list", run)
@click.argument("thing")
def listed(io: Io, thing: str) -> None:
    """What was issued here about an asset and what lies on it, the newest first."""
    own = opened()
    with own.view() as view:
        found = Certificates(own.office, own.network.chain_id, moved_in(view)).of(asked(view, thing).id[:16])
    lines = [_state(io, kept) for kept in found] or [io.say("cert.none")]
    io.result({"certificates": [_document(kept) for kept in found]}, lines)


@command("revoke", run)
@click.argument("number")
@option("--reason", required=True)
def revoke(io: Io, number: str, reason: str) -> None:
    """Who looks it up sees that it was taken back, and why."""
    own = opened()
    Certificates(own.office, own.network.chain_id).revoke(number, reason)
    kept = _kept(own, number)
    io.result(_document(kept), [_state(io, kept)])


@command("verify", run)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--trust", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--demand")
def verify(io: Io, file: Path, trust: Path | None, demand: str | None) -> int | None:
    """The offline check; without --trust against this machine's own trust file. Exit 3 when it is refused."""
    wanted = kinds(demand or "")
    if demand is not None and not wanted:
        raise click.UsageError("--demand bank,bureau")
    try:
        believed = trusting.read(encoding.load(trust)) if trust else opened().trust
        facts = check(encoding.load(file), believed, wanted)
    except Refusal as refusal:
        return _refused(io, refusal)
    io.result(facts, [io.say("cert.proved"), *sections.printed(Report(facts, io.lang).lines(), io.lang)])
    return None


@command("paper", run)
@click.argument("thing", metavar="NUMBER|FILE")
@option("--out", type=click.Path(path_type=Path))
@option("--site", envvar="LEDGER_SITE")
@option("--public", is_flag=True)
def paper(io: Io, thing: str, out: Path | None, site: str | None, public: bool) -> int | None:
    """The report as a PDF with the file inside: of one that was issued here, by its number, or of a file. Exit 3 when
    the file is refused. CertificateRefused: CertificateNumber, Paper…, Trust…"""
    from ledger.certificates.paper.printing import Paper, printed  # a third of a second that no other command owes

    own = opened()
    try:
        content, kept = _printable(own, thing, public)
        if kept is None and click.get_current_context().get_parameter_source("site") is not ParameterSource.COMMANDLINE:
            site = None  # our own pages know nothing of a report that was issued elsewhere
        made = printed(content, own.trust, kept, Paper(io.lang, site, int(time.time())))
    except Refusal as refusal:
        return _refused(io, refusal)
    number = encoding.read(content)["number"]
    path = _write(out or _place(own, f"{number}.pdf"), made)
    io.result({"number": number, "file": str(path)}, [io.say("cert.printed", number=number, path=path)])
    return None


def _printable(own: Opened, thing: str, public: bool) -> tuple[bytes, Kept | None]:
    """The file, and how it stands here; None for one that was not issued here. Refusal for a file that is refused."""
    if _NUMBER.fullmatch(thing.strip()):
        kept = _kept(own, thing)
        return enclosed(kept.content, own.trust, (own.documents if public else own.private).get), kept
    if public:
        raise click.UsageError("--public NUMBER")
    content = encoding.load(Path(thing))
    number = check(content, own.trust)["number"]
    with own.view() as view:
        return content, Certificates(own.office, own.network.chain_id, moved_in(view)).find(number)


def _kept(own: Opened, number: str) -> Kept:
    """One that was issued here, and how it stands with it. CertificateRefused CertificateNumber."""
    with own.view() as view:
        return Certificates(own.office, own.network.chain_id, moved_in(view)).get(number)


def _refused(io: Io, refusal: Refusal) -> int:
    said = refusal.say(io.lang)
    io.result({"refused": refusal.reason.value, "says": said}, [io.say("cert.refused", says=said)])
    return MISMATCH


def _issued(own: Opened, view: View, wanted: Asked, public: bool) -> tuple[str, bytes]:
    """Issued, checked as its reader will check it, and kept."""
    with proving():
        content = own.issuer.issue(view, wanted, (own.documents if public else own.private).get)
        facts = check(content, own.trust)
    return Certificates(own.office, own.network.chain_id).keep(content, facts), content


def _of_area(view: View, area: str) -> Iterable[bytes]:
    return (one.asset for one in assets.search(view, area=parse(area), limit=_MANY))


def _of_party(own: Opened, view: View, party: str) -> set[bytes]:
    found = find_party(view, own.names, party)
    owned = {one.asset for one in assets.search(view, collective=found, limit=_MANY)}
    held = {one.right_id[:16] for one in rights.held_by(view, found)}
    return owned | held | {one.mortgage[:16] for one in mortgages.of_party(view, found)}


def _place(own: Opened, name: str) -> Path:
    """Where a file is written when nobody says where."""
    return own.home.ready().certificates / name


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _document(kept: Kept) -> dict[str, Any]:
    return {
        "number": kept.number,
        "kind": kept.kind,
        "thing": "0x" + kept.thing.hex(),
        "block": kept.block,
        "issued": kept.issued,
        "state": kept.state.value,
        "superseded_by": kept.by,
        "revoked": kept.revoked,
        "reason": kept.reason,
    }


def _state(io: Io, kept: Kept) -> str:
    revoked = "" if kept.revoked is None else moment(kept.revoked)
    fields = {"number": kept.number, "block": kept.block, "issued": moment(kept.issued), "by": kept.by}
    return io.say(f"cert.{kept.state.value}", **fields, revoked=revoked, reason=kept.reason)
