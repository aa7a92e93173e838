"""What a dry run found, as data and as words in two languages. Nothing in it was written anywhere."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ledger.intake.columns import TITLES, Field, Header
from ledger.intake.rows import AssetRow, Problem, Result, Status
from ledger.intake.sheet import letter
from ledger.kit.locale import LANGS, Lang, say

__all__ = ["Report", "SheetReport"]


@dataclass(slots=True)
class SheetReport:
    """One worksheet: read, or why not (hidden, no_header, columns_missing), and which of its rows were passed over."""

    name: str
    state: str
    header: Header | None = None
    units: dict[Field, str] = field(default_factory=dict)
    missing: tuple[Field, ...] = ()
    skipped: list[tuple[int, str, str]] = field(default_factory=list)
    """Row, reason (total, heading, header, foot), the text of its first cell."""
    blank: int = 0
    hidden_rows: int = 0

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """For `--json`: letters, titles and sentences in one language."""
        found: dict[str, Any] = {
            "name": self.name,
            "state": self.state,
        }
        found["says"] = say(f"intake.sheet.{self.state}", lang)
        if self.missing:
            found["missing"] = [TITLES[column][LANGS.index(lang)] for column in self.missing]
        if self.header is None or self.state != "read":
            return found
        columns = sorted(self.header.columns.items(), key=lambda item: item[1])
        return found | {
            "header_rows": [self.header.first, self.header.last],
            "columns": [
                {"column": letter(place), "title": self.header.titles[column], "field": str(column)}
                for column, place in columns
            ],
            "unknown_titles": list(self.header.unknown),
            "units": {str(column): unit for column, unit in {**self.units, **self.header.units}.items()},
            "skipped": [
                {"row": row, "why": why, "says": say(f"intake.skipped.{why}", lang), "text": text}
                for row, why, text in self.skipped
            ],
            "blank_rows": self.blank,
            "hidden_rows": self.hidden_rows,
        }


@dataclass(slots=True)
class Report:
    """The result of a dry run over one workbook; `sha256` is the file's."""

    file: str
    sha256: str
    invented: bool
    sheets: list[SheetReport]
    rows: list[Result]

    @property
    def counts(self) -> dict[Status, int]:
        """Rows by status; every status is there."""
        found = Counter(result.status for result in self.rows)
        return {status: found[status] for status in Status}

    def importable(self, duplicates: bool = False) -> list[AssetRow]:
        """The rows that can be registered, in the order of the file.

        `duplicates` takes look-alikes along (rows with a number of their own); a repeated number is never taken.
        """
        taken = [result.row for result in self.rows if result.status is Status.IMPORTABLE and result.row]
        if not duplicates:
            return taken
        seen = {row.natural for row in taken}
        alike = [result.row for result in self.rows if result.status is Status.DUPLICATE and result.row]
        return taken + [row for row in alike if not seen.intersection(row.naturals)]

    def to_dict(self, lang: Lang) -> dict[str, Any]:
        """One document for `--json` and for pages: rows that need no word are only counted."""
        headers = {sheet.name: sheet.header for sheet in self.sheets if sheet.header}
        return {
            "file": {"name": self.file, "sha256": self.sha256},
            "invented": self.invented,
            "counts": {"rows": len(self.rows)} | {str(status): count for status, count in self.counts.items()},
            "sheets": [sheet.to_dict(lang) for sheet in self.sheets],
            "rows": [
                self._row(result, headers[result.sheet], lang)
                for result in self.rows
                if result.status is not Status.IMPORTABLE or result.changes
            ],
        }

    def _row(self, result: Result, header: Header, lang: Lang) -> dict[str, Any]:
        found: dict[str, Any] = {
            "sheet": result.sheet,
            "row": result.number,
            "name": result.name,
            "status": str(result.status),
            "says": say(f"intake.status.{result.status}", lang),
        }
        if result.like is not None:
            like = self.rows[result.like]
            found["like"] = {"sheet": like.sheet, "row": like.number}
        if result.problems:
            found["problems"] = [_problem(problem, result.number, header, lang) for problem in result.problems]
        if result.changes:
            found["changes"] = [
                _at(change.column, result.number, header, lang)
                | {"code": change.code, "says": say(f"intake.change.{change.code}", lang)}
                | {"before": change.before, "after": change.after}
                for change in result.changes
            ]
        return found


def _problem(problem: Problem, row: int, header: Header, lang: Lang) -> dict[str, Any]:
    reason, _, mend = problem.error.say(lang).partition("\n")
    said = {"code": problem.error.code, "value": problem.value, "reason": reason, "mend": mend}
    return _at(problem.column, row, header, lang) | said


def _at(column: Field | None, row: int, header: Header, lang: Lang) -> dict[str, Any]:
    """Where: letter and title as the sheet has them; a column that the sheet lacks by its usual title."""
    if column is None:
        return {"cell": "", "column": "", "title": ""}
    place = header.columns.get(column)
    title = header.titles.get(column, TITLES[column][LANGS.index(lang)])
    column_letter = "" if place is None else letter(place)
    return {"cell": f"{column_letter}{row}" if column_letter else "", "column": column_letter, "title": title}
