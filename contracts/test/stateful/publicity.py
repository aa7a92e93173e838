"""From the notice to the confirmation: objections and the body that decides."""

from typing import Any

from contracts.test.stateful.book import Asset
from contracts.test.stateful.kinds import asset_kind
from contracts.test.stateful.land import bureau, confirmers, of_status, own
from contracts.test.stateful.play import Judged, Stage, Verdict, draw, nothing, rule
from contracts.test.words import DAY, derived
from ledger.kit.numbers import PartyKind, Role, Status


@draw(4)
def draw_announce(s: Stage) -> Any:
    first = s.pick(of_status(s, Status.REGISTERED))
    of_ = s.book.assets[first].collective if first else b""
    ids = [id_ for id_ in of_status(s, Status.REGISTERED) if s.book.assets[id_].collective == of_][:3]
    return first and s.call("Assets", "announce", Role.REGISTER, of_, of_, ids, s.document())


@rule("Assets.announce")
def announce(j: Judged, collective: bytes, ids: list[bytes], document: bytes) -> Verdict:
    if any(id_ not in j.book.assets for id_ in ids):
        return {"AssetUnknown"}, nothing
    rows = [j.book.assets[id_] for id_ in ids]
    wrong = j.gates(Role.REGISTER, collective, [row.area for row in rows])
    wrong |= set[str]().union(*(own(j, collective, id_) for id_ in ids))
    if any(row.status != Status.REGISTERED for row in rows) or len(set(ids)) < len(ids):
        wrong.add("AssetStatusIs")

    def then() -> None:
        for row in rows:
            row.status, row.deadline = Status.ANNOUNCED, j.book.now + asset_kind(row.kind).days * DAY

    return wrong, then


@draw(2)
def draw_object(s: Stage) -> Any:
    id_ = s.pick(i for i in of_status(s, Status.ANNOUNCED) if s.book.assets[i].deadline > s.book.now + 3)
    receiver = s.pick(p for p, row in s.book.parties.items() if row.kind in (PartyKind.BUREAU, PartyKind.CENTRE))
    objector = s.pick(p for p in s.book.parties if p != receiver)
    if not id_ or not objector:
        return None
    return s.call("Assets", "object", Role.RECEIVE, receiver, receiver, id_, objector, s.number(), s.document())


@rule("Assets.object")
def object_(j: Judged, receiver: bytes, id_: bytes, objector: bytes, number: int, document: bytes) -> Verdict:
    if id_ not in j.book.assets:
        return {"AssetUnknown"}, nothing
    row = j.book.assets[id_]
    wrong = j.gates(Role.RECEIVE, receiver, [row.area])
    kind = j.book.parties[receiver].kind if receiver in j.book.parties else 0
    wrong |= {"NotAReceiver"} if kind not in (PartyKind.BUREAU, PartyKind.CENTRE) else set()
    wrong |= (
        {"InterestedReceiver"}
        if receiver in (objector, row.collective, j.book.parties[row.collective].keeper)
        else set()
    )
    wrong |= {"PartyUnknown"} if objector not in j.book.parties else set()
    wrong |= {"AssetStatusIs"} if row.status != Status.ANNOUNCED else set()
    wrong |= {"PublicityOver"} if row.deadline <= j.book.now else set()
    made = derived(j.stage.world.chain.places["Assets"], id_, number)
    wrong |= {"ObjectionExists"} if made in j.book.objections else set()

    def then() -> None:
        j.book.objections[made] = (receiver, True)
        row.objections.add(made)

    return wrong, then


@draw(2)
def draw_close(s: Stage) -> Any:
    made = s.pick(id_ for id_, (_, open_) in s.book.objections.items() if open_)
    body = s.pick(confirmers(s, made[:16])) if made else b""
    outcome = s.dice.randint(1, 3)
    return made and s.call("Assets", "closeObjection", Role.CONFIRM, body, body, made, outcome, s.document())


@rule("Assets.closeObjection")
def close(j: Judged, body: bytes, made: bytes, outcome: int, document: bytes) -> Verdict:
    id_ = made[:16]
    if id_ not in j.book.assets:
        return {"AssetUnknown"}, nothing
    row = j.book.assets[id_]
    wrong = j.gates(Role.CONFIRM, body, [row.area]) | _confirmer(j, body, row)
    wrong |= set() if j.book.objections.get(made, (b"", False))[1] else {"ObjectionNotOpen"}
    wrong |= {"OutcomeUnknown"} if outcome not in (1, 2, 3) else set()

    def then() -> None:
        j.book.objections[made] = (j.book.objections[made][0], False)
        row.objections.discard(made)
        if outcome == 1 and row.status == Status.ANNOUNCED:
            row.status, row.deadline = Status.REGISTERED, 0

    return wrong, then


def _confirmer(j: Judged, body: bytes, row: Asset) -> set[str]:
    kind = j.book.parties[body].kind if body in j.book.parties else 0
    return set() if asset_kind(row.kind).confirmers >> kind & 1 else {"NotAConfirmer"}


@draw(6)
def draw_confirm(s: Stage) -> Any:
    ready = [
        id_
        for id_ in of_status(s, Status.ANNOUNCED)
        if s.book.assets[id_].deadline <= s.book.now
        and not s.book.assets[id_].objections
        and not s.book.assets[id_].bars
    ]
    if not ready:
        return None
    body, ids = bureau(s), s.dice.sample(ready, min(len(ready), s.dice.randint(1, 3)))
    return s.pair("Assets", "confirm", Role.CONFIRM, body, body, ids, [s.head(id_) for id_ in ids])


@rule("Assets.confirm", pair=True)
def confirm(j: Judged, body: bytes, ids: list[bytes], heads: list[bytes]) -> Verdict:
    if any(id_ not in j.book.assets for id_ in ids):
        return {"AssetUnknown"}, nothing
    rows = [j.book.assets[id_] for id_ in ids]
    wrong = j.pair(Role.CONFIRM, body, [row.area for row in rows])
    if len(heads) != len(ids):
        return wrong | {"HeadsDoNotMatch"}, nothing
    for id_, head, row in zip(ids, heads, rows, strict=True):
        wrong |= j.stage.moved(id_, head) | _confirmer(j, body, row)
        wrong |= {"AssetStatusIs"} if row.status != Status.ANNOUNCED else set()
        wrong |= {"ObjectionsOpen"} if row.objections else set()
        wrong |= {"PublicityRuns"} if row.deadline > j.book.now else set()
        wrong |= {"AssetIsBarred"} if row.bars else set()
    wrong |= {"AssetStatusIs"} if len(set(ids)) < len(ids) else set()

    def then() -> None:
        for row in rows:
            row.status = Status.CONFIRMED

    return wrong, then
