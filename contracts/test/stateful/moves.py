"""Transfers: a right is let or moved by agreement."""

from typing import Any

from contracts.test.stateful.book import Lock, Offer, Right
from contracts.test.stateful.kinds import RIGHT_KINDS, right_kind
from contracts.test.stateful.play import Call, Judged, Stage, Verdict, draw, nothing, rule
from contracts.test.stateful.seals import locks
from contracts.test.stateful.titles import SUBS, holders_for, numbered, share, sub
from contracts.test.words import MANDATE, derived
from ledger.kit.numbers import Act, Covenant, RightKind, Role, TransferState, Way

OPEN = {Way.LEASE: Act.SUB, Way.ASSIGN: Act.TRANSFER}


@draw(6)
def draw_propose(s: Stage) -> Any:
    way = s.pick(OPEN)
    right = s.pick(r for r, row in s.book.rights.items() if not s.book.barred(r, OPEN[way]))
    row = s.book.rights.get(right)
    if row is None or (way == Way.LEASE and row.kind not in SUBS):
        return None
    kind = int(SUBS[RightKind(row.kind)]) if way == Way.LEASE else 0
    to = s.pick(p for p in holders_for(s, kind or row.kind) if p != row.holder)
    latest, shares = row.until or s.soon(3000), s.dice.randint(1, 9)
    terms = {
        "right": right, "way": int(way), "to": to, "kind": kind, "serial": s.dice.randint(1, 2**31) if kind else 0,
        "numerator": s.dice.randint(1, shares) if kind else 0, "denominator": shares if kind else 0,
        "termUntil": s.dice.randint(s.book.now, latest) if kind and latest > s.book.now else 0,
        "until": s.soon(20), "papers": 0xFFF, "number": s.number(), "mandate": MANDATE, "document": s.document(),
    }  # fmt: skip
    return to and s.call("Transfers", "propose", Role.HOLD, row.holder, terms)


@rule("Transfers.propose")
def propose(j: Judged, terms: dict[str, Any]) -> Verdict:
    book, right = j.book, terms["right"]
    if terms["way"] not in OPEN:
        return {"WayNotOpen"}, nothing
    if right[:16] not in book.assets:
        return {"AssetUnknown"} | locks(j), nothing
    act = OPEN[Way(terms["way"])]
    wrong = locks(j) | book.barred(right, act)
    if wrong & {"RightUnknown", "RightHasLapsed"}:
        return wrong, nothing
    row, id_ = book.rights[right], _id(j, terms)
    wrong |= {"CauseExists"} if id_ in row.locks else set()
    wrong |= j.gates(Role.HOLD, row.holder, [book.assets[row.asset].area])
    wrong |= {"TransferToHolder"} if terms["to"] == row.holder else set()
    needed = right_kind(row.kind).papers_for(act).required
    wrong |= {"PapersMissing"} if needed & ~terms["papers"] else set()
    wrong |= {"MandateMissing"} if not any(terms["mandate"]) and book.collective(row.holder) else set()
    wrong |= {"OfferExists"} if id_ in book.transfers else set()
    wrong |= {"OfferExpired"} if terms["until"] <= book.now else set()

    def then() -> None:
        book.transfers[id_] = Offer("Transfers", terms, row.holder, j.call.sender)
        row.locks[id_] = Lock("Transfers", act, Covenant.NONE, 0)

    return wrong, then


def opened(s: Stage) -> Any:
    return s.pick(id_ for id_, offer in s.book.transfers.items() if offer.state == TransferState.PROPOSED)


def needed(s: Stage, right: bytes, act: int, cause: bytes) -> list[bytes] | None:
    """The consents that prove themselves; None when one is not given yet."""
    row = s.book.rights[right]
    if not s.book.unproved(right, act, cause, []):
        return []
    return row.covenants() if not s.book.unproved(right, act, cause, row.covenants()) else None


@draw(8)
def draw_accept(s: Stage) -> Any:
    if not (id_ := opened(s)):
        return None
    offer = s.book.transfers[id_]
    right, to = offer.terms["right"], offer.terms["to"]
    consents = needed(s, right, OPEN[Way(offer.terms["way"])], id_)
    args = [offer.terms, offer.proposer, s.head(right), consents or []]
    return s.pair("Transfers", "accept", Role.HOLD, to, *args, not_by=offer.proposer)


