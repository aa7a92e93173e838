"""`ledger chain status`, `deploy`, and `succeed`: a new contract takes over, announced first, done after the delay."""

import click

from ledger.chain import clock, succession
from ledger.chain.government import scheduled
from ledger.chain.words import moment
from ledger.cli.command import Group, Io, command, option
from ledger.cli.officers import sender
from ledger.cli.opened import Opened, opened
from ledger.kit.errors import LedgerError
from ledger.kit.ids import from_text
from ledger.parties import commands as parties

run = Group("chain")
_TERM = 4 * 365 * 86_400
"""Seconds of the first administrator's posting."""


@command("status", run)
def status(io: Io) -> None:
    """Which chain, how high, how far the mirror is."""
    own = opened()
    head = own.chain.block()
    with own.view() as view:
        mirrored = view.block
    found = {
        "network": own.network.name,
        "chain_id": own.network.chain_id,
        "node": own.rpc.url,
        "block": head.number,
        "time": head.time,
        "mirrored": mirrored,
        "start_block": own.chain.deployment.start_block,
        "contracts": {name: "0x" + at.hex() for name, at in own.chain.deployment.addresses.items()},
    }
    words = {name: found[name] for name in ("network", "chain_id", "node", "block", "mirrored")}
    io.result(found, [io.say("chain.status", **words, time=moment(head.time))])


@command("deploy", run)
@option("--governor", required=True)
@option("--guardian", required=True)
@option("--bureau-admin", required=True)
@option("--area", required=True)
def deploy(io: Io, governor: str, guardian: str, bureau_admin: str, area: str) -> None:
    """Place the contracts, with the county's bureau as the one founder; it admits everybody else."""
    from ledger.chain.deploy import Foundation, Founder
    from ledger.chain.deploy import deploy as place
    from ledger.kit.jurisdiction import parse
    from ledger.kit.numbers import PartyKind

    own = opened()
    record = own.home.ready().chain / "deployment.json"
    if record.exists():
        raise LedgerError("DeploymentExists", path=str(record))
    seat, salt = parse(area), parties.salt(own.vault, b"bureau")
    identity = own.documents.put({"name": "bureau", "area": f"{seat:014d}"}, b"bureau")
    until = clock.wall() + _TERM
    admin = from_text(bureau_admin, 20)
    bureau = Founder(PartyKind.BUREAU, seat, salt, identity, admin, seat, until, identity)
    foundation = Foundation(from_text(governor, 20), from_text(guardian, 20), [bureau])
    place(own.rpc, own.network, foundation, progress=lambda step: io.note(step)).save(record)
    io.result({"deployment": str(record)}, [io.say("chain.deployed", path=record)])


@command("succeed", run)
@click.argument("contract", type=click.Choice(succession.ACTING))
@option("--key", required=True)
@option("--successor")
def succeed(io: Io, contract: str, key: str, successor: str | None) -> None:
    """First without --successor, after the delay with it. ContractError, DeploymentFailed, KeystoreUnknown."""
    own = opened()
    if successor is None:
        _announce(io, own, contract, key)
    else:
        _complete(io, own, contract, key, from_text(successor, 20))


def _announce(io: Io, own: Opened, contract: str, key: str) -> None:
    governor = sender(own, key)
    placed = succession.place(own.chain, own.network, contract)
    for call in succession.calls(own.chain, contract, placed):
        governor.send(scheduled(own.chain, call))
    ready, address = clock.now(own.rpc) + own.network.delays.government, "0x" + placed.hex()
    word = f"ledger chain succeed {contract} --key {key} --successor {address}"
    io.result(
        {"contract": contract, "successor": address, "ready": ready, "then": word},
        [io.say("chain.announced", contract=contract, address=address, ready=moment(ready)), word],
    )


def _complete(io: Io, own: Opened, contract: str, key: str, successor: bytes) -> None:
    governor, path = sender(own, key), own.home.chain / "deployment.json"
    for call in succession.calls(own.chain, contract, successor):
        governor.send(call)
    succession.record(own.chain, contract, successor).save(path)
    io.result({"contract": contract, "deployment": str(path)}, [io.say("chain.succeeded", path=path)])
