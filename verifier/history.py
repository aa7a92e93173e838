"""The trail of an asset from a certificate's file alone: every record in words, and the state at an earlier block."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from verifier import facts
from verifier.facts import Facts
from verifier.fold import fold, pinned
from verifier.records import Record
from verifier.refusal import Reason, Refusal
from verifier.report import Report
from verifier.values import Values
from verifier.words import has, sentence

_TIMES = ("until", "term_until", "cap_until", "deadline")
_DATES = ("registered_at", "valued_at")
_LABELS = {"form": "Form", "way": "Way", "method": "Method", "outcome": "Outcome"}
_KINDS = {
    "Assets.AssetRegistered": "AssetKind",
    "Mortgages.MortgageChangeProposed": "ChangeKind",
    "Orders.OrderLaid": "OrderKind",
    "Transfers.TransferProposed": "RightKind",
}
"""Whose number `kind` is."""
_ABOUT = ("right_id", "mortgage", "transfer", "order_id")


def rows(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Who did what, when, for whom, on what mandate, in order. ``args`` as plain values; ``actor``: the account that
    signed; ``mandate``: null where the act needs none."""
    return [
        {
            "place": place,
            "block": one.block,
            "time": one.time,
            "event": one.event,
            "actor": _shown(one.values.get("actor")),
            "mandate": _shown(one.values.get("mandate"))
            if one.values.get("mandate") not in (None, bytes(32))
            else None,
            "args": {name: _shown(value) for name, value in one.values.items() if name != "actor"},
        }
        for place, one in enumerate(records, 1)
    ]


def lines(records: Iterable[Record], lang: str) -> list[str]:
    """The same in words."""
    found, trail = [sentence("history.times", lang)], rows(records)
    for row in trail:
        found += told(row, trail, lang)
    return found


def told(row: Mapping[str, Any], trail: Sequence[Mapping[str, Any]], lang: str) -> list[str]:
    """One of the rows in words: a line, and under it whom and what it names, who signed, on what mandate."""
    values, kind = Values(lang), trail[0]["args"].get("kind", 0)
    fields = {"place": row["place"], "when": values.time(row["time"]), "block": row["block"]}
    found = [sentence("history.line", lang, **fields, said=pinned()["events"][row["event"]][lang])]
    if details := list(_details(row, kind, values)):
        found.append("    " + sentence("history.and", lang).join(details))
    for name in ("actor", "mandate"):
        if row[name]:
            found.append("    " + sentence(f"history.{name}", lang, **{name: row[name]}))
    return found


def as_of(records: Sequence[Record], block: int, last: int) -> Facts:
    """What the records up to a block say, as of the time of the newest of them; standing of parties is of the proved
    block ``last`` alone and not told. Refusal AS_OF for a block after that, or before the first record."""
    known = [one for one in records if one.block <= block]
    if not known or block > last:
        raise Refusal(Reason.AS_OF, block=block, first=records[0].block if records else "-", last=last)
    return facts.of(fold(known), known[-1].time) | {"block": block, "time": known[-1].time, "records": len(known)}


def state(found: Facts, lang: str) -> list[str]:
    """``as_of`` in words."""
    fields = {"block": found["block"], "records": found["records"], "time": Values(lang).time(found["time"])}
    return [sentence("history.as_of", lang, **fields), *Report(found, lang).state()]


def _details(row: Mapping[str, Any], kind: int, values: Values) -> Iterator[str]:
    """What a record is about and whom it names; ``kind``: the asset's."""
    args = row["args"]
    if about := next((args[name] for name in _ABOUT if name in args), None):
        yield values.right(about)
    if "numerator" in args:
        yield _told("share", f"{args['numerator']}/{args['denominator']}", values)
        if not args["until"]:
            yield values.say("no_end")
    for name, value in args.items():
        if (shown := _word(row["event"], name, value, kind, values)) is not None:
            yield _told(name, shown, values)


def _word(event: str, name: str, value: Any, kind: int, values: Values) -> str | None:
    """An argument as people say it; None for what says nothing to them, or nothing here."""
    if not has(f"history.arg_{name}", values.lang):
        return None
    if name in _LABELS:
        return values.label(_LABELS[name], value)
    if name == "kind":
        return values.label(_KINDS[event], value) if value else None
    if name in _TIMES or name in _DATES:
        return (values.date(value) if name in _DATES else values.time(value)) if value else None
    if name in ("lacks", "fen", "quantity"):
        write = {"lacks": lambda: values.mask("Lack", value), "fen": lambda: values.money(value)}
        return write.get(name, lambda: values.quantity(kind, value))() or None
    if name == "parent":
        return values.right(value)
    if isinstance(value, str) and not int(value, 16):
        return None
    return str(value)


def _told(name: str, value: str, values: Values) -> str:
    return sentence(f"history.arg_{name}", values.lang, value=value)


def _shown(value: object) -> Any:
    return "0x" + value.hex() if isinstance(value, bytes) else value
