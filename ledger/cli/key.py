"""`ledger key`: officers' keys on this machine."""

import click

from ledger.chain.keystore import Keystores
from ledger.cli.command import Group, Io, command, option
from ledger.kit.home import home

run = Group("key")


@command("new", run)
@click.argument("name")
@option("--password", prompt=True, hide_input=True, confirmation_prompt=True, envvar="LEDGER_PASSWORD")
def new(io: Io, name: str, password: str) -> None:
    """Make a key; it is never overwritten."""
    address = "0x" + Keystores(home().ready().keystores).create(name, password).hex()
    io.result({"name": name, "address": address}, [io.say("key.made", name=name, address=address)])


@command("list", run)
def list_(io: Io) -> None:
    """Names and accounts, no password asked."""
    keys = Keystores(home().keystores).list()
    rows = [{"name": key.name, "address": "0x" + key.address.hex()} for key in keys]
    io.result({"keys": rows}, [f"{row['address']}  {row['name']}" for row in rows] or [io.say("key.none")])
