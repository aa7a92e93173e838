"""Which key on this machine may do something: its posting says so. Demo keys open by themselves, others ask."""

import os

import click

from ledger.chain.keystore import DemoKeystores
from ledger.chain.sender import Sender
from ledger.chain.signer import Signer
from ledger.cli.opened import Opened
from ledger.kit.errors import LedgerError
from ledger.kit.numbers import Role
from ledger.parties import queries as parties
from ledger.postings import queries as postings
from ledger.store.view import View


def officer(own: Opened, view: View, party: bytes, roles: frozenset[Role], other_than: bytes = b"") -> str:
    """Return the name of a key posted for the party, or for its keeper, with these roles. LedgerError KeyNotFound."""
    known = parties.party(view, party)
    bodies = [party, *([known.keeper] if known and known.keeper else [])]
    names = {key.address: key.name for key in own.keys.list()}
    for body in bodies:
        for office in postings.of_party(view, body):
            able = roles <= office.roles and not office.over and not office.suspended
            if able and office.officer != other_than and office.officer in names:
                return names[office.officer]
    raise LedgerError("KeyNotFound", party="0x" + party.hex(), roles=", ".join(role.name.lower() for role in roles))


def sender(own: Opened, name: str) -> Sender:
    """Unlock a key once. KeystoreUnknown, KeystoreLocked."""
    return Sender(own.chain, own.network, unlocked(own, name))


def unlocked(own: Opened, name: str) -> Signer:
    """A key of this machine. KeystoreUnknown, KeystoreLocked."""
    own.keys.address(name)
    if isinstance(own.keys, DemoKeystores) and "LEDGER_PASSWORD" not in os.environ:
        return own.keys.provide(name)
    password = os.environ.get("LEDGER_PASSWORD") or click.prompt(name, hide_input=True, err=True)
    return own.keys.unlock(name, password)
