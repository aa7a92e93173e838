"""What stands where on the paper: the report's own lines, in sections and rows. No line is left out, none reworded."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ledger.kit.locale import Lang, say
from verifier.facts import Facts
from verifier.report import Report
from verifier.values import Line

_LONG = re.compile(r"([^\s\u2e80-\U0010ffff]{24})(?=[^\s\u0300-\u036f\u2e80-\U0010ffff])")
"""The first letters of a word that goes on: ids, addresses. Chinese breaks anywhere."""

SECTIONS = {
    "basis": ("as_of", "sealed", "one_machine", "short_day", "complete"),
    "asset": (
        *("asked_right", "asked_mortgage", "nothing", "nothing_code"),
        *("asset", "collective", "collective_only", "codes", "objections", "asset_barred"),
    ),
    "rights": ("no_rights", "right", "right_endless", "right_ended"),
    "burdens": ("no_burdens", "burden"),
    "orders": ("no_orders", "order"),
    "offers": ("offer_transfers", "offer_mortgages", "offer_over"),
    "values": ("valuation",),
    "documents": ("document", "not_enclosed"),
    "limits": ("limit_block", "limit_list", "limit_register", "limit_documents"),
}
SECTION_OF = {key: name for name, keys in SECTIONS.items() for key in keys}
"""Sentence that begins a matter -> its section."""
_REGISTERS = {"registered", "not_registered", "contract_only"}
_LABELLED = {"basis", "asset"}


@dataclass
class Row:
    """A line of the report that begins a matter, and those that say more about it."""

    line: Line
    more: list[Line] = field(default_factory=list)

    @property
    def section(self) -> str:
        """Which section it belongs to. KeyError for a sentence that this layout does not know."""
        return SECTION_OF[self.line.key]


def laid(facts: Facts, lang: Lang, basis: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return title, ``not`` (what it is not), number and sections, as the template reads them. ``basis``: label and
    text of what else the section of that name says."""
    title, never, number, *lines = Report(facts, lang).lines()
    ranks = [str(one["rank"]) for one in facts.get("burdens", ())]
    sections = [
        _section(name, list(rows), ranks, lang) for name, rows in groupby(_rows(lines), lambda row: row.section)
    ]
    sections[0]["rows"] += [[_cell([label]), _cell([text])] for label, text in basis]
    numerals = say("paper.numerals", lang).split()
    for numeral, section in zip(numerals, sections, strict=False):
        section["title"] = say("paper.heading", lang, numeral=numeral, title=section["title"])
    return {"title": title, "not": never, "number": number, "sections": sections}


def parts(text: str) -> list[str]:
    """A line in parts between which a line may break: a long word offers no place of its own."""
    return _LONG.sub(r"\1\n", text).split("\n")


def _rows(lines: Iterable[Line]) -> list[Row]:
    found: list[Row] = []
    for line in lines:
        if line.startswith("    "):
            found[-1].more.append(line)
        else:
            found.append(Row(line))
    return found


def _section(name: str, rows: list[Row], ranks: list[str], lang: Lang) -> dict[str, Any]:
    kind = "labelled" if name in _LABELLED else "burdens" if name == "burdens" and ranks else "numbered"
    if rows[0].line.key.startswith("no_"):
        kind = "plain"
    columns = [] if kind in ("labelled", "plain") else say(f"paper.columns.{kind}", lang).split("|")
    if kind == "labelled":
        cells = [[_cell([say(f"paper.label.{row.line.key}", lang)]), _cell([row.line, *row.more])] for row in rows]
    elif kind == "burdens":
        cells = [[_cell([rank]), *_burden(row)] for rank, row in zip(ranks, rows, strict=True)]
    elif kind == "plain":
        cells = [[_cell([row.line])] for row in rows]
    else:
        cells = [[_cell([str(at)]), _cell([row.line, *row.more])] for at, row in enumerate(rows, 1)]
    return {"title": say(f"paper.section.{name}", lang), "kind": kind, "columns": columns, "rows": cells}


def _burden(row: Row) -> list[list[dict[str, Any]]]:
    """The security as the ledger has it, and beside it the statutory register."""
    beside = [line for line in row.more if line.key in _REGISTERS]
    return [
        _cell([row.line, *(line for line in row.more if line.key not in _REGISTERS)]),
        _cell(line.strip(" ") for line in beside),
    ]


def _cell(lines: Iterable[str]) -> list[dict[str, Any]]:
    return [{"parts": parts(line.strip(" ")), "more": line.startswith("    ")} for line in lines]
