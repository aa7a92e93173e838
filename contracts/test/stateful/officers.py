"""Officers: posted, renewed, recalled, suspended, succeeded."""

from typing import Any

from contracts.test.stateful.people import AREAS, HANDOVER, postable, write_postings
from contracts.test.stateful.play import Judged, Stage, Verdict, draw, nothing, rule
from ledger.kit.numbers import Role

ROLES_DRAWN = [
    {Role.HOLD},
    {Role.REGISTER, Role.HOLD},
    {Role.LEND},
    {Role.ORDER},
    {Role.CONFIRM, Role.RECEIVE},
    {Role.VALUE},
]


def row_for(s: Stage, party: bytes) -> dict[str, Any]:
    roles = s.pick([row.roles for row in s.book.postings.values() if row.party == party] or [1])
    return {
        "officer": s.salt()[:20], "area": s.pick(AREAS), "until": s.soon(500), "roles": roles, "document": s.document(),
    }  # fmt: skip


def staffed(s: Stage) -> bytes:
    """A party that has an administrator now."""
    return bytes(s.pick(p for p in sorted(s.book.parties) if s.officers(Role.ADMIN, p)) or b"")


def others(s: Stage, party: bytes) -> list[bytes]:
    """Officers of a party who are no administrators: they may be lost without stopping everything."""
    return [o for o, row in s.book.postings.items() if row.party == party and not row.roles & 1]


@draw()
def draw_post(s: Stage) -> Any:
    if not (party := staffed(s)):
        return None
    rows = [row_for(s, party) for _ in range(s.dice.randint(1, 2))]
    return s.call("Postings", "post", Role.ADMIN, party, party, rows)


@rule("Postings.post")
def post(j: Judged, party: bytes, rows: list[dict[str, Any]]) -> Verdict:
    wrong = administered(j, party, [row["area"] for row in rows])
    taken = dict[bytes, Any]()
    for row in rows:
        wrong |= postable(j, party, row, taken)
        taken[row["officer"]] = row
    return wrong, lambda: write_postings(j, party, rows)


@draw(1)
def draw_renew(s: Stage) -> Any:
    party = staffed(s)
    officer = party and s.pick(o for o, row in s.book.postings.items() if row.party == party and not row.suspended)
    return s.call("Postings", "renew", Role.ADMIN, party, party, officer, s.soon(900)) if officer else None


@rule("Postings.renew")
def renew(j: Judged, party: bytes, officer: bytes, until: int) -> Verdict:
    if wrong := posted(j, party, officer):
        return wrong, nothing
    row = j.book.postings[officer]
    wrong = administered(j, party, [row.area])
    wrong |= {"PostingSuspended"} if row.suspended else set()
    wrong |= {"UntilInPast"} if until <= j.book.now else set()

    def then() -> None:
        row.until = until

    return wrong, then


@draw(1)
def draw_recall(s: Stage) -> Any:
    party = staffed(s)
    officers = others(s, party)
    if len(officers) < 3:
        return None
    return s.call("Postings", "recall", Role.ADMIN, party, party, s.dice.sample(officers, 1))


@rule("Postings.recall")
def recall(j: Judged, party: bytes, officers: list[bytes]) -> Verdict:
    if not officers:
        return {"EmptyBatch"}, nothing
    if wrong := set[str]().union(*(posted(j, party, officer) for officer in officers)):
        return wrong, nothing
    areas = [j.book.postings[officer].area for officer in officers]
    wrong = j.gates(Role.ADMIN, party, areas, releasing=True) | own(j, party)
    if len(set(officers)) < len(officers):
        wrong.add("NoPosting")
    return wrong, lambda: forget(j, officers)


@draw(3)
def draw_suspend(s: Stage) -> Any:
    party = staffed(s)
    officer = party and s.pick(o for o in others(s, party) if not s.book.postings[o].suspended)
    if not officer or len(others(s, party)) < 3:
        return None
    return s.call("Postings", "suspend", Role.ADMIN, party, party, officer)


@rule("Postings.suspend")
def suspend(j: Judged, party: bytes, officer: bytes) -> Verdict:
    if wrong := posted(j, party, officer):
        return wrong, nothing
    row = j.book.postings[officer]
    wrong = j.gates(Role.ADMIN, party, [row.area], releasing=True)
    wrong |= {"PostingSuspended"} if row.suspended else set()

    def then() -> None:
        row.suspended = True

    return wrong, then


def _lost(s: Stage) -> tuple[bytes, bytes] | None:
    found = s.pick(o for o, row in s.book.postings.items() if row.suspended)
    return found and (s.book.postings[found].party, found)


