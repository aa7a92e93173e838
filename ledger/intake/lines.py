"""A dry run's report as lines for a terminal."""

from collections.abc import Iterator
from typing import Any

from ledger.intake.report import Report
from ledger.kit.locale import Lang, say

__all__ = ["lines"]


def lines(report: Report, lang: Lang, changes: bool = True) -> Iterator[str]:
    """The counts, what was passed over, and each row that needs a word: where, what the cell says, why, what to do.

    Rows that can be imported appear only with what was normalised in them, and only if `changes` is asked for.
    """
    found = report.to_dict(lang)
    yield say("intake.lines.summary", lang, **found["counts"])
    if report.invented:
        yield say("intake.lines.invented", lang)
    for sheet in found["sheets"]:
        yield say("intake.lines.sheet", lang, sheet=sheet["name"], says=sheet["says"])
        for row in sheet.get("skipped", ()):
            yield say("intake.lines.skipped", lang, **row)
    for row in found["rows"]:
        if row["status"] != "importable" or changes:
            yield from _row(row, lang, changes)


def _row(row: dict[str, Any], lang: Lang, changes: bool) -> Iterator[str]:
    yield say("intake.lines.row", lang, **row)
    if "like" in row:
        yield say("intake.lines.like", lang, **row["like"])
    for problem in row.get("problems", ()):
        where = say("intake.lines.at", lang, **problem) if problem["title"] else say("intake.lines.whole", lang)
        yield f"{where}{problem['reason']}"
        yield f"    {problem['mend']}"
    for change in row.get("changes", ()) if changes else ():
        yield say("intake.lines.change", lang, **change)
