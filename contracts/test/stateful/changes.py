"""What becomes of a mortgage by agreement: renewal, assignment, rank; and the holder's word that the debt has ended."""

from itertools import pairwise
from typing import Any

from contracts.test.chain import CHAIN_ID
from contracts.test.stateful.book import Mortgage, Offer
from contracts.test.stateful.loans import area_of, both, cap, dead, lender_allowed, lenders_for, right_of, some
from contracts.test.stateful.play import Judged, Stage, Verdict, draw, nothing
from ledger.kit.keccak import keccak
from ledger.kit.numbers import Act, ChangeKind, ChangeState, Role

AGREED = {ChangeKind.RENEW: "renew", ChangeKind.ASSIGN: "assign", ChangeKind.RANK: "changeRank"}


def _pair_of_neighbours(s: Stage) -> Any:
    ladders = [row.security() for row in s.book.rights.values()]
    return s.pick((a, b) for ladder in ladders for a, b in pairwise(ladder))


@draw(8)
def draw_propose(s: Stage) -> Any:
    kind, other = s.pick(AGREED), bytes(32)
    id_, row = some(s)
    if kind == ChangeKind.RANK:
        found = _pair_of_neighbours(s)
        id_, other = found or (None, bytes(32))
        row = s.book.mortgages[id_] if id_ else None
    if row is None or id_ is None:
        return None
    to = s.pick(p for p in lenders_for(s, s.book.rights[row.right].kind) if p != row.lender)
    until = max(row.cap + 1, s.soon(700)) if kind == ChangeKind.RENEW and row.cap else 0
    terms = {
        "mortgage": id_, "kind": int(kind), "lender": to if kind == ChangeKind.ASSIGN else bytes(16), "other": other,
        "capUntil": until, "until": s.soon(20), "number": s.number(), "document": s.document(),
    }  # fmt: skip
    return s.call(row.contract, "proposeChange", Role.LEND, row.lender, terms)


def _lawful(j: Judged, terms: dict[str, Any], kind: int) -> tuple[set[str], Mortgage | None]:
    """What refuses a change as things stand."""
    if wrong := dead(j, terms["mortgage"]):
        return wrong, None
    row, right = j.book.mortgages[terms["mortgage"]], right_of(terms["mortgage"])
    if wrong := j.book.dead(right):
        return wrong, None
    wrong = j.book.barred(right, Act.SECURITY) if kind == ChangeKind.RENEW else set()
    if terms["kind"] != kind or kind not in AGREED:
        return wrong | {"ChangeKindDiffers"}, None
    if kind == ChangeKind.ASSIGN:
        wrong |= {"AlreadyTheLender"} if terms["lender"] == row.lender else set()
        wrong |= lender_allowed(j, terms["lender"], j.book.rights[right].holder, j.book.rights[right].kind)
    if kind == ChangeKind.RENEW:
        wrong |= cap(j, terms["capUntil"])
        if terms["capUntil"] <= row.cap if row.cap else terms["capUntil"] != 0:
            wrong.add("CapNotRenewed")
    return wrong, row


@both("proposeChange")
def propose(j: Judged, terms: dict[str, Any]) -> Verdict:
    wrong, row = _lawful(j, terms, terms["kind"])
    if row is None:
        return wrong, nothing
    id_, holder = _id(j, terms["mortgage"], terms["number"]), j.book.rights[row.right].holder
    wrong |= j.gates(Role.LEND, row.lender, [area_of(j, terms["mortgage"])])
    wrong |= {"OfferExists"} if id_ in j.book.changes else set()
    wrong |= {"OfferExpired"} if terms["until"] <= j.book.now else set()
    return wrong, lambda: j.book.changes.update(
        {id_: Offer(j.call.contract, terms, holder, j.call.sender, lender=row.lender)}
    )


def opened(s: Stage) -> Any:
    """An open change of a mortgage that still lives."""
    return s.pick(
        offer
        for offer in s.book.changes.values()
        if offer.state == 1 and s.book.mortgages[offer.terms["mortgage"]].live
    )


@draw(12)
def draw_agree(s: Stage) -> Any:
    if not (offer := opened(s)):
        return None
    terms = offer.terms
    right = s.book.rights[right_of(terms["mortgage"])]
    party, role = (terms["lender"], Role.LEND) if terms["kind"] == ChangeKind.ASSIGN else (right.holder, Role.HOLD)
    args = [terms, offer.proposer, s.head(terms["mortgage"])]
    if terms["kind"] == ChangeKind.RANK:
        args.append(right.security())
    return s.pair(offer.contract, AGREED[ChangeKind(terms["kind"])], role, party, *args, not_by=offer.proposer)


