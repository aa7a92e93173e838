"""`ledger vault forget`: a subject's key is destroyed, and with it all personal data that was sealed with it."""

import os
from pathlib import Path

import click

from ledger.cli.command import Group, Io, command, option
from ledger.cli.opened import Opened, opened
from ledger.cli.parties import find_party
from ledger.kit.errors import LedgerError

run = Group("vault")


@command("forget", run)
@click.argument("party", required=False)
@option("--again", is_flag=True)
@option("--yes", is_flag=True)
def forget(io: Io, party: str | None, again: bool, yes: bool) -> None:
    """--again: once more whoever was forgotten, after a backup of the office was restored. LedgerError PartyUnknown."""
    if (party is None) != again:
        raise click.UsageError("PARTY | --again")
    own = opened()
    subjects = _listed(own) if party is None else [_found(own, party)]
    if not yes and not click.confirm(io.say("vault.ask", count=len(subjects)), err=True):
        raise LedgerError("NothingForgotten")
    if party is not None:
        _list(own, subjects[0])  # before the key goes: an interrupted command is finished by --again
    for subject in subjects:
        own.vault.destroy(subject)
    io.result({"forgotten": ["0x" + one.hex() for one in subjects]}, [io.say("vault.forgotten", count=len(subjects))])


def _found(own: Opened, party: str) -> bytes:
    with own.view() as view:
        return find_party(view, own.names, party)


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
