"""Assets: from the register to the confirmation."""

from typing import Any

from contracts.test.cast import VILLAGE
from contracts.test.stateful.book import Asset
from contracts.test.stateful.kinds import ASSET_KINDS, COLLECTIVES, asset_kind
from contracts.test.stateful.play import Judged, Stage, Verdict, draw, nothing, rule
from contracts.test.words import asset_id
from ledger.kit.numbers import AssetKind, PartyKind, Role, Status

KINDS = [AssetKind.CROPLAND, AssetKind.SEA_AREA, AssetKind.GREENHOUSE, AssetKind.WAREHOUSE_RECEIPT, AssetKind.WORKSHOP]


def of_status(s: Stage, *status: int) -> list[bytes]:
    return [id_ for id_, row in s.book.assets.items() if row.status in status]


def confirmers(s: Stage, asset: bytes) -> list[bytes]:
    mask = asset_kind(s.book.assets[asset].kind).confirmers
    return [p for p, row in s.book.parties.items() if mask >> row.kind & 1]


def bureau(s: Stage) -> bytes:
    return bytes(s.pick(p for p, row in s.book.parties.items() if row.kind == PartyKind.BUREAU))


@draw(4)
def draw_register(s: Stage) -> Any:
    collective = s.pick(p for p, row in s.book.parties.items() if row.kind in COLLECTIVES)
    area = s.book.parties[collective].area
    rows = [
        {
            "naturalKey": s.salt(), "kind": int(s.pick(KINDS)), "area": area, "quantity": s.dice.randint(1, 10**6),
            "document": s.document(),
        }
        for _ in range(s.dice.randint(1, 3))
    ]  # fmt: skip
    return s.call("Assets", "register", Role.REGISTER, collective, collective, rows)


@rule("Assets.register")
def register(j: Judged, collective: bytes, rows: list[dict[str, Any]]) -> Verdict:
    wrong = j.gates(Role.REGISTER, collective, [row["area"] for row in rows])
    if not j.book.collective(collective):
        wrong.add("NotACollective")
    seat = j.book.parties[collective].area if collective in j.book.parties else 0
    new = dict[bytes, Asset]()
    for row in rows:
        if row["kind"] not in ASSET_KINDS:
            return wrong | {"AssetKindUnknown"}, nothing
        id_ = asset_id(row["naturalKey"])
        wrong |= {"AssetExists"} if id_ in j.book.assets or id_ in j.book.aliases or id_ in new else set()
        wrong |= {"QuantityMissing"} if not row["quantity"] else set()
        wrong |= {"AreaNotOfCollective"} if asset_kind(row["kind"]).movable and row["area"] != seat else set()
        new[id_] = Asset(collective, row["area"], row["kind"], Status.REGISTERED)
    return wrong, lambda: j.book.assets.update(new)


def own(j: Judged, collective: bytes, id_: bytes) -> set[str]:
    if id_ not in j.book.assets:
        return {"AssetUnknown"}
    return set() if j.book.assets[id_].collective == collective else {"AssetOfAnother"}


@draw(1)
def draw_amend(s: Stage) -> Any:
    id_ = s.pick(of_status(s, Status.REGISTERED))
    of_ = s.book.assets[id_].collective if id_ else b""
    return id_ and s.call("Assets", "amend", Role.REGISTER, of_, of_, id_, s.dice.randint(1, 10**6), s.document())


@rule("Assets.amend")
def amend(j: Judged, collective: bytes, id_: bytes, quantity: int, document: bytes) -> Verdict:
    if wrong := own(j, collective, id_):
        return wrong, nothing
    wrong = j.gates(Role.REGISTER, collective, [j.book.assets[id_].area])
    wrong |= {"AssetStatusIs"} if j.book.assets[id_].status != Status.REGISTERED else set()
    return wrong | ({"QuantityMissing"} if not quantity else set()), nothing


@draw(1)
def draw_code(s: Stage) -> Any:
    id_ = s.pick(s.book.assets)
    of_ = s.book.assets[id_].collective if id_ else b""
    return id_ and s.call("Assets", "code", Role.REGISTER, of_, of_, id_, s.salt())


