"""Rights as a stack: what lies on what, each term as a length on one axis of time."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from api.web.words import BEIJING, Words
from ledger.desks.story import Story
from ledger.rights.queries import Right, Term

_DAY = 86_400
_YEAR = 365 * _DAY


@dataclass(frozen=True, slots=True)
class Bar:
    """One right. ``start``, ``length``: percent of the axis; ``state``: live, barred, waiting or ended."""

    right: Right
    name: str
    holder: Markup
    depth: int
    start: str
    length: str
    state: str
    endless: bool
    term: str
    share: str
    burdens: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis; ``at`` in percent."""

    at: str
    year: int


@dataclass(frozen=True, slots=True)
class Stack:
    """Bars from the top of the stack down; ``now`` in percent."""

    bars: list[Bar]
    ticks: list[Tick]
    now: str


def stack(words: Words, story: Story) -> Stack:
    """Return the rights of an asset, sub-rights above what they were granted from, the lowest layer last."""
    rights = [(depth, right) for layer in story.layers for right in layer.rights for depth, right in _above(right, 0)]
    starts = [right.since for _, right in rights] or [story.now]
    ends = [right.until for _, right in rights if right.until] or [story.now + 10 * _YEAR]
    first = min(*starts, story.now - _YEAR)
    last = max(*ends, story.now + 2 * _YEAR)
    axis = _Axis(first, last + (last - first) // 25)
    barred = {bar.thing for bar in story.bars if not bar.over}
    whole = {story.asset.asset} & barred
    bars = [
        _bar(words, axis, depth, right, bool(whole) or right.right_id in barred or right.holder in barred)
        for depth, right in rights
    ]
    return Stack(bars[::-1], axis.ticks(), axis.at(story.now))


def _above(right: Right, depth: int) -> list[tuple[int, Right]]:
    return [(depth, right), *(pair for sub in right.subs for pair in _above(sub, depth + 1))]


def _bar(words: Words, axis: "_Axis", depth: int, right: Right, barred: bool) -> Bar:
    end = right.until or axis.last
    if right.term in (Term.CONTINUES, Term.EXTENDED):
        end = axis.last
    state = "barred" if barred else "live"
    if not right.live:
        state = "ended"
    return Bar(
        right=right,
        name=words.right(right.right_id),
        holder=words.party(right.holder),
        depth=depth,
        start=axis.at(right.since),
        length=axis.length(right.since, end),
        state=state,
        endless=right.until == 0,
        term=_term(words, right),
        share=words.share(right.share),
        burdens=right.encumbrances,
    )


def _term(words: Words, right: Right) -> str:
    if right.until == 0:
        return str(words.t("term.endless"))
    return str(words.t(f"term.{right.term.value}", until=words.date(right.until)))


@dataclass(frozen=True, slots=True)
class _Axis:
    first: int
    last: int

    def at(self, seconds: int) -> str:
        return f"{100 * (seconds - self.first) / (self.last - self.first):.2f}"

    def length(self, start: int, end: int) -> str:
        return f"{max(0.4, 100 * (end - start) / (self.last - self.first)):.2f}"

    def ticks(self) -> list[Tick]:
        years = (self.last - self.first) // _YEAR
        step = next((step for step in (1, 2, 5, 10, 20, 50) if years / step <= 6), 100)
        opening = datetime.fromtimestamp(self.first, BEIJING).year + 1
        found = []
        for year in range(opening - opening % -step, 9999, step):
            place = int(datetime(year, 1, 1, tzinfo=BEIJING).timestamp())
            if place > self.last - (self.last - self.first) // 20:
                break
            found.append(Tick(self.at(place), year))
        return found