@draw(8)
def draw_announce(s: Stage) -> Any:
    if not (lost := _lost(s)):
        return None
    return s.call("Postings", "announceHandover", Role.ADMIN, lost[0], *lost, s.salt()[:20])


@rule("Postings.announceHandover")
def announce(j: Judged, party: bytes, officer: bytes, successor: bytes) -> Verdict:
    if wrong := posted(j, party, officer):
        return wrong, nothing
    wrong = administered(j, party, [j.book.postings[officer].area])
    wrong |= set() if j.book.postings[officer].suspended else {"PostingNotSuspended"}
    if successor == bytes(20) or successor in j.book.postings:
        wrong.add("PostingExists")
    return wrong, lambda: j.book.handovers.update({officer: (successor, j.book.now + HANDOVER)})


@draw(2)
def draw_veto(s: Stage) -> Any:
    officer = s.pick(s.book.handovers)
    party = s.book.postings[officer].party if officer else b""
    return s.call("Postings", "vetoHandover", Role.ADMIN, party, party, officer) if officer else None


@rule("Postings.vetoHandover")
def veto(j: Judged, party: bytes, officer: bytes) -> Verdict:
    if wrong := posted(j, party, officer):
        return wrong, nothing
    wrong = j.gates(Role.ADMIN, party, [j.book.postings[officer].area], releasing=True)
    wrong |= set() if officer in j.book.handovers else {"HandoverMissing"}
    return wrong, lambda: j.book.handovers.__delitem__(officer)


@draw(20)
def draw_hand_over(s: Stage) -> Any:
    officer = s.pick(o for o, (_, ready) in s.book.handovers.items() if ready <= s.book.now)
    party = s.book.postings[officer].party if officer else b""
    return s.call("Postings", "handOver", Role.ADMIN, party, party, officer) if officer else None


@rule("Postings.handOver")
def hand_over(j: Judged, party: bytes, officer: bytes) -> Verdict:
    if wrong := posted(j, party, officer):
        return wrong, nothing
    wrong = administered(j, party, [j.book.postings[officer].area])
    successor, ready = j.book.handovers.get(officer, (b"", 0))
    if not successor:
        return wrong | {"HandoverMissing"}, nothing
    wrong |= {"HandoverTooEarly"} if ready > j.book.now else set()
    wrong |= {"PostingExists"} if successor in j.book.postings else set()

    def then() -> None:
        row = j.book.postings.pop(officer)
        row.suspended = False
        j.book.postings[successor] = row
        del j.book.handovers[officer]

    return wrong, then


@draw(1)
def draw_change(s: Stage) -> Any:
    party = staffed(s)
    gone = s.dice.sample(others(s, party), 1) if len(others(s, party)) > 3 else []
    rows = [row_for(s, party)] if party else []
    return s.call("Postings", "change", Role.ADMIN, party, party, gone, rows, s.document()) if party else None


@rule("Postings.change")
def change(j: Judged, party: bytes, gone: list[bytes], rows: list[dict[str, Any]], inventory: bytes) -> Verdict:
    wrong = administered(j, party, [row["area"] for row in rows])
    missing = set[str]().union(*(posted(j, party, officer) for officer in gone))
    if missing:
        return wrong | missing, nothing
    if gone:
        wrong |= administered(j, party, [j.book.postings[officer].area for officer in gone])
    if len(set(gone)) < len(gone):
        wrong.add("NoPosting")
    taken = dict[bytes, Any]()
    for row in rows:
        problems = postable(j, party, row, taken)
        if row["officer"] in gone and row["officer"] not in taken:
            problems.discard("PostingExists")
        wrong |= problems
        taken[row["officer"]] = row

    def then() -> None:
        forget(j, gone)
        write_postings(j, party, rows)

    return wrong, then


def posted(j: Judged, party: bytes, officer: bytes) -> set[str]:
    row = j.book.postings.get(officer)
    if row is None:
        return {"NoPosting"}
    return set() if row.party == party else {"PostingOfAnother"}


def own(j: Judged, party: bytes) -> set[str]:
    """A keeper names no officers."""
    row = j.book.postings.get(j.call.sender)
    return set() if row and row.party == party else {"NotActingFor"}


def administered(j: Judged, party: bytes, areas: list[int]) -> set[str]:
    return j.gates(Role.ADMIN, party, areas) | own(j, party)


def forget(j: Judged, officers: list[bytes]) -> None:
    for officer in officers:
        del j.book.postings[officer]
        j.book.handovers.pop(officer, None)
