"""`ledger database`: a PostgreSQL prepared by its administrator, an office moved into it."""

import os
import secrets

import click

from ledger.cli.command import Group, Io, command, option
from ledger.kit.errors import LedgerError
from ledger.kit.home import home
from ledger.store import passfile, postgresql
from ledger.store.db import address, office_url
from ledger.store.looking import sqlite_file
from ledger.store.moving import move_office
from ledger.store.office import open_office
from ledger.store.roles import API, INDEXER, READER, ROLES, Prepared
from ledger.store.roles import prepare as prepare_database

run = Group("database")
_VARIABLES = {
    INDEXER.name: "LEDGER_INDEXER_PASSWORD",
    API.name: "LEDGER_API_PASSWORD",
    READER.name: "LEDGER_READER_PASSWORD",
}


@command("prepare", run)
@click.argument("url")
@option("--new-passwords", is_flag=True)
def prepare(io: Io, url: str, new_passwords: bool) -> None:
    """Random passwords go to the home's password file; those from the environment are kept by whoever set them."""
    parsed = address(url)
    if parsed.get_backend_name() != "postgresql":
        raise LedgerError("NothingToPrepare")
    if parsed.password:
        raise LedgerError("PasswordOnCommandLine")
    path, where = home().ready().root / postgresql.PASSFILE, postgresql.where(parsed)
    named = {role: os.environ[variable] for role, variable in _VARIABLES.items() if os.environ.get(variable)}
    drawn = {role.name: secrets.token_urlsafe(24) for role in ROLES if new_passwords and role.name not in named}
    roles: list[Prepared] = []

    def keep(done: list[Prepared]) -> None:
        roles.extend(done)
        random = {one.role.name: one.password for one in done if one.password and one.role.name not in named}
        if random:
            passfile.keep(path, where, random)

    prepare_database(url, named | drawn, keep)
    host, port, name = where
    at = f"@/{name}?host={host}&port={port}" if host.startswith("/") else f"@{host}:{port}/{name}"
    urls = {role.name: f"postgresql://{role.name}{at}" for role in ROLES}
    lines = [io.say(f"database.{'made' if one.made else 'kept'}", role=one.role.name) for one in roles]
    lines += [io.say("database.passwords", path=path)] if path.exists() else []
    lines += [f"LEDGER_MIRROR={urls[INDEXER.name]}", f"LEDGER_OFFICE={urls[API.name]}"]
    io.result({"roles": {one.role.name: one.made for one in roles}, "passwords": str(path), "urls": urls}, lines)


@command("take-office", run)
@click.argument("source")
def take_office(io: Io, source: str) -> None:
    """The mirror needs no moving: `ledger resync` reads it from the chain."""
    path = sqlite_file(source)
    if path is not None and not path.is_file():
        raise LedgerError("DatabaseMissing", path=path)
    old, new = open_office(address(source).render_as_string(hide_password=False)), open_office(office_url(home()))
    rows = move_office(old, new)
    old.dispose()
    new.dispose()
    io.result({"rows": rows}, [io.say("database.taken", rows=rows)])
