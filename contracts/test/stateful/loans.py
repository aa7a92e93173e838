"""Mortgages, in the first contract and in its successor: proposed, accepted, recorded, discharged."""

from collections.abc import Callable
from typing import Any

from contracts.test.stateful.book import Lock, Mortgage, Offer
from contracts.test.stateful.kinds import right_kind
from contracts.test.stateful.moves import needed
from contracts.test.stateful.play import Judged, Rule, Stage, Verdict, draw, nothing, rule
from contracts.test.stateful.seals import locks
from contracts.test.words import MANDATE, derived
from ledger.kit.numbers import Act, Capability, Covenant, Form, MortgageState, Role

CONTRACTS = ("Mortgages", "Mortgages2", "Mortgages3")
"""The first, the one beside it from the beginning, the one that is enrolled on the way."""


def both(function: str, *, pair: bool = False) -> Callable[[Rule], Rule]:
    """A rule of either contract."""

    def keep(given: Rule) -> Rule:
        for contract in CONTRACTS:
            rule(f"{contract}.{function}", pair=pair)(given)
        return given

    return keep


def lenders_for(s: Stage, kind: int) -> list[bytes]:
    return [p for p, row in s.book.parties.items() if right_kind(kind).lenders >> row.kind & 1]


@draw(8)
def draw_propose(s: Stage) -> Any:
    secured = [
        r for r, row in s.book.rights.items() if right_kind(row.kind).forms and not s.book.barred(r, Act.SECURITY)
    ]
    if not (right := s.pick(secured)):
        return None
    row = s.book.rights[right]
    forms = [form for form in Form if right_kind(row.kind).forms >> (form - 1) & 1]
    form = s.pick(forms)
    terms = {
        "right": right, "lender": s.pick(p for p in lenders_for(s, row.kind) if p != row.holder), "form": int(form),
        "covenant": 2 if form == Form.PLEDGE else s.dice.randrange(3), "debtorIsGrantor": True,
        "capUntil": s.pick([0, s.soon(400)]), "until": s.soon(20), "papers": 0xFFF, "number": s.number(),
        "mandate": MANDATE, "document": s.document(),
    }  # fmt: skip
    contract = s.pick(name for name in CONTRACTS if s.book.may(name, Capability.LOCK))
    return terms["lender"] and contract and s.call(contract, "propose", Role.HOLD, row.holder, terms)


@both("propose")
def propose(j: Judged, terms: dict[str, Any]) -> Verdict:
    book, right = j.book, terms["right"]
    if right[:16] not in book.assets:
        return {"AssetUnknown"}, nothing
    wrong = book.barred(right, Act.SECURITY)
    if wrong & {"RightUnknown", "RightHasLapsed"}:
        return wrong, nothing
    row, id_ = book.rights[right], _id(j, terms)
    wrong |= j.gates(Role.HOLD, row.holder, [book.assets[row.asset].area])
    wrong |= _lawful(j, terms, row.holder, row.kind)
    wrong |= {"OfferExists"} if id_ in book.offers else set()
    wrong |= {"OfferExpired"} if terms["until"] <= book.now else set()
    return wrong, lambda: book.offers.update({id_: Offer(j.call.contract, terms, row.holder, j.call.sender)})


def _lawful(j: Judged, terms: dict[str, Any], holder: bytes, kind: int) -> set[str]:
    row, form, wrong = right_kind(kind), terms["form"], set[str]()
    if not form or not row.forms >> (form - 1) & 1:
        wrong.add("FormNotAllowed")
    if terms["covenant"] > 2 or (form == Form.PLEDGE and terms["covenant"] != Covenant.REGISTERED):
        wrong.add("CovenantInvalid")
    wrong |= lender_allowed(j, terms["lender"], holder, kind)
    if j.book.collective(holder):
        wrong |= set() if terms["debtorIsGrantor"] else {"DebtOfAnother"}
        wrong |= set() if any(terms["mandate"]) else {"MandateMissing"}
    wrong |= {"PapersMissing"} if row.papers_for(Act.SECURITY).required & ~terms["papers"] else set()
    return wrong | cap(j, terms["capUntil"])


def lender_allowed(j: Judged, lender: bytes, holder: bytes, kind: int) -> set[str]:
    if lender == holder:
        return {"LenderIsGrantor", "LenderKindRefused"}
    if lender not in j.book.parties:
        return {"PartyUnknown"}
    return set() if right_kind(kind).lenders >> j.book.parties[lender].kind & 1 else {"LenderKindRefused"}


