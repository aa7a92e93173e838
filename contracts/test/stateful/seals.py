"""Orders: bars laid by courts and authorities, for a term."""

from typing import Any

from contracts.test.stateful.book import Lock, Order
from contracts.test.stateful.play import Call, Judged, Stage, Verdict, draw, nothing, rule
from contracts.test.words import derived, whole
from ledger.kit import catalogue
from ledger.kit.numbers import Capability, OrderKind, OrderState, Role

KINDS = {row.number: row for row in catalogue.order_kinds()}


def _row(s: Stage) -> tuple[bytes, dict[str, Any]]:
    kind = s.pick(KINDS)
    issuer = s.pick(p for p, row in s.book.parties.items() if KINDS[kind].issuers >> row.kind & 1)
    days = KINDS[kind].days
    row = {"kind": int(kind), "until": s.soon(min(days, 40)), "number": s.number(), "document": s.document()}
    return issuer, row


@draw(3)
def draw_lay(s: Stage) -> Any:
    thing = s.pick([*s.book.rights, *(whole(a) for a in list(s.book.assets)[:2])])
    issuer, row = _row(s)
    return thing and s.pair("Orders", "lay", Role.ORDER, issuer, issuer, thing, row)


@rule("Orders.lay", pair=True)
def lay(j: Judged, issuer: bytes, thing: bytes, row: dict[str, Any]) -> Verdict:
    if thing[:16] not in j.book.assets:
        return {"AssetUnknown"}, nothing
    wrong, id_ = j.pair(Role.ORDER, issuer, [j.book.assets[thing[:16]].area]), _id(j, thing, row)
    on = "asset" if thing == whole(thing[:16]) else "right"
    wrong |= _term(j, issuer, row["kind"], row["until"]) | ({"OrderExists"} if id_ in j.book.orders else set())
    wrong |= {"RightUnknown"} if on == "right" and thing not in j.book.rights else set()
    return wrong | locks(j), lambda: _lay(j, id_, Order(thing, issuer, row["until"], row["kind"], on))


@draw(1)
def draw_lay_on_party(s: Stage) -> Any:
    issuer, row = _row(s)
    party = s.pick(s.book.parties)
    return s.pair("Orders", "layOnParty", Role.ORDER, issuer, issuer, party, row) if s.chance(0.6) else None


@rule("Orders.layOnParty", pair=True)
def lay_on_party(j: Judged, issuer: bytes, party: bytes, row: dict[str, Any]) -> Verdict:
    if party not in j.book.parties:
        return {"PartyUnknown"}, nothing
    wrong, id_ = j.pair(Role.ORDER, issuer, [j.book.parties[party].area]), _id(j, party, row)
    wrong |= _term(j, issuer, row["kind"], row["until"]) | ({"OrderExists"} if id_ in j.book.orders else set())
    return wrong | locks(j), lambda: _lay(j, id_, Order(party, issuer, row["until"], row["kind"], "party"))


def live(s: Stage, over: bool) -> list[bytes]:
    return [
        id_ for id_, row in s.book.orders.items() if row.state == OrderState.LIVE and (row.until <= s.book.now) == over
    ]


@draw(1)
def draw_renew(s: Stage) -> Any:
    if not (id_ := s.pick(live(s, False))):
        return None
    row = s.book.orders[id_]
    latest = s.book.now + KINDS[OrderKind(row.kind)].days * 86_400
    if latest <= row.until + 3:
        return None
    return s.pair("Orders", "renew", Role.ORDER, row.issuer, id_, s.dice.randint(row.until + 1, latest), s.document())


@rule("Orders.renew", pair=True)
def renew(j: Judged, id_: bytes, until: int, document: bytes) -> Verdict:
    if wrong := _dead(j, id_):
        return wrong, nothing
    row = j.book.orders[id_]
    wrong = j.pair(Role.ORDER, row.issuer, [area_of(j, row)]) | _term(j, row.issuer, row.kind, until)
    wrong |= {"OrderOver"} if row.until <= j.book.now else set()
    wrong |= {"OrderTermInvalid"} if until <= row.until else set()

    def then() -> None:
        row.until = until

    return wrong, then


@draw(2)
def draw_lift(s: Stage) -> Any:
    id_ = s.pick([*live(s, False), *live(s, True)])
    return id_ and s.pair("Orders", "lift", Role.ORDER, s.book.orders[id_].issuer, id_, s.document())


@rule("Orders.lift", pair=True)
def lift(j: Judged, id_: bytes, document: bytes) -> Verdict:
    if wrong := _dead(j, id_):
        return wrong, nothing
    row = j.book.orders[id_]
    wrong = j.pair(Role.ORDER, row.issuer, [area_of(j, row)], releasing=True)
    return wrong, lambda: _end(j, id_, OrderState.LIFTED)


@draw(8)
def draw_expire(s: Stage) -> Any:
    id_ = s.pick(live(s, True))
    return id_ and Call("Orders", "expire", [id_], s.salt()[:20])


@rule("Orders.expire")
def expire(j: Judged, id_: bytes) -> Verdict:
    if wrong := _dead(j, id_):
        return wrong, nothing
    wrong = {"OrderRuns"} if j.book.orders[id_].until > j.book.now else set[str]()
    return wrong, lambda: _end(j, id_, OrderState.EXPIRED)


def locks(j: Judged) -> set[str]:
    """New business begins with a lock; a closed contract has none to give."""
    return set() if j.book.may(j.call.contract, Capability.LOCK) else {"NotEnrolled"}


def area_of(j: Judged, row: Order) -> int:
    return j.book.parties[row.thing].area if row.on == "party" else j.book.assets[row.thing[:16]].area


def _id(j: Judged, thing: bytes, row: dict[str, Any]) -> bytes:
    return derived(j.stage.world.chain.places["Orders"], thing, row["number"])


def _dead(j: Judged, id_: bytes) -> set[str]:
    row = j.book.orders.get(id_)
    return set() if row and row.state == OrderState.LIVE else {"OrderNotLive"}


def _term(j: Judged, issuer: bytes, kind: int, until: int) -> set[str]:
    if kind not in KINDS:
        return {"OrderKindUnknown"}
    row, wrong = KINDS[OrderKind(kind)], set[str]()
    if issuer not in j.book.parties or not row.issuers >> j.book.parties[issuer].kind & 1:
        wrong.add("NotAnOrderIssuer")
    if not j.book.now < until <= j.book.now + row.days * 86_400:
        wrong.add("OrderTermInvalid")
    return wrong


def _lay(j: Judged, id_: bytes, row: Order) -> None:
    j.book.orders[id_] = row
    if row.on == "right":
        j.book.rights[row.thing].locks[id_] = Lock("Orders", 0, 0, 0)
    else:
        (j.book.assets if row.on == "asset" else j.book.parties)[row.thing[:16]].bars.add(id_)


def _end(j: Judged, id_: bytes, state: int) -> None:
    row = j.book.orders[id_]
    row.state = state
    if row.on == "right":
        del j.book.rights[row.thing].locks[id_]
    else:
        (j.book.assets if row.on == "asset" else j.book.parties)[row.thing[:16]].bars.discard(id_)
