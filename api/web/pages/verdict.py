"""What ``verify`` found, in words: which table, which row, which column, before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from markupsafe import Markup

from api.deps import Reading
from api.web.words import Words
from ledger.assets import queries as assets
from ledger.assets.queries import Asset
from ledger.audit.findings import OF_THE_NODE, Finding
from ledger.kit.ids import to_text
from ledger.kit.numbers import ChangeKind, ChangeState, MortgageState, OrderState, Status, SubjectKind, TransferState
from ledger.store.timeline import Record

_TIMES = {
    "accepted", "amended", "announced", "cap_until", "claimed", "closed", "confirmed", "deadline", "ended", "judged",
    "laid", "lapsed", "moved", "proposed", "raised", "recorded", "registered", "registered_at", "renewed", "retired",
    "since", "term_until", "time", "until", "valued_at",
}  # fmt: skip
_STATES: Mapping[tuple[str, str], type[IntEnum]] = {
    ("assets", "status"): Status,
    ("mortgages", "state"): MortgageState,
    ("mortgage_changes", "kind"): ChangeKind,
    ("mortgage_changes", "state"): ChangeState,
    ("mortgage_records", "kind"): ChangeKind,
    ("orders", "state"): OrderState,
    ("transfers", "state"): TransferState,
}
_ROWS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One difference. ``what``, ``cell``: words for table and column, empty where there are none; ``asset``, ``name``:
    the asset that it is about, empty where that is not known; ``by_demo``: the demo altered this cell by hand."""

    table: str
    what: str
    kind: str
    key: str
    column: str
    cell: str
    before: Markup
    after: Markup
    asset: str
    name: Markup
    by_demo: bool


@dataclass(frozen=True, slots=True)
class Report:
    """``state``: never, ok or altered. ``lines``: the first findings; ``more``: how many are left out; ``lying``: all
    are the node's; ``since``: the block after which the run looked, None where it looked at everything."""

    state: str
    block: int = 0
    at: int = 0
    rows: int = 0
    subjects: int = 0
    count: int = 0
    lines: tuple[Line, ...] = ()
    more: int = 0
    lying: bool = False
    since: int | None = None


def report(reading: Reading, named: bool = True) -> Report:
    """Return what to show of the last run. Not ``named``: without looking up assets, which may be past reading."""
    verdict = reading.verdict()
    if verdict is None:
        return Report("never")
    lines = tuple(_line(reading, finding, named) for finding in verdict.findings[:_ROWS])
    numbers = (verdict.block, verdict.at, verdict.rows, verdict.subjects, len(verdict.findings))
    lying = not verdict.ok and all(finding.kind in OF_THE_NODE for finding in verdict.findings)
    more = len(verdict.findings) - len(lines)
    return Report("ok" if verdict.ok else "altered", *numbers, lines, more, lying, verdict.since)


def concerning(reading: Reading, asset: bytes, records: Iterable[Record]) -> list[Line]:
    """Return the findings about an asset: by its id in the row's key, or by where its records lie."""
    verdict = reading.verdict()
    places = {(record.block, record.log) for record in records}
    found = () if verdict is None else verdict.findings
    return [
        _line(reading, one)
        for one in found
        if _asset(one) == asset or (one.table == "events" and (one.key.get("block"), one.key.get("log")) in places)
    ]


def altered(reading: Reading) -> set[bytes]:
    """Return the assets that the findings of the last run are about, as far as the rows' keys tell."""
    verdict = reading.verdict()
    return set() if verdict is None else {_asset(finding) for finding in verdict.findings} - {b""}


def _line(reading: Reading, finding: Finding, named: bool = True) -> Line:
    words, asset, column = reading.words, _asset(finding), finding.column or ""
    found = assets.asset(reading.view, asset) if asset and named else None
    key = ", ".join(f"{part} = {value}" for part, value in finding.key.items() if part != "chain_id")
    demo = reading.desk.altered()
    return Line(
        table=finding.table,
        what=_named(words, f"table.{finding.table}"),
        kind=str(words.t(f"finding.{finding.kind}")),
        key=key,
        column=column,
        cell=_named(words, f"column.{column}"),
        before=_value(words, finding, finding.before, found),
        after=_value(words, finding, finding.after, found),
        asset="" if found is None else to_text(found.asset),
        name=Markup("") if found is None else words.paper(found.document, words.kind(found.kind)),
        by_demo=demo is not None and _is(finding, demo),
    )


def _named(words: Words, key: str) -> str:
    return str(words.t(key)) if words.knows(key) else ""


def _is(finding: Finding, cell: Mapping[str, Any]) -> bool:
    same = (finding.table, finding.column) == (cell["table"], cell["column"])
    return same and all(finding.key.get(name) == value for name, value in cell["key"].items())


def _value(words: Words, finding: Finding, value: Any, about: Asset | None) -> Markup:
    if value is None or isinstance(value, Mapping):
        return words.t("finding.none" if value is None else "finding.row")
    raw = Markup('<code class="raw">{}</code>').format(value)
    read = _read(words, finding, value, about)
    return Markup("<b>{}</b><br>{}").format(read, raw) if read else raw


def _read(words: Words, finding: Finding, value: int | str, about: Asset | None) -> str | Markup:
    """Return a stored value as people read it; empty where there is no better way."""
    column = finding.column or ""
    if isinstance(value, str):
        found = bytes.fromhex(value[2:]) if value.startswith("0x") else b""
        return words.party(found) if found in words.people else ""
    if column in _TIMES and 10**8 < value < 10**11:
        return words.moment(value)
    if (finding.table, column) == ("assets", "quantity") and about is not None and value >= 0:
        return words.quantity(about.kind, value)
    states = _STATES.get((finding.table, column))
    return words.label(states(value)) if states and value in list(states) else ""


def _asset(finding: Finding) -> bytes:
    """Ids of assets, rights and records begin with their asset; the subject of a dossier has its kind before it."""
    if finding.table in ("parties", "party_bars", "postings"):
        return b""
    for name, value in finding.key.items():
        if isinstance(value, str) and value.startswith("0x") and len(value) in (34, 66):
            found = bytes.fromhex(value[2:])
            if name != "subject":
                return found[:16]
            return found[1:17] if found[0] == SubjectKind.ASSET else b""
    return b""