@rule("Transfers.accept", pair=True)
def accept(j: Judged, terms: dict[str, Any], proposer: bytes, head: bytes, consents: list[bytes]) -> Verdict:
    book, right, id_ = j.book, terms["right"], _id(j, terms)
    offer = book.transfers.get(id_)
    if offer is None or offer.state != TransferState.PROPOSED:
        return {"OfferNotOpen"}, nothing
    wrong = j.stage.moved(right, head)
    if terms["way"] not in OPEN:
        return wrong | {"WayNotOpen"}, nothing
    act = OPEN[Way(terms["way"])]
    wrong |= book.barred(right, act, except_for=id_)
    if wrong & {"RightUnknown", "RightHasLapsed"}:
        return wrong, nothing
    row = book.rights[right]
    wrong |= book.unproved(right, act, id_, consents)
    new, granted = _granted(j, terms, wrong) if act == Act.SUB else (b"", None)
    if act == Act.TRANSFER:
        wrong |= book.holder_kind(terms["to"], right_kind(row.kind))
    wrong |= j.pair(Role.HOLD, terms["to"], [book.assets[row.asset].area]) | j.same_officer(proposer)
    if (terms, row.holder, proposer) != (offer.terms, offer.holder, offer.proposer):
        wrong.add("TermsDiffer")
    wrong |= {"OfferExpired"} if terms["until"] <= book.now else set()

    def then() -> None:
        offer.state = TransferState.ACCEPTED
        del row.locks[id_]
        if granted:
            book.rights[new] = granted
        else:
            row.holder = terms["to"]

    return wrong, then


def _granted(j: Judged, terms: dict[str, Any], wrong: set[str]) -> tuple[bytes, Right | None]:
    """The sub-right of the terms; what refuses it is added."""
    if terms["kind"] not in RIGHT_KINDS:
        wrong.add("RightKindUnknown")
        return b"", None
    book, parent, kind = j.book, j.book.rights[terms["right"]], right_kind(terms["kind"])
    id_ = numbered(parent.asset, terms["kind"], terms["serial"])
    wrong |= sub(j, terms["right"], kind) | book.term(terms["termUntil"], kind.max_years)
    if parent.until and (terms["termUntil"] == 0 or terms["termUntil"] > parent.until):
        wrong.add("TermBeyondParent")
    wrong |= {"RightExists"} if id_ in book.rights else set()
    wrong |= {"ShareInvalid"} if not terms["serial"] else set()
    wrong |= share(book.holder_kind(terms["to"], kind), terms["numerator"], terms["denominator"])
    shares = terms["numerator"], terms["denominator"]
    return id_, Right(parent.asset, terms["kind"], terms["to"], terms["termUntil"], *shares, terms["right"])


@draw(1)
def draw_withdraw(s: Stage) -> Any:
    id_ = opened(s)
    holder = s.book.rights[s.book.transfers[id_].terms["right"]].holder if id_ else b""
    return s.call("Transfers", "withdraw", Role.HOLD, holder, id_) if id_ and s.chance(0.5) else None


@rule("Transfers.withdraw")
def withdraw(j: Judged, id_: bytes) -> Verdict:
    right = id_[:22] + bytes(10)
    if right[:16] not in j.book.assets:
        return {"AssetUnknown"}, nothing
    if wrong := j.book.dead(right):
        return wrong, nothing
    row, offer = j.book.rights[right], j.book.transfers.get(id_)
    wrong = j.gates(Role.HOLD, row.holder, [j.book.assets[row.asset].area], releasing=True)
    if offer is None or offer.state != TransferState.PROPOSED:
        return wrong | {"OfferNotOpen"}, nothing
    return wrong, lambda: _end(j, id_, TransferState.WITHDRAWN)


@draw(5)
def draw_expire(s: Stage) -> Any:
    over = [
        id_
        for id_, offer in s.book.transfers.items()
        if offer.state == TransferState.PROPOSED and offer.terms["until"] <= s.book.now
    ]
    if not (id_ := s.pick(over)):
        return None
    offer = s.book.transfers[id_]
    return Call("Transfers", "expire", [offer.terms, offer.holder, offer.proposer], s.salt()[:20])


@rule("Transfers.expire")
def expire(j: Judged, terms: dict[str, Any], holder: bytes, proposer: bytes) -> Verdict:
    id_ = _id(j, terms)
    wrong = {"OfferRuns"} if terms["until"] > j.book.now else set[str]()
    offer = j.book.transfers.get(id_)
    if offer is None or offer.state != TransferState.PROPOSED:
        return wrong | {"OfferNotOpen"}, nothing
    wrong |= {"TermsDiffer"} if (terms, holder, proposer) != (offer.terms, offer.holder, offer.proposer) else set()
    return wrong, lambda: _end(j, id_, TransferState.EXPIRED)


def _end(j: Judged, id_: bytes, state: int) -> None:
    offer = j.book.transfers[id_]
    offer.state = state
    del j.book.rights[offer.terms["right"]].locks[id_]


def _id(j: Judged, terms: dict[str, Any]) -> bytes:
    return derived(j.stage.world.chain.places["Transfers"], terms["right"], terms["number"])
