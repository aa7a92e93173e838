"""Who acts in the tests: parties of one county, each with an administrator and two officers for every role."""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.test.chain import CHAIN_ID, Chain, Pair, address
from contracts.test.deployment import GOVERNMENT
from ledger.kit.jurisdiction import NATION
from ledger.kit.keccak import keccak
from ledger.kit.numbers import PartyKind, Role

COUNTY = 33_011_000_000_000
TOWNSHIP = 33_011_000_500_000
VILLAGE = 33_011_000_500_300
GROUP = 33_011_000_500_301
NEXT_VILLAGE = 33_011_000_500_400
NEXT_TOWNSHIP = 33_011_000_600_000
NEXT_COUNTY = 33_010_900_000_000

FAR = 60 * 365 * 86_400
"""Seconds for which everybody is posted."""

BUNDLES = {
    PartyKind.BUREAU: [{Role.REGISTER}, {Role.CONFIRM, Role.RECEIVE, Role.APPROVE, Role.ORDER}],
    PartyKind.CENTRE: [{Role.REGISTER, Role.HOLD}, {Role.RECEIVE}],
    PartyKind.REGISTRY: [{Role.CONFIRM, Role.ORDER}],
    PartyKind.VILLAGE_COLLECTIVE: [{Role.REGISTER, Role.HOLD}],
    PartyKind.COMMITTEE: [{Role.REGISTER, Role.HOLD}],
    PartyKind.BANK: [{Role.LEND}],
    PartyKind.GUARANTOR: [{Role.LEND}],
    PartyKind.VALUER: [{Role.VALUE}],
    PartyKind.REGULATOR: [{Role.APPROVE, Role.ORDER}],
    PartyKind.COURT: [{Role.ORDER}],
    PartyKind.FINANCE_DEPARTMENT: [{Role.APPROVE}],
}
HOLDS = [{Role.HOLD}]
CAST = {
    "bureau": (PartyKind.BUREAU, COUNTY),
    "next_bureau": (PartyKind.BUREAU, COUNTY),
    "regulator": (PartyKind.REGULATOR, COUNTY),
    "court": (PartyKind.COURT, COUNTY),
    "next_court": (PartyKind.COURT, COUNTY),
    "finance": (PartyKind.FINANCE_DEPARTMENT, COUNTY),
    "registry": (PartyKind.REGISTRY, COUNTY),
    "centre": (PartyKind.CENTRE, TOWNSHIP),
    "next_centre": (PartyKind.CENTRE, TOWNSHIP),
    "bank": (PartyKind.BANK, COUNTY),
    "next_bank": (PartyKind.BANK, COUNTY),
    "guarantor": (PartyKind.GUARANTOR, COUNTY),
    "valuer": (PartyKind.VALUER, COUNTY),
    "next_valuer": (PartyKind.VALUER, COUNTY),
    "village": (PartyKind.VILLAGE_COLLECTIVE, VILLAGE),
    "next_village": (PartyKind.VILLAGE_COLLECTIVE, NEXT_VILLAGE),
    "committee": (PartyKind.COMMITTEE, VILLAGE),
    "cooperative": (PartyKind.COOPERATIVE, VILLAGE),
    "enterprise": (PartyKind.ENTERPRISE, COUNTY),
    "household": (PartyKind.HOUSEHOLD, VILLAGE),
    "next_household": (PartyKind.HOUSEHOLD, VILLAGE),
}
"""Every party here has officers of its own. Kept households come from `World.kept_household`."""


def mask(roles: Iterable[int]) -> int:
    return sum(1 << role for role in roles)


def salt(name: str) -> bytes:
    return keccak(b"salt of " + name.encode())


def paper(name: str) -> bytes:
    """The hash of a document that needs no content here."""
    return keccak(b"document " + name.encode())


@dataclass(frozen=True)
class Party:
    """A party and the accounts of its officers."""

    name: str
    id: bytes
    kind: PartyKind
    area: int

    @property
    def admin(self) -> bytes:
        return address(f"{self.name} admin")

    @property
    def bundles(self) -> list[set[Role]]:
        return BUNDLES.get(self.kind, HOLDS)

    def pair(self, role: Role) -> Pair:
        """The two officers whose postings hold this role."""
        at = next(at for at, roles in enumerate(self.bundles) if role in roles)
        return address(f"{self.name} {at} maker"), address(f"{self.name} {at} checker")

    def officer(self, role: Role) -> bytes:
        return self.pair(role)[0]


def new_posting(officer: bytes, area: int, until: int, roles: Iterable[int]) -> dict[str, object]:
    return {"officer": officer, "area": area, "until": until, "roles": mask(roles), "document": paper("appointment")}


def new_party(name: str, kind: PartyKind, area: int, *, kept: bool = False, until: int = 0) -> dict[str, object]:
    return {
        "kind": kind, "area": area, "until": until, "kept": kept, "salt": salt(name), "document": paper(name),
    }  # fmt: skip


def party_id(name: str, area: int) -> bytes:
    """As the rules have it: the first 16 bytes of keccak(chain id, jurisdiction, salt)."""
    return keccak(CHAIN_ID.to_bytes(32, "big") + area.to_bytes(32, "big") + salt(name))[:16]


def admit(chain: Chain) -> dict[str, Party]:
    """Government admits everybody with a first administrator, who names the officers."""
    until = chain.now() + FAR
    people = {}
    for name, (kind, area) in CAST.items():
        people[name] = party = Party(name, party_id(name, area), kind, area)
        chain.send("Parties", "admit", new_party(name, kind, area), by=GOVERNMENT)
        post(chain, party, until)
    return people


def post(chain: Chain, party: Party, until: int) -> None:
    """An administrator for the whole nation, and two officers a bundle in the county."""
    first = new_posting(party.admin, NATION, until, {Role.ADMIN})
    chain.send("Postings", "admit", party.id, first, by=GOVERNMENT)
    rows = [
        new_posting(address(f"{party.name} {at} {who}"), COUNTY, until, roles)
        for at, roles in enumerate(party.bundles)
        for who in ("maker", "checker")
    ]
    chain.send("Postings", "post", party.id, rows, by=party.admin)
