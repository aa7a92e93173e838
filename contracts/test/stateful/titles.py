"""Rights: layers, existing rights, terms, lapse and reissue, valuations."""

from itertools import groupby
from typing import Any

from contracts.test.stateful.book import NOBODY, Right
from contracts.test.stateful.kinds import RIGHT_KINDS, right_kind
from contracts.test.stateful.play import Judged, Stage, Verdict, draw, nothing, rule
from contracts.test.words import MANDATE, right_id
from ledger.kit.kinds import RightKindRow
from ledger.kit.numbers import AssetKind, Lack, PartyKind, RightKind, Role, Shape, Status

LAYERS = {
    AssetKind.CROPLAND: [RightKind.OWNERSHIP, RightKind.CONTRACT], AssetKind.SEA_AREA: [RightKind.SEA_USE],
    AssetKind.GREENHOUSE: [RightKind.FACILITY], AssetKind.WAREHOUSE_RECEIPT: [RightKind.RECEIPT],
    AssetKind.WORKSHOP: [RightKind.BUILDING],
}  # fmt: skip
SUBS = {
    RightKind.OWNERSHIP: RightKind.MANAGEMENT, RightKind.CONTRACT: RightKind.MANAGEMENT,
    RightKind.FACILITY: RightKind.LEASE, RightKind.BUILDING: RightKind.LEASE, RightKind.SEA_USE: RightKind.LEASE,
}  # fmt: skip
ENDLESS = {RightKind.OWNERSHIP, RightKind.BUILDING}


def holders_for(s: Stage, kind: int) -> list[bytes]:
    mask = right_kind(kind).holders
    rows = s.book.parties.items()
    if mask:
        return [p for p, row in rows if mask >> row.kind & 1]
    usual = (PartyKind.COOPERATIVE, PartyKind.ENTERPRISE, PartyKind.HOUSEHOLD, PartyKind.VILLAGE_COLLECTIVE)
    return [p for p, row in rows if row.kind in usual]


def term_for(s: Stage, kind: int) -> int:
    """A term that the kind allows; short ones are wanted, so that they end."""
    if kind in ENDLESS:
        return 0
    return s.soon(60 if s.chance(0.4) else 3000)


def split(s: Stage, whole: int) -> list[int]:
    """Numerators that sum to a whole."""
    parts: list[int] = []
    while whole:
        parts.append(s.dice.randint(1, whole) if len(parts) < 3 else whole)
        whole -= parts[-1]
    return parts


@draw(8)
def draw_issue(s: Stage) -> Any:
    existing = s.chance(0.2)
    ready = [
        (id_, kind)
        for id_, row in s.book.assets.items()
        for kind in LAYERS.get(AssetKind(row.kind), [])
        if right_id(id_, kind, 1) not in s.book.rights
        and ((row.status == Status.CONFIRMED and not row.bars) or (existing and row.status < Status.CONFIRMED))
    ]
    if not ready:
        return None
    of_ = s.book.assets[s.pick(ready)[0]].collective
    mine = [pair for pair in ready if s.book.assets[pair[0]].collective == of_]
    rows = []
    for id_, kind in s.dice.sample(mine, min(len(mine), s.dice.randint(1, 2))):
        denominator = s.dice.randint(1, 12)
        rows += [
            {
                "asset": id_, "kind": int(kind), "holder": s.pick(holders_for(s, kind)), "numerator": part,
                "denominator": denominator, "until": term_for(s, kind), "document": s.document(),
            }
            for part in split(s, denominator)
        ]  # fmt: skip
    return s.pair("Rights", "issue", Role.REGISTER, of_, of_, rows, MANDATE, existing)


@rule("Rights.issue", pair=True)
def issue(j: Judged, of_: bytes, rows: list[dict[str, Any]], mandate: bytes, existing: bool) -> Verdict:
    book = j.book
    if any(row["asset"] not in book.assets for row in rows):
        return {"AssetUnknown"}, nothing
    wrong = j.pair(Role.REGISTER, of_, [book.assets[row["asset"]].area for row in rows])
    if existing and not any(mandate):
        wrong.add("MandateMissing")
    new = dict[bytes, Right]()
    for (id_, kind), group in groupby(rows, key=lambda row: (row["asset"], row["kind"])):
        if kind not in RIGHT_KINDS:
            return wrong | {"RightKindUnknown"}, nothing
        layer = list(group)
        wrong |= _layer(j, of_, id_, kind, existing, new)
        if (
            len({row["denominator"] for row in layer}) > 1
            or sum(row["numerator"] for row in layer) != layer[-1]["denominator"]
        ):
            wrong.add("SharesDoNotSum")
        for serial, row in enumerate(layer, 1):
            if not any(mandate) and row["holder"] != of_:
                wrong.add("MandateMissing")
            wrong |= set() if existing else book.term(row["until"], right_kind(kind).max_years)
            wrong |= share(book.holder_kind(row["holder"], right_kind(kind)), row["numerator"], row["denominator"])
            new[right_id(id_, kind, serial)] = Right(
                id_, kind, row["holder"], row["until"], row["numerator"], row["denominator"]
            )
    return wrong, lambda: book.rights.update(new)


