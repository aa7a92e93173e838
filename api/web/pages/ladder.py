"""Burdens as a ladder: the ledger's rank, the statutory register's order beside it, and which of the two binds."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from api.web.words import Words
from ledger.kit.numbers import MortgageState, Paper
from ledger.mortgages.queries import Mortgage


@dataclass(frozen=True, slots=True)
class Rung:
    """One live mortgage. ``statutory``: its place in the statutory register's order among those recorded here, 0: it
    has none. ``required``, ``expected``: papers that were not shown."""

    mortgage: Mortgage
    lender: Markup
    grantor: Markup
    number: str
    statutory: int
    state: str
    required: list[str]
    expected: list[str]


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
    return [_ladder(words, right, each) for right, each in by_right.items()]


def _ladder(words: Words, right: bytes, each: list[Mortgage]) -> Ladder:
    register = each[0].register
    named = "" if register is None else register.names[words.lang]
    binds = "unlisted" if register is None else register.effect
    order = sorted((one for one in each if one.registered_at), key=lambda one: one.registered_at or 0)
    place = {one.mortgage: at for at, one in enumerate(order, 1)}
    rungs = [_rung(words, one, place.get(one.mortgage, 0)) for one in each]
    return Ladder(words.right(right), named, binds, rungs)


def _rung(words: Words, one: Mortgage, place: int) -> Rung:
    state = "void" if one.void else one.state.name.lower()
    number = words.names.fields(one.statutory_document).get("/number", "")
    return Rung(
        mortgage=one,
        lender=words.party(one.lender),
        grantor=words.party(one.grantor),
        number=str(number or ""),
        statutory=place,
        state=state,
        required=_papers(words, one.missing.required),
        expected=_papers(words, one.missing.expected),
    )


def _papers(words: Words, mask: int) -> list[str]:
    return [words.label(paper) for paper in Paper if mask >> paper & 1]


def others(words: Words, mortgages: Sequence[Mortgage]) -> list[Rung]:
    """Return offers and what has ended, the newest first."""
    found = [one for one in mortgages if not one.live]
    return [_offer(words, one) for one in sorted(found, key=lambda one: -(one.ended or one.proposed))]


def _offer(words: Words, one: Mortgage) -> Rung:
    rung = _rung(words, one, 0)
    over = one.state is MortgageState.PROPOSED and one.over
    return Rung(one, rung.lender, rung.grantor, "", 0, "over" if over else rung.state, [], [])
