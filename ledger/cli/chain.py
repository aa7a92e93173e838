"""`ledger chain status`, `ledger chain deploy`."""

from ledger.chain import clock
from ledger.chain.words import moment
from ledger.cli.command import Group, Io, command, option
from ledger.cli.opened import opened
from ledger.kit.errors import LedgerError
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
    from ledger.kit.ids import from_text
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
