"""`ledger vault forget`: a subject's key is destroyed, and with it all personal data that was sealed with it."""

import os
from pathlib import Path

import click

from ledger.certificates.erasing import erase
from ledger.certificates.store import Certificates
from ledger.cli.command import Group, Io, command, option
from ledger.cli.opened import Opened, opened
from ledger.cli.parties import find_party
from ledger.kit.errors import LedgerError
from ledger.parties import queries as parties

run = Group("vault")


@command("forget", run)
@click.argument("party", required=False)
@option("--again", is_flag=True)
@option("--yes", is_flag=True)
def forget(io: Io, party: str | None, again: bool, yes: bool) -> None:
    """--again: once more whoever was forgotten, after a backup of the office was restored. LedgerError PartyNotFound,
    PartyNotOne, NothingForgotten."""
    if (party is None) != again:
        raise click.UsageError("PARTY | --again")
    own = opened()
    if party is None:
        subjects, question = _listed(own), io.say("vault.ask_again", count=len(_listed(own)))
    else:
        found, name = _found(own, party)
        subjects, question = [found], io.say("vault.ask", party="0x" + found.hex(), name=name)
    if not yes and not click.confirm(question, err=True):
        raise LedgerError("NothingForgotten")
    if party is not None:
        _list(own, subjects[0])  # before the key goes: an interrupted command is finished by --again
    issued, changed = Certificates(own.office, own.network.chain_id), []
    for subject in subjects:
        own.vault.destroy(subject)
        changed += erase(own.home.certificates, issued, own.documents.of(subject))
    lines = [io.say("vault.forgotten", count=len(subjects))]
    lines += [io.say("vault.erased", path=path) for path in changed]
    io.result({"forgotten": ["0x" + one.hex() for one in subjects], "changed": [*map(str, changed)]}, lines)


def _found(own: Opened, text: str) -> tuple[bytes, str]:
    """Who is meant, and the name; a part of a name could mean another, and nobody can undo this."""
    with own.view() as view:
        party = find_party(view, own.names, text, whole=True)
        return party, own.names.name(parties.some(view, {party})[party].document)


def _path(own: Opened) -> Path:
    """Beside the office, not in it: a backup of the office must not bring back who was forgotten. Ids name nobody."""
    return own.home.ready().root / "forgotten"


def _listed(own: Opened) -> list[bytes]:
    path = _path(own)
    return [bytes.fromhex(line[2:]) for line in path.read_text("ascii").split()] if path.exists() else []


def _list(own: Opened, subject: bytes) -> None:
    if subject in _listed(own):
        return
    with _path(own).open("a", encoding="ascii") as file:
        file.write("0x" + subject.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