def cap(j: Judged, until: int) -> set[str]:
    return {"CapInPast"} if until and until <= j.book.now else set()


def opened(s: Stage) -> bytes:
    open_ = [i for i, o in s.book.offers.items() if o.state == 1 and i not in s.book.mortgages]
    return bytes(s.pick(open_) or b"")


@draw(12)
def draw_accept(s: Stage) -> Any:
    if not (id_ := opened(s)):
        return None
    offer = s.book.offers[id_]
    right, lender = offer.terms["right"], offer.terms["lender"]
    args = [offer.terms, offer.proposer, len(s.book.rights[right].security()) + 1, s.head(right)]
    consents = needed(s, right, Act.SECURITY, id_) or []
    return s.pair(offer.contract, "accept", Role.LEND, lender, *args, consents, not_by=offer.proposer)


@both("accept", pair=True)
def accept(j: Judged, terms: dict[str, Any], proposer: bytes, rank: int, head: bytes, consents: list[bytes]) -> Verdict:
    book, right, id_ = j.book, terms["right"], _id(j, terms)
    offer = book.offers.get(id_)
    if offer is None or offer.state != 1 or offer.contract != j.call.contract:
        return {"OfferNotOpen"}, nothing
    wrong = j.stage.moved(right, head) | locks(j) | book.barred(right, Act.SECURITY)
    if wrong & {"RightUnknown", "RightHasLapsed"}:
        return wrong, nothing
    row = book.rights[right]
    wrong |= book.unproved(right, Act.SECURITY, id_, consents)
    wrong |= j.pair(Role.LEND, terms["lender"], [book.assets[row.asset].area]) | j.same_officer(proposer)
    wrong |= {"RankDiffers"} if rank != len(row.security()) + 1 else set()
    if (terms, row.holder, proposer) != (offer.terms, offer.holder, offer.proposer):
        wrong.add("TermsDiffer")
    wrong |= {"OfferExpired"} if terms["until"] <= book.now else set()
    wrong |= {"CovenantInvalid"} if terms["covenant"] > 2 else set()
    wrong |= cap(j, terms["capUntil"])

    def then() -> None:
        offer.state, book.places = 2, book.places + 1
        row.locks[id_] = Lock(j.call.contract, Act.SECURITY, terms["covenant"], book.places)
        state = MortgageState.PENDING if right_kind(row.kind).at_registration else MortgageState.EFFECTIVE
        book.mortgages[id_] = Mortgage(j.call.contract, right, terms["lender"], state, terms["form"], terms["capUntil"])

    return wrong, then


@draw(1)
def draw_withdraw(s: Stage) -> Any:
    if not (id_ := opened(s)) or s.chance(0.6):
        return None
    offer = s.book.offers[id_]
    return s.call(offer.contract, "withdraw", Role.HOLD, s.book.rights[offer.terms["right"]].holder, id_)


@both("withdraw")
def withdraw(j: Judged, id_: bytes) -> Verdict:
    right = right_of(id_)
    if right[:16] not in j.book.assets:
        return {"AssetUnknown"}, nothing
    if wrong := j.book.dead(right):
        return wrong, nothing
    offer = j.book.offers.get(id_)
    wrong = j.gates(Role.HOLD, j.book.rights[right].holder, [area_of(j, id_)], releasing=True)
    if offer is None or offer.state != 1 or offer.contract != j.call.contract:
        return wrong | {"OfferNotOpen"}, nothing

    def then() -> None:
        offer.state = MortgageState.WITHDRAWN

    return wrong, then


def some(s: Stage, **wanted: Any) -> Any:
    """Id and row of a live mortgage with these fields; twice None when there is none."""
    rows = [
        (i, m) for i, m in s.book.mortgages.items() if m.live and all(getattr(m, k) == v for k, v in wanted.items())
    ]
    return s.pick(rows) or (None, None)


def dead(j: Judged, id_: bytes) -> set[str]:
    """Nothing follows discharge, and nothing happens to an offer."""
    row = j.book.mortgages.get(id_)
    return set() if row and row.live and row.contract == j.call.contract else {"MortgageNotLive"}


def right_of(id_: bytes) -> bytes:
    return id_[:22] + bytes(10)


def area_of(j: Judged, id_: bytes) -> int:
    return j.book.assets[id_[:16]].area


def _id(j: Judged, terms: dict[str, Any]) -> bytes:
    return derived(j.stage.world.chain.places[j.call.contract], terms["right"], terms["number"])
