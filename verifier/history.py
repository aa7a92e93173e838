"""The trail of an asset from a certificate's file alone: every record in words, and the state at an earlier block."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from verifier import facts
from verifier.facts import Facts
from verifier.fold import fold, pinned
from verifier.records import Record
from verifier.refusal import Reason, Refusal
from verifier.words import sentence


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
    """The same in words, a line each."""
    return [_line(row, lang) for row in rows(records)]


def as_of(records: Sequence[Record], block: int) -> Facts:
    """What the records up to a block say, as of the time of the last of them; standing of parties is of the proved
    block alone and not told. Refusal ASKED when there is none yet."""
    known = [one for one in records if one.block <= block]
    if not known:
        raise Refusal(Reason.ASKED)
    return facts.of(fold(known), known[-1].time) | {"block": block, "time": known[-1].time, "records": len(known)}


def _line(row: dict[str, Any], lang: str) -> str:
    said = pinned()["events"][row["event"]][lang]
    when = datetime.fromtimestamp(row["time"], UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    told = sentence("history.line", lang, place=row["place"], when=when, block=row["block"], said=said)
    told += sentence("history.actor", lang, actor=row["actor"]) if row["actor"] else ""
    return told + (sentence("history.mandate", lang, mandate=row["mandate"]) if row["mandate"] else "")


def _shown(value: object) -> Any:
    return "0x" + value.hex() if isinstance(value, bytes) else value