@rule("Assets.code")
def code(j: Judged, collective: bytes, id_: bytes, key: bytes) -> Verdict:
    if wrong := own(j, collective, id_):
        return wrong, nothing
    wrong, other = j.gates(Role.REGISTER, collective, [j.book.assets[id_].area]), asset_id(key)
    wrong |= {"AssetExists"} if other in j.book.assets or other in j.book.aliases else set()

    def then() -> None:
        j.book.aliases[other], j.book.codes[other] = id_, key

    return wrong, then


@draw(2)
def draw_redirect(s: Stage) -> Any:
    code, body = s.pick(s.book.aliases), bureau(s)
    id_ = s.pick(i for i in s.book.assets if i != s.book.aliases.get(code))
    return code and s.pair("Assets", "redirect", Role.APPROVE, body, body, id_, s.book.codes[code], s.document())


@rule("Assets.redirect", pair=True)
def redirect(j: Judged, body: bytes, id_: bytes, key: bytes, document: bytes) -> Verdict:
    other, book = asset_id(key), j.book
    if other not in book.aliases:
        return {"CodeNotGiven"}, nothing
    if id_ not in book.assets:
        return {"AssetUnknown"}, nothing
    former = book.aliases[other]
    wrong = j.pair(Role.APPROVE, body, [book.assets[former].area, book.assets[id_].area]) | _bureau(j, body)
    wrong |= {"AssetExists"} if former == id_ else set()
    return wrong, lambda: book.aliases.update({other: id_})


@draw(1)
def draw_reassign(s: Stage) -> Any:
    id_ = s.pick(i for i, row in s.book.assets.items() if not row.bars)
    to = s.pick(p for p, row in s.book.parties.items() if row.kind in COLLECTIVES)
    if not id_:
        return None
    area = (
        s.book.parties[to].area
        if asset_kind(s.book.assets[id_].kind).movable
        else s.pick([VILLAGE, s.book.parties[to].area])
    )
    body = bureau(s)
    return s.pair("Assets", "reassign", Role.APPROVE, body, body, id_, to, area, s.document())


@rule("Assets.reassign", pair=True)
def reassign(j: Judged, body: bytes, id_: bytes, to: bytes, area: int, document: bytes) -> Verdict:
    if id_ not in j.book.assets:
        return {"AssetUnknown"}, nothing
    row = j.book.assets[id_]
    wrong = j.pair(Role.APPROVE, body, [row.area, area]) | _bureau(j, body)
    if to not in j.book.parties:
        return wrong | {"PartyUnknown"}, nothing
    wrong |= set() if j.book.collective(to) else {"NotACollective"}
    wrong |= {"AreaNotOfCollective"} if asset_kind(row.kind).movable and area != j.book.parties[to].area else set()
    wrong |= {"AssetIsBarred"} if row.bars else set()

    def then() -> None:
        row.collective, row.area = to, area

    return wrong, then


@draw(1)
def draw_retire(s: Stage) -> Any:
    id_ = s.pick(i for i in of_status(s, Status.REGISTERED, Status.ANNOUNCED) if not s.book.assets[i].bars)
    body = bureau(s)
    return s.pair("Assets", "retire", Role.APPROVE, body, body, id_, s.document()) if id_ and s.chance(0.4) else None


@rule("Assets.retire", pair=True)
def retire(j: Judged, body: bytes, id_: bytes, document: bytes) -> Verdict:
    if id_ not in j.book.assets:
        return {"AssetUnknown"}, nothing
    row = j.book.assets[id_]
    wrong = j.pair(Role.APPROVE, body, [row.area]) | _bureau(j, body)
    wrong |= {"AssetStatusIs"} if row.status not in (Status.REGISTERED, Status.ANNOUNCED) else set()
    wrong |= {"AssetIsBarred"} if row.bars else set()

    def then() -> None:
        row.status = Status.RETIRED

    return wrong, then


def _bureau(j: Judged, body: bytes) -> set[str]:
    is_ = body in j.book.parties and j.book.parties[body].kind == PartyKind.BUREAU
    return set() if is_ else {"NotAnAuthority"}
