"""Burdens as a ladder: the ledger's rank, the statutory register's order beside it, and which of the two binds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from api.web.words import Words
from ledger.desks import securities
from ledger.desks.securities import Said
from ledger.kit.numbers import MortgageState, Paper
from ledger.mortgages.queries import Mortgage, Proposal, Record


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered record, or an open proposal; ``time``: when it was made."""

    text: Markup
    time: int


@dataclass(frozen=True, slots=True)
class Rung:
    """One mortgage. ``statutory``: its place in the statutory register's order among those recorded here, 0: it has
    none. ``required``, ``expected``: papers that were not shown. ``first``: to whom it was granted, if another
    lends today; ``proposals``: the open ones."""

    mortgage: Mortgage
    lender: Markup
    grantor: Markup
    number: str
    statutory: int
    state: str
    required: list[str]
    expected: list[str]
    first: Markup
    records: list[Note]
    proposals: list[Note]


@dataclass(frozen=True, slots=True)
class Ladder:
    """All live mortgages of one right by rank. ``binds``: the key of the sentence that says which order binds."""

    right: str
    register: str
    binds: str
    rungs: list[Rung]


def ladders(words: Words, mortgages: Sequence[Mortgage]) -> list[Ladder]:
    """Return the ladders of an asset's rights; ``mortgages``: the live ones by right and rank."""
    by_right: dict[bytes, list[Mortgage]] = {}
    for one in mortgages:
        if one.live:
            by_right.setdefault(one.right_id, []).append(one)
    return [_ladder(words, right, each, mortgages) for right, each in by_right.items()]


def _ladder(words: Words, right: bytes, each: list[Mortgage], among: Sequence[Mortgage]) -> Ladder:
    register = each[0].register
    named = "" if register is None else register.names[words.lang]
    binds = "unlisted" if register is None else register.effect
    order = sorted((one for one in each if one.registered_at), key=lambda one: one.registered_at or 0)
    place = {one.mortgage: at for at, one in enumerate(order, 1)}
    rungs = [_rung(words, one, place.get(one.mortgage, 0), among) for one in each]
    return Ladder(words.right(right), named, binds, rungs)


def _rung(words: Words, one: Mortgage, place: int, among: Sequence[Mortgage]) -> Rung:
    state = "void" if one.void else one.state.name.lower()
    number = words.names.fields(one.statutory_document).get("/number", "")
    first = one.lender_at()
    return Rung(
        mortgage=one,
        lender=words.party(one.lender),
        grantor=words.party(one.grantor),
        number=str(number or ""),
        statutory=place,
        state=state,
        required=_papers(words, one.missing.required),
        expected=_papers(words, one.missing.expected),
        first=Markup("") if first == one.lender else words.party(first),
        records=[_record(words, each, among) for each in one.records],
        proposals=[_proposal(words, each, among) for each in one.proposals if each.open],
    )


def _record(words: Words, one: Record, among: Sequence[Mortgage]) -> Note:
    what = _said(words, securities.recorded(one, among))
    return Note(words.t("burdens.record", number=one.record_number, what=what), one.recorded)


def _proposal(words: Words, one: Proposal, among: Sequence[Mortgage]) -> Note:
    what, who = _said(words, securities.proposed(one, among)), words.party(one.agrees)
    return Note(words.t("burdens.proposal", who=who, what=what, until=words.date(one.until)), one.proposed)


def _said(words: Words, said: Said) -> Markup:
    fields = {
        name: words.party(one) if isinstance(one, bytes) else words.date(one) for name, one in said.fields.items()
    }
    return words.say(said.key, **fields)


def _papers(words: Words, mask: int) -> list[str]:
    return [words.label(paper) for paper in Paper if mask >> paper & 1]


def others(words: Words, mortgages: Sequence[Mortgage]) -> list[Rung]:
    """Return offers and what has ended, the newest first."""
    found = [one for one in mortgages if not one.live]
    return [_offer(words, one, mortgages) for one in sorted(found, key=lambda one: -(one.ended or one.proposed))]


def _offer(words: Words, one: Mortgage, among: Sequence[Mortgage]) -> Rung:
    rung = _rung(words, one, 0, among)
    over = one.state is MortgageState.PROPOSED and one.over
    return replace(rung, number="", state="over" if over else rung.state, required=[], expected=[])
