"""First act: the ledger is founded, offices are filled, villages, cooperatives and households come in."""

from collections.abc import Iterable

from ledger.chain.client import Call, Chain
from ledger.chain.deploy import Foundation, Founder, deploy
from ledger.chain.deployment import Deployment
from ledger.chain.government import scheduled
from ledger.kit.numbers import PartyKind, Role
from ledger.parties import commands as parties
from ledger.parties.commands import NewParty
from ledger.postings import commands as postings
from ledger.postings.commands import NewPosting
from ledger.sample.model import Party
from ledger.sample.stage import BUNDLES, YEAR, Stage

__all__ = ["found"]

_TERM = 4 * YEAR
_VOUCHED = (PartyKind.VILLAGE_COLLECTIVE, PartyKind.COOPERATIVE)


def found(stage: Stage) -> Deployment:
    """Deploys the contracts with the founders, then everybody else comes in by the commands."""
    founders = [party for party in stage.world.parties.values() if party.kind not in _VOUCHED]
    vouched = [party for party in stage.world.parties.values() if party.kind in _VOUCHED]
    governor, guardian = stage.keys.provide("governor"), stage.keys.provide("guardian")
    rows = [_founder(stage, party) for party in founders]
    foundation = Foundation(governor.address, guardian.address, rows)
    deployment = deploy(stage.rpc, stage.network, foundation)
    stage.chain = Chain(stage.rpc, deployment)
    stage.say("founded", contracts=len(deployment.addresses), parties=len(founders))
    for party in founders:
        _fill(stage, party)
    _vouch(stage, vouched)
    for party in vouched:
        _fill(stage, party)
    stage.say("offices", parties=len(vouched))
    _households(stage)
    return deployment


def _founder(stage: Stage, party: Party) -> Founder:
    admin = stage.keys.provide(f"{party.code}.admin").address
    about = stage.id(party.code)
    identity = stage.documents.put(party.document(), about)
    appointment = stage.paper("岗位管理员任命书", about, organisation=party.name)
    until = stage.started + _TERM
    return Founder(party.kind, party.area, party.salt, identity, admin, party.area, until, appointment)


def _fill(stage: Stage, party: Party) -> None:
    """The administrator names two officers for each bundle of roles."""
    rows = []
    for bundle, roles in BUNDLES[party.kind].items():
        for number in (1, 2):
            officer = stage.sender(f"{party.code}.{bundle}.{number}").address
            paper = stage.paper("岗位任命书", stage.id(party.code), organisation=party.name, post=f"{bundle} {number}")
            rows.append(NewPosting(officer, party.area, stage.started + _TERM, roles, paper))
    for call in postings.post(stage.id(party.code), rows):
        stage.sender(f"{party.code}.admin").send(call)


def _vouch(stage: Stage, rows: Iterable[Party]) -> None:
    """The bureau vouches for collectives and cooperatives, gives collectives their keeper; government admits admins."""
    own = list(rows)
    new = [
        NewParty(party.kind, party.area, party.salt, stage.documents.put(party.document(), stage.id(party.code)))
        for party in own
    ]
    stage.one("bureau", Role.REGISTER, parties.register(stage.id("bureau"), new))
    kept = [party for party in own if party.keeper]
    keepers = [
        parties.set_keeper(
            stage.id("bureau"),
            stage.id(party.code),
            stage.id(str(party.keeper)),
            stage.paper("委托代理记账协议", stage.id(party.code)),
        )
        for party in kept
    ]
    stage.two("bureau", Role.APPROVE, keepers)
    _govern(stage, [_first_admin(stage, party) for party in own])


def _first_admin(stage: Stage, party: Party) -> Call:
    admin = stage.keys.provide(f"{party.code}.admin").address
    paper = stage.paper("岗位管理员任命书", stage.id(party.code), organisation=party.name)
    row = NewPosting(admin, party.area, stage.started + _TERM, frozenset({Role.ADMIN}), paper)
    return postings.admit(stage.id(party.code), row)


def _govern(stage: Stage, calls: list[Call]) -> None:
    """Announced by the governor, done after the delay that everybody can see."""
    governor = stage.sender("governor")
    for _ in governor.send_all([scheduled(stage.chain, call) for call in calls]):
        pass
    stage.until_day(1.1)
    for _ in governor.send_all(calls):
        pass


def _households(stage: Stage) -> None:
    """Each village vouches for its households and acts for them; who they are is sealed in the vault."""
    homes = stage.world.households
    roots = stage.private.put_all([(home.document(), stage.id(home.party.code)) for home in homes])
    for number in range(len(stage.world.villages)):
        rows = [
            NewParty(home.party.kind, home.party.area, home.party.salt, root, kept=True)
            for home, root in zip(homes, roots, strict=True)
            if home.village == number
        ]
        stage.one(f"village_{number}", Role.REGISTER, parties.register(stage.id(f"village_{number}"), rows))
    stage.say("households", count=len(homes))
