"""Terms of rights: extended, lapsed, reissued; and their value."""

from typing import Any

from contracts.test.stateful.book import NOBODY, Right
from contracts.test.stateful.kinds import right_kind
from contracts.test.stateful.play import Call, Judged, Stage, Verdict, draw, nothing, rule
from contracts.test.stateful.titles import holders_for, numbered, share, split, term_for
from contracts.test.words import MANDATE, YEAR
from ledger.kit.numbers import Act, End, PartyKind, Role, Shape


@draw(2)
def draw_extend(s: Stage) -> Any:
    id_ = s.pick(r for r, row in s.book.rights.items() if row.until > s.book.now)
    if not id_:
        return None
    row = s.book.rights[id_]
    above = s.book.rights.get(row.parent)
    grantor = above.holder if above else s.book.assets[row.asset].collective
    latest = above.until if above and above.until else row.until + YEAR
    if latest <= row.until + 1 or grantor not in s.book.parties:
        return None
    return s.pair("Rights", "extend", Role.HOLD, grantor, id_, s.dice.randint(row.until + 1, latest), MANDATE)


@rule("Rights.extend", pair=True)
def extend(j: Judged, id_: bytes, until: int, mandate: bytes) -> Verdict:
    book, row = j.book, j.book.rights.get(id_)
    if id_[:16] not in book.assets:
        return {"AssetUnknown"}, nothing
    asset = book.assets[id_[:16]]
    parent = book.rights.get(row.parent) if row else None
    grantor = parent.holder if parent else asset.collective
    wrong = j.pair(Role.HOLD, grantor, [asset.area])
    if row is None:
        return wrong | {"RightUnknown"}, nothing
    wrong |= book.dead(id_) | book.term(until, right_kind(row.kind).max_years)
    wrong |= {"TermRuns"} if row.until == 0 or until <= row.until else set()
    wrong |= {"MandateMissing"} if not any(mandate) and book.collective(grantor) else set()
    if parent and parent.until and (until == 0 or until > parent.until):
        wrong.add("TermBeyondParent")
    if parent:
        wrong |= book.barred(row.parent, Act.SUB) | book.unproved(row.parent, Act.SUB, b"", [])
    elif right_kind(row.kind).end != End.EXTENDED:
        wrong |= book.closed(row.asset)

    def then() -> None:
        row.until = until

    return wrong, then


@draw(8)
def draw_lapse(s: Stage) -> Any:
    over = [
        r
        for r, row in s.book.rights.items()
        if row.holder != NOBODY and 0 < row.until <= s.book.now and right_kind(row.kind).end == End.LAPSES
    ]
    return Call("Rights", "lapse", [s.pick(over)], s.pick(s.book.postings)) if over else None


@rule("Rights.lapse")
def lapse(j: Judged, id_: bytes) -> Verdict:
    row = j.book.rights.get(id_)
    if row is None:
        return {"RightUnknown"}, nothing
    wrong = {"RightHasLapsed"} if row.holder == NOBODY else set[str]()
    wrong |= {"DoesNotLapse"} if right_kind(row.kind).end != End.LAPSES else set()
    wrong |= {"TermRuns"} if row.until == 0 or row.until > j.book.now else set()

    def then() -> None:
        row.holder = NOBODY

    return wrong, then


@draw(8)
def draw_reissue(s: Stage) -> Any:
    lapsed = s.pick(
        r
        for r, row in s.book.rights.items()
        if row.holder == NOBODY and row.numerator and right_kind(row.kind).shape == Shape.LAYER
    )
    if not lapsed:
        return None
    row = s.book.rights[lapsed]
    rows = [
        {
            "serial": s.dice.randint(100, 2**31), "holder": s.pick(holders_for(s, row.kind)), "numerator": part,
            "until": term_for(s, row.kind), "document": s.document(),
        }
        for part in split(s, row.numerator)
    ]  # fmt: skip
    of_ = s.book.assets[row.asset].collective
    return s.pair("Rights", "reissue", Role.REGISTER, of_, of_, lapsed, rows, MANDATE)


@rule("Rights.reissue", pair=True)
def reissue(j: Judged, of_: bytes, lapsed: bytes, rows: list[dict[str, Any]], mandate: bytes) -> Verdict:
    book, row = j.book, j.book.rights.get(lapsed)
    if lapsed[:16] not in book.assets:
        return {"AssetUnknown"}, nothing
    wrong = j.pair(Role.REGISTER, of_, [book.assets[lapsed[:16]].area])
    wrong |= {"NotTheHolder"} if book.assets[lapsed[:16]].collective != of_ else set()
    if row is None:
        return wrong | {"RightUnknown"}, nothing
    kind = right_kind(row.kind)
    wrong |= {"NotLapsed"} if row.holder != NOBODY or row.numerator == 0 else set()
    wrong |= {"ShapeIs"} if kind.shape != Shape.LAYER else set()
    wrong |= set() if any(mandate) else {"MandateMissing"}
    wrong |= book.closed(row.asset)
    wrong |= {"SharesDoNotSum"} if sum(each["numerator"] for each in rows) != row.numerator else set()
    new = dict[bytes, Right]()
    for each in rows:
        id_ = numbered(row.asset, row.kind, each["serial"])
        wrong |= {"RightExists"} if id_ in book.rights or id_ in new else set()
        wrong |= set() if each["serial"] else {"ShareInvalid"}
        wrong |= share(book.holder_kind(each["holder"], kind), each["numerator"], row.denominator)
        wrong |= book.term(each["until"], kind.max_years)
        new[id_] = Right(row.asset, row.kind, each["holder"], each["until"], each["numerator"], row.denominator)

    def then() -> None:
        row.numerator = 0
        book.rights.update(new)

    return wrong, then


@draw(1)
def draw_value(s: Stage) -> Any:
    id_ = s.pick(s.book.rights)
    valuer = s.pick(p for p, row in s.book.parties.items() if row.kind == PartyKind.VALUER)
    when = s.book.now - s.dice.randrange(1000)
    return id_ and s.call(
        "Rights", "value", Role.VALUE, valuer, valuer, id_, 1, when, s.dice.randrange(10**9), s.document()
    )


@rule("Rights.value")
def value(j: Judged, valuer: bytes, id_: bytes, method: int, when: int, fen: int, document: bytes) -> Verdict:
    if id_[:16] not in j.book.assets:
        return {"AssetUnknown"}, nothing
    wrong = j.gates(Role.VALUE, valuer, [j.book.assets[id_[:16]].area])
    row = j.book.rights.get(id_)
    wrong |= {"RightUnknown"} if row is None else set()
    wrong |= {"InterestedValuer"} if row and row.holder == valuer else set()
    return wrong | ({"ValuationInFuture"} if when > j.book.now else set()), nothing
