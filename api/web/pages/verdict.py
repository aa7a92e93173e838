"""What ``verify`` found, in words: which table, which row, which column, before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from api.web.words import Words
from ledger.audit.findings import Finding
from ledger.audit.verify import Verdict
from ledger.kit.numbers import MortgageState, OrderState, Status, TransferState
from ledger.store.timeline import Record

_TIMES = {
    "accepted", "amended", "announced", "cap_until", "closed", "confirmed", "deadline", "ended", "judged", "laid",
    "lapsed", "moved", "proposed", "raised", "recorded", "registered", "registered_at", "renewed", "retired", "since",
    "term_until", "time", "until", "valued_at",
}  # fmt: skip
_STATES = {"mortgages": MortgageState, "orders": OrderState, "transfers": TransferState}
_ROWS = 12
Cell = Mapping[str, Any] | None
"""Table, key and column of what the demo altered."""


@dataclass(frozen=True, slots=True)
class Line:
    """One difference. ``asset``: the id, in text, of the asset that it is about, empty where that is not known;
    ``by_demo``: it is the cell that the demo altered by hand."""

    table: str
    name: str
    kind: str
    key: str
    column: str
    before: Markup
    after: Markup
    asset: str
    by_demo: bool


@dataclass(frozen=True, slots=True)
class Report:
    """``state``: never, ok or altered. ``lines``: the first findings; ``more``: how many are left out."""

    state: str
    block: int = 0
    at: int = 0
    rows: int = 0
    subjects: int = 0
    count: int = 0
    lines: tuple[Line, ...] = ()
    more: int = 0


def report(words: Words, verdict: Verdict | None, demo: Cell) -> Report:
    """Return what to show of a run."""
    if verdict is None:
        return Report("never")
    lines = tuple(_line(words, finding, demo) for finding in verdict.findings[:_ROWS])
    numbers = (verdict.block, verdict.at, verdict.rows, verdict.subjects, len(verdict.findings))
    return Report("ok" if verdict.ok else "altered", *numbers, lines, len(verdict.findings) - len(lines))


def concerning(
    words: Words, verdict: Verdict | None, asset: bytes, records: list[Record], demo: Cell = None
) -> list[Line]:
    """Return the findings about an asset: by its id in the row's key, or by where its records lie."""
    if verdict is None:
        return []
    places = {(record.block, record.log) for record in records}
    mine = "0x" + asset.hex()
    found = []
    for one in verdict.findings:
        at = (one.key.get("block"), one.key.get("log"))
        if _asset(one) == mine or (one.table == "events" and at in places):
            found.append(_line(words, one, demo))
    return found


def _line(words: Words, finding: Finding, demo: Cell) -> Line:
    name = f"table.{finding.table}"
    key = ", ".join(f"{part} = {value}" for part, value in finding.key.items() if part != "chain_id")
    return Line(
        finding.table,
        str(words.t(name)) if words.knows(name) else "",
        str(words.t(f"finding.{finding.kind}")),
        key,
        finding.column or "",
        _value(words, finding, finding.before),
        _value(words, finding, finding.after),
        _asset(finding),
        demo is not None and _is(finding, demo),
    )


def _is(finding: Finding, cell: Mapping[str, Any]) -> bool:
    same = (finding.table, finding.column) == (cell["table"], cell["column"])
    return same and all(finding.key.get(name) == value for name, value in cell["key"].items())


def _value(words: Words, finding: Finding, value: Any) -> Markup:
    column = finding.column or ""
    if value is None or isinstance(value, Mapping):
        return words.t("finding.none" if value is None else "finding.row")
    if isinstance(value, str):
        found = bytes.fromhex(value[2:]) if value.startswith("0x") else b""
        known = Markup("{} ").format(words.party(found)) if found in words.people else Markup("")
        return Markup('{}<code class="raw">{}</code>').format(known, value)
    if column in _TIMES and 10**8 < value < 10**11:
        return Markup('{} <code class="raw">{}</code>').format(words.moment(value), value)
    states = Status if (finding.table, column) == ("assets", "status") else _STATES.get(finding.table)
    if states and column in ("status", "state") and value in list(states):
        return Markup('{} <code class="raw">{}</code>').format(words.label(states(value)), value)
    return Markup('<code class="raw">{}</code>').format(value)


def _asset(finding: Finding) -> str:
    """Ids of assets, rights and records begin with their asset; the subject of a dossier has its kind before it."""
    if finding.table in ("parties", "party_bars", "postings"):
        return ""
    for name, value in finding.key.items():
        if isinstance(value, str) and value.startswith("0x") and len(value) in (34, 66):
            if name == "subject":
                return "0x" + value[4:36] if value[2:4] == "01" else ""
            return value[:34]
    return ""