def _layer(j: Judged, of_: bytes, id_: bytes, kind: int, existing: bool, new: dict[bytes, Right]) -> set[str]:
    """Whether a whole layer may be issued on an asset."""
    asset, first = j.book.assets[id_], right_id(id_, kind, 1)
    wrong = {"LayerExists"} if first in j.book.rights or first in new else set[str]()
    wrong |= {"NotTheHolder"} if asset.collective != of_ else set()
    if asset.status != Status.CONFIRMED and not (existing and asset.status < Status.CONFIRMED):
        wrong.add("AssetNotConfirmed")
    wrong |= {"Barred"} if asset.bars and not existing else set()
    wrong |= {"ShapeIs"} if right_kind(kind).shape != Shape.LAYER else set()
    return wrong | (set() if right_kind(kind).assets >> asset.kind & 1 else {"KindNotOnAsset"})


def numbered(asset: bytes, kind: int, serial: int) -> bytes:
    """A right's id, also with the serial 0 that no right has."""
    return (asset + kind.to_bytes(2, "big") + serial.to_bytes(4, "big")).ljust(32, b"\0")


def share(wrong: set[str], numerator: int, denominator: int) -> set[str]:
    return wrong | (set() if 0 < numerator <= denominator else {"ShareInvalid"})


@draw(2)
def draw_existing(s: Stage) -> Any:
    parents = [r for r, row in s.book.rights.items() if row.kind in SUBS and row.holder != NOBODY]
    parent = s.pick(parents)
    if not parent:
        return None
    above = s.book.rights[parent]
    until = s.dice.choice([0, min(above.until or s.soon(3000), s.soon(900)), s.book.now - 5])
    row = {
        "parent": parent, "kind": int(SUBS[RightKind(above.kind)]), "serial": s.dice.randint(1, 2**31),
        "holder": s.pick(holders_for(s, RightKind.LEASE)), "numerator": 1, "denominator": 1, "until": until,
        "lacks": 1 << Lack.NO_END_DATE if until == 0 else 0, "document": s.document(),
    }  # fmt: skip
    if above.kind in (RightKind.OWNERSHIP,) and s.book.assets[above.asset].kind != AssetKind.CROPLAND:
        return None
    return s.pair("Rights", "recordExisting", Role.HOLD, above.holder, above.holder, [row], MANDATE)


@rule("Rights.recordExisting", pair=True)
def record_existing(j: Judged, grantor: bytes, rows: list[dict[str, Any]], mandate: bytes) -> Verdict:
    book = j.book
    if any(row["parent"][:16] not in book.assets for row in rows):
        return {"AssetUnknown"}, nothing
    wrong = j.pair(Role.HOLD, grantor, [book.assets[row["parent"][:16]].area for row in rows])
    new = dict[bytes, Right]()
    for row in rows:
        if row["kind"] not in RIGHT_KINDS:
            return wrong | {"RightKindUnknown"}, nothing
        parent, kind = book.rights.get(row["parent"]), right_kind(row["kind"])
        if parent is None or parent.holder != grantor:
            return wrong | {"NotTheHolder"}, nothing
        id_ = numbered(parent.asset, row["kind"], row["serial"])
        wrong |= sub(j, row["parent"], kind)
        if not any(mandate) and book.collective(grantor) and not row["lacks"] >> Lack.NO_DECISION & 1:
            wrong.add("LackMissing")
        if row["until"] == 0:
            wrong |= set() if row["lacks"] >> Lack.NO_END_DATE & 1 else {"LackMissing"}
        elif parent.until and row["until"] > parent.until:
            wrong.add("TermBeyondParent")
        wrong |= {"RightExists"} if id_ in book.rights or id_ in new else set()
        wrong |= set() if row["serial"] else {"ShareInvalid"}
        wrong |= share(book.holder_kind(row["holder"], kind), row["numerator"], row["denominator"])
        new[id_] = Right(
            parent.asset, row["kind"], row["holder"], row["until"], row["numerator"], row["denominator"], row["parent"],
            endless=row["until"] == 0,
        )  # fmt: skip
    return wrong, lambda: book.rights.update(new)


def sub(j: Judged, parent: bytes, kind: RightKindRow) -> set[str]:
    """Whether a kind of sub-right may stand under a parent."""
    row = j.book.rights[parent]
    wrong = {"ShapeIs"} if kind.shape != Shape.SUB else set[str]()
    wrong |= set() if kind.parents >> row.kind & 1 else {"KindNotUnderParent"}
    return wrong | (set() if kind.assets >> j.book.assets[row.asset].kind & 1 else {"KindNotOnAsset"})
