"""Parties, standing, keepers; postings, lost keys, changes of officers; government."""

from typing import Any

from contracts.test.cast import COUNTY, GROUP, NEXT_TOWNSHIP, NEXT_VILLAGE, TOWNSHIP, VILLAGE
from contracts.test.chain import CHAIN_ID
from contracts.test.stateful.book import NOBODY, Party, Posting
from contracts.test.stateful.kinds import valid
from contracts.test.stateful.play import Judged, Stage, Verdict, draw, nothing, rule
from ledger.kit import catalogue
from ledger.kit.jurisdiction import NATION
from ledger.kit.keccak import keccak
from ledger.kit.numbers import Capability, PartyKind, Role, Standing

AREAS = [COUNTY, TOWNSHIP, VILLAGE, GROUP, NEXT_VILLAGE, NEXT_TOWNSHIP]
ISSUERS = {row.number: row.issuers for row in catalogue.party_kinds()}
ROLES = {row.number: row.roles for row in catalogue.party_kinds()}
EXCLUDED = [(0x1, 0x1FE), (0x2, 0x1F8), (0x4, 0x1D8), (0x8, 0x1F0), (0x40, 0x1B0)]
"""Admin stands alone; who registers or holds neither lends, confirms … (numbers.toml)."""
HANDOVER = 259_200


def identity(area: int, salt: bytes) -> bytes:
    return keccak(CHAIN_ID.to_bytes(32, "big") + area.to_bytes(32, "big") + salt)[:16]


def past(until: int, now: int) -> set[str]:
    return {"PartyExpired"} if until and until <= now else set()


# parties


@draw()
def draw_register(s: Stage) -> Any:
    issuer = s.pick(
        p for p, row in s.book.parties.items() if row.kind in (PartyKind.BUREAU, PartyKind.VILLAGE_COLLECTIVE)
    )
    mask = 1 << s.book.parties[issuer].kind
    kinds = [kind for kind, issuers in ISSUERS.items() if issuers & mask]
    rows = [
        {
            "kind": s.pick(kinds), "area": s.pick([VILLAGE, GROUP]), "until": s.pick([0, s.soon(300)]),
            "kept": s.chance(0.5), "salt": s.salt(), "document": s.document(),
        }
        for _ in range(s.dice.randint(1, 2))
    ]  # fmt: skip
    return s.call("Parties", "register", Role.REGISTER, issuer, issuer, rows)


@rule("Parties.register")
def register(j: Judged, issuer: bytes, rows: list[dict[str, Any]]) -> Verdict:
    wrong, new = j.gates(Role.REGISTER, issuer, [row["area"] for row in rows]), dict[bytes, Party]()
    for row in rows:
        id_ = identity(row["area"], row["salt"])
        if row["kind"] not in ISSUERS:
            wrong.add("PartyKindUnknown")
        elif issuer in j.book.parties and not ISSUERS[row["kind"]] >> j.book.parties[issuer].kind & 1:
            wrong.add("NotAnIssuer")
        if id_ in j.book.parties or id_ in new:
            wrong.add("PartyExists")
        wrong |= past(row["until"], j.book.now)
        new[id_] = Party(row["kind"], row["area"], row["until"], issuer if row["kept"] else NOBODY)
    return wrong, lambda: j.book.parties.update(new)


@draw(1)
def draw_party_renew(s: Stage) -> Any:
    id_ = s.pick(p for p, row in s.book.parties.items() if ISSUERS[PartyKind(row.kind)])
    kinds = ISSUERS[PartyKind(s.book.parties[id_].kind)] if id_ else 0
    issuer = s.pick(p for p, row in s.book.parties.items() if kinds >> row.kind & 1)
    return issuer and s.call(
        "Parties", "renew", Role.REGISTER, issuer, issuer, id_, s.pick([0, s.soon(900)]), s.document()
    )


@rule("Parties.renew")
def party_renew(j: Judged, issuer: bytes, id_: bytes, until: int, document: bytes) -> Verdict:
    row = j.book.parties.get(id_)
    if row is None:
        return {"PartyUnknown"}, nothing
    wrong = j.gates(Role.REGISTER, issuer, [row.area]) | past(until, j.book.now)
    if issuer in j.book.parties and not ISSUERS[PartyKind(row.kind)] >> j.book.parties[issuer].kind & 1:
        wrong.add("NotAnIssuer")

    def then() -> None:
        row.until = until

    return wrong, then


@draw()
def draw_standing(s: Stage) -> Any:
    suspended = [p for p, row in s.book.parties.items() if row.standing != Standing.GOOD]
    id_, standing = s.pick(s.book.parties), Standing.SUSPENDED
    if suspended and s.chance(0.8):
        id_, standing = s.pick(suspended), Standing.GOOD
    authority = s.pick(p for p, row in s.book.parties.items() if row.kind in (PartyKind.BUREAU, PartyKind.REGULATOR))
    return s.pair("Parties", "setStanding", Role.APPROVE, authority, authority, id_, int(standing), s.document())


@rule("Parties.setStanding", pair=True)
def set_standing(j: Judged, authority: bytes, id_: bytes, standing: int, document: bytes) -> Verdict:
    row = j.book.parties.get(id_)
    if row is None:
        return {"PartyUnknown"}, nothing
    wrong = j.pair(Role.APPROVE, authority, [row.area])
    kind = j.book.parties[authority].kind if authority in j.book.parties else 0
    if kind not in (PartyKind.BUREAU, PartyKind.REGULATOR):
        wrong.add("NotAnAuthority")
    if standing not in (Standing.GOOD, Standing.SUSPENDED):
        wrong.add("StandingUnknown")

    def then() -> None:
        row.standing = standing

    return wrong, then