def _agree(
    j: Judged, kind: int, terms: dict[str, Any], proposer: bytes, head: bytes
) -> tuple[set[str], Mortgage | None, Offer | None]:
    """What all agreements ask; the mortgage and the offer when both are there."""
    wrong, row = _lawful(j, terms, kind)
    if row is None:
        return wrong, None, None
    holder = j.book.rights[row.right].holder
    party, role = (terms["lender"], Role.LEND) if kind == ChangeKind.ASSIGN else (holder, Role.HOLD)
    wrong |= j.pair(role, party, [area_of(j, terms["mortgage"])]) | j.same_officer(proposer)
    wrong |= j.stage.moved(terms["mortgage"], head)
    wrong |= {"OfferExpired"} if terms["until"] <= j.book.now else set()
    offer = j.book.changes.get(_id(j, terms["mortgage"], terms["number"]))
    if offer is None or offer.state != 1:
        return wrong | {"OfferNotOpen"}, row, None
    made = (offer.terms, offer.holder, offer.lender, offer.proposer)
    wrong |= {"TermsDiffer"} if (terms, holder, row.lender, proposer) != made else set()
    return wrong, row, offer


def _agreed(row: Mortgage, offer: Offer) -> None:
    offer.state, row.records = ChangeState.AGREED, row.records + 1


@both("renew", pair=True)
def renew(j: Judged, terms: dict[str, Any], proposer: bytes, head: bytes) -> Verdict:
    wrong, row, offer = _agree(j, ChangeKind.RENEW, terms, proposer, head)
    if row is None or offer is None:
        return wrong, nothing

    def then() -> None:
        _agreed(row, offer)
        row.cap = terms["capUntil"]

    return wrong, then


@both("assign", pair=True)
def assign(j: Judged, terms: dict[str, Any], proposer: bytes, head: bytes) -> Verdict:
    wrong, row, offer = _agree(j, ChangeKind.ASSIGN, terms, proposer, head)
    if row is None or offer is None:
        return wrong, nothing

    def then() -> None:
        _agreed(row, offer)
        row.lender = terms["lender"]

    return wrong, then


@both("changeRank", pair=True)
def change_rank(j: Judged, terms: dict[str, Any], proposer: bytes, head: bytes, ladder: list[bytes]) -> Verdict:
    wrong, row, offer = _agree(j, ChangeKind.RANK, terms, proposer, head)
    if row is None or offer is None:
        return wrong, nothing
    locks, falling, rising = j.book.rights[row.right].locks, terms["mortgage"], terms["other"]
    live = j.book.rights[row.right].security()
    wrong |= {"LadderDiffers"} if ladder != live else set()
    if (falling, rising) not in pairwise(live):
        wrong |= {"NotNeighbours"}

    def then() -> None:
        _agreed(row, offer)
        locks[falling].place, locks[rising].place = locks[rising].place, locks[falling].place

    return wrong, then


@draw(1)
def draw_withdraw(s: Stage) -> Any:
    if not (offer := opened(s)) or s.chance(0.5):
        return None
    row = s.book.mortgages[offer.terms["mortgage"]]
    return s.call(row.contract, "withdrawChange", Role.LEND, row.lender, offer.terms["mortgage"], offer.terms["number"])


@both("withdrawChange")
def withdraw(j: Judged, id_: bytes, number: int) -> Verdict:
    if wrong := dead(j, id_):
        return wrong, nothing
    wrong = j.gates(Role.LEND, j.book.mortgages[id_].lender, [area_of(j, id_)], releasing=True)
    offer = j.book.changes.get(_id(j, id_, number))
    if offer is None or offer.state != 1:
        return wrong | {"OfferNotOpen"}, nothing

    def then() -> None:
        offer.state = ChangeState.WITHDRAWN

    return wrong, then


@draw(2)
def draw_claim(s: Stage) -> Any:
    id_, row = some(s, claimed=False)
    return row and s.call(row.contract, "claimEnd", Role.HOLD, s.book.rights[row.right].holder, id_, s.document())


@both("claimEnd")
def claim(j: Judged, id_: bytes, document: bytes) -> Verdict:
    if wrong := dead(j, id_) or j.book.dead(right_of(id_)):
        return wrong, nothing
    row = j.book.mortgages[id_]
    wrong = j.gates(Role.HOLD, j.book.rights[row.right].holder, [area_of(j, id_)])

    def then() -> None:
        row.claimed = True

    return wrong | ({"EndClaimed"} if row.claimed else set()), then


@draw(2)
def draw_deny(s: Stage) -> Any:
    id_, row = some(s, claimed=True)
    return row and s.call(row.contract, "denyEnd", Role.LEND, row.lender, id_, s.document())


@both("denyEnd")
def deny(j: Judged, id_: bytes, document: bytes) -> Verdict:
    if wrong := dead(j, id_):
        return wrong, nothing
    row = j.book.mortgages[id_]
    wrong = j.gates(Role.LEND, row.lender, [area_of(j, id_)])

    def then() -> None:
        row.claimed = False

    return wrong | (set() if row.claimed else {"EndNotClaimed"}), then


def _id(j: Judged, mortgage: bytes, number: int) -> bytes:
    place = j.stage.world.chain.places[j.call.contract]
    words = CHAIN_ID.to_bytes(32, "big") + place.rjust(32, b"\0") + mortgage + number.to_bytes(32, "big")
    return keccak(words)
