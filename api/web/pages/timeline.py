"""The timeline: what was recorded, in sentences, one entry for each transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from api.web.words import Words
from ledger.desks.story import Step
from ledger.kit.ids import PartyId
from ledger.kit.numbers import AssetKind, ChangeKind, Form, Method, OrderKind, Outcome, RightKind, Way
from ledger.store.timeline import Position, Record

_CONSEQUENCES = (
    "RightLocked", "RightUnlocked", "RightPlacesSwapped", "AssetBarred", "AssetReleased", "CovenantLifted",
    "RightReissued",
)  # fmt: skip
"""What follows from another record of the same transaction; it stands under technical details alone."""
_DATES = ("until", "deadline", "valued_at", "registered_at", "cap_until", "term_until")
Lent = dict[Position, dict[str, PartyId]]
"""At each record about a mortgage whose it was (``own``), and whose rose (``risen``)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``said``: sentences; ``signer``: whose officer signed, None if anybody may; ``documents``: by name."""

    time: int
    block: int
    said: list[Markup]
    signer: PartyId | None
    documents: list[Markup]


def entries(words: Words, steps: Sequence[Step]) -> list[Entry]:
    """Return the entries, the newest first."""
    found: dict[bytes, list[Step]] = {}
    for step in steps:
        found.setdefault(step.record.tx, []).append(step)
    lent = _lent(steps)
    return [_entry(words, each, lent) for each in reversed(found.values())]


def _lent(steps: Sequence[Step]) -> Lent:
    lenders: dict[Any, PartyId] = {}
    found: Lent = {}
    for step in steps:
        record = step.record
        if record.name in ("MortgageProposed", "MortgageAssigned"):
            lenders[record["mortgage"]] = record["lender"]
        named = {"own": record.args.get("mortgage"), "risen": record.args.get("other")}
        found[record.position] = {word: lenders[value] for word, value in named.items() if value in lenders}
    return found


def _entry(words: Words, steps: list[Step], lent: Lent) -> Entry:
    told = [step for step in steps if step.record.name not in _CONSEQUENCES] or steps
    roots = [step.record.args.get(name) for step in told for name in ("document", "mandate")]
    papers = dict.fromkeys(words.names.name(root) for root in roots if isinstance(root, bytes))
    return Entry(
        steps[0].record.time,
        steps[0].record.block,
        [_sentence(words, step.record, lent) for step in told],
        next((step.signer for step in steps if step.signer is not None), None),
        [words.data(name) for name in papers if name],
    )


def _sentence(words: Words, record: Record, lent: Lent) -> Markup:
    lenders = {word: words.party(party) for word, party in lent[record.position].items()}
    return words.t(f"event.{record.name}", **lenders | _facts(words, record))


def _facts(words: Words, record: Record) -> dict[str, object]:
    args: dict[str, Any] = dict(record.args)
    first: bytes = next(iter(args.values()))
    facts: dict[str, object] = {"right": words.right(args.get("right_id", first).ljust(32, b"\0"))}
    for name, value in args.items():
        if isinstance(value, bytes) and len(value) == 16:
            facts[name] = words.party(value)
        elif name in _DATES:
            facts[name] = words.until(value)
        else:
            facts[name] = value
    if "parent" in args:
        facts["parent"] = words.right(args["parent"])
    if "fen" in args:
        facts["yuan"] = words.yuan(args["fen"])
    if "numerator" in args:
        facts["share"] = words.share(Fraction(args["numerator"], args["denominator"]))
    return facts | _labels(words, record, args)


def _labels(words: Words, record: Record, args: dict[str, Any]) -> dict[str, object]:
    kinds: dict[str, Any] = {"form": Form, "way": Way, "method": Method, "outcome": Outcome}
    if record.name in ("OrderLaid", "PartyOrderLaid"):
        kinds["kind"] = OrderKind
    elif record.name == "MortgageChangeProposed":
        kinds["kind"] = ChangeKind
    elif record.name == "AssetRegistered":
        kinds["kind"] = AssetKind
    elif args.get("kind"):
        kinds["kind"] = RightKind
    return {name: words.label(member(args[name])) for name, member in kinds.items() if args.get(name)}