@draw(1)
def draw_keeper(s: Stage) -> Any:
    bureau = s.pick(p for p, row in s.book.parties.items() if row.kind == PartyKind.BUREAU)
    kept = s.pick(
        p for p, row in s.book.parties.items() if row.kind in (PartyKind.HOUSEHOLD, PartyKind.VILLAGE_COLLECTIVE)
    )
    keepers = [p for p, row in s.book.parties.items() if row.kind in (PartyKind.CENTRE, PartyKind.VILLAGE_COLLECTIVE)]
    keeper = s.pick([p for p in keepers if p != kept] + [NOBODY])
    return s.pair("Parties", "setKeeper", Role.APPROVE, bureau, bureau, kept, keeper, s.document())


@rule("Parties.setKeeper", pair=True)
def set_keeper(j: Judged, authority: bytes, id_: bytes, keeper: bytes, document: bytes) -> Verdict:
    row = j.book.parties.get(id_)
    if row is None:
        return {"PartyUnknown"}, nothing
    wrong = j.pair(Role.APPROVE, authority, [row.area])
    if authority not in j.book.parties or j.book.parties[authority].kind != PartyKind.BUREAU:
        wrong.add("NotAnAuthority")
    if keeper == id_:
        wrong.add("KeeperIsParty")
    if keeper != NOBODY and keeper not in j.book.parties:
        wrong.add("PartyUnknown")

    def then() -> None:
        row.keeper = keeper

    return wrong, then


# government


@draw(5)
def draw_pause(s: Stage) -> Any:
    """A pause is rare and short, else nothing else would happen."""
    return s.govern("Postings", "pause", not s.book.paused) if s.book.paused or s.chance(0.05) else None


@rule("Postings.pause")
def pause(j: Judged, paused: bool) -> Verdict:
    def then() -> None:
        j.book.paused = paused

    return j.government(), then


@draw(6)
def draw_enrol(s: Stage) -> Any:
    if s.book.enrolled.get("Mortgages3") or s.chance(0.4):
        return None
    return s.govern("Enrolments", "enrol", s.world.chain.places["Mortgages3"], int(Capability.APPEND | Capability.LOCK))


@rule("Enrolments.enrol")
def enrol(j: Judged, writer: bytes, granted: int) -> Verdict:
    name = next((name for name, place in j.stage.world.chain.places.items() if place == writer), "")
    wrong = j.government()
    if j.book.enrolled.get(name):
        wrong.add("AlreadyEnrolled")
    if not granted or not name:
        wrong.add("NotEnrolled")
    return wrong, lambda: j.book.enrolled.update({name: granted})


@draw(1)
def draw_close(s: Stage) -> Any:
    """A contract for mortgages that has a successor; now and then another, whose business ends with it."""
    names = [name for name in s.book.enrolled if name.startswith("Mortgages") and s.book.may(name, Capability.LOCK)]
    names = names[:-1] + (["Transfers", "Orders"] if s.chance(0.05) else [])
    open_ = [name for name in names if s.book.may(name, Capability.LOCK)]
    return s.govern("Enrolments", "close", s.world.chain.places[s.pick(open_)]) if open_ and s.chance(0.4) else None


@rule("Enrolments.close")
def close(j: Judged, writer: bytes) -> Verdict:
    name = next((name for name, place in j.stage.world.chain.places.items() if place == writer), "")
    wrong = j.government() | (set() if j.book.may(name, Capability.LOCK) else {"NotEnrolled"})
    return wrong, lambda: j.book.enrolled.update({name: j.book.enrolled[name] & ~Capability.LOCK})


@draw(1)
def draw_recode(s: Stage) -> Any:
    return s.govern("Postings", "recode", s.pick([GROUP, NEXT_TOWNSHIP + 300]), s.pick([NEXT_VILLAGE, VILLAGE + 7]))


@rule("Postings.recode")
def recode(j: Judged, former: int, successor: int) -> Verdict:
    wrong, known = j.government(), j.book.successors
    if former == successor or former in known.values() or successor in known:
        wrong.add("RecodeChains")
    wrong |= set() if valid(former) and valid(successor) else {"JurisdictionInvalid"}
    return wrong, lambda: known.update({former: successor})


@draw(1)
def draw_admit(s: Stage) -> Any:
    row = {"officer": s.salt()[:20], "area": NATION, "until": s.soon(400), "roles": 1, "document": s.document()}
    return s.govern("Postings", "admit", s.pick(s.book.parties), row)


@rule("Postings.admit")
def admit(j: Judged, party: bytes, row: dict[str, Any]) -> Verdict:
    wrong = j.government() | ({"RolesNotAllowed"} if row["roles"] != 1 else set())
    return wrong | postable(j, party, row, {}), lambda: write_postings(j, party, [row])


def postable(j: Judged, party: bytes, row: dict[str, Any], taken: dict[bytes, Any]) -> set[str]:
    """Why a posting cannot be made, gates apart."""
    if party not in j.book.parties:
        return {"PartyUnknown"}
    roles, wrong = row["roles"], set[str]()
    if not roles or roles & ~ROLES[PartyKind(j.book.parties[party].kind)]:
        wrong.add("RolesNotAllowed")
    if any(roles & one and roles & others for one, others in EXCLUDED):
        wrong.add("RolesExclude")
    wrong |= set() if valid(row["area"]) else {"JurisdictionInvalid"}
    if row["until"] <= j.book.now:
        wrong.add("UntilInPast")
    if row["officer"] == bytes(20) or row["officer"] in j.book.postings or row["officer"] in taken:
        wrong.add("PostingExists")
    return wrong


def write_postings(j: Judged, party: bytes, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        j.book.postings[row["officer"]] = Posting(party, row["area"], row["until"], row["roles"])
