"""The same workbook back, with what must be mended written beside each row: the clerk mends it and sends it again."""

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ledger.intake.columns import TITLES, Field, Header
from ledger.intake.errors import WorkbookError
from ledger.intake.report import Report
from ledger.intake.rows import Result, Status
from ledger.kit.locale import LANGS, Lang, say

__all__ = ["MAX_ROWS", "annotate"]

MAX_ROWS = 20_000
"""Writing back keeps every format of the workbook, and for that holds all of it in memory."""
_RED = PatternFill("solid", fgColor="FFF2CCCC")
_AMBER = PatternFill("solid", fgColor="FFFCE8B2")


def annotate(source: Path, report: Report, target: Path, lang: Lang) -> None:
    """Write `target`: `source` with a column 错误原因 (What to mend), faulty cells marked. `source` stays as it is.

    Only for a file that a dry run has read, which is what measured it. Raises WorkbookError WorkbookForNotes.
    """
    if len(report.rows) > MAX_ROWS:
        raise WorkbookError("WorkbookForNotes", file=source.name, rows=len(report.rows), limit=MAX_ROWS)
    book = load_workbook(source)
    for sheet in report.sheets:
        if sheet.state == "read" and sheet.header is not None:
            rows = [result for result in report.rows if result.sheet == sheet.name]
            _annotate(book[sheet.name], sheet.header, rows, report, lang)
    book.save(target)


def _annotate(page: Worksheet, header: Header, rows: list[Result], report: Report, lang: Lang) -> None:
    column = _column(page, header)
    title = TITLES[Field.FEEDBACK][LANGS.index(lang)]
    page.cell(header.first, column, header.titles.get(Field.FEEDBACK, title)).font = Font(bold=True)
    page.column_dimensions[get_column_letter(column)].width = 48
    for result in rows:
        cell = page.cell(result.number, column)
        words = _words(result, header, report, lang)
        if isinstance(cell, Cell):
            cell.value = words or None
        if not words:
            continue
        cell.fill = _AMBER if result.status is Status.DUPLICATE else _RED
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        for problem in result.problems:
            place = header.columns.get(problem.column) if problem.column else None
            if place is not None:
                faulty = page.cell(result.number, place + 1)
                if isinstance(faulty, Cell):
                    faulty.fill = _RED
                    faulty.comment = Comment(problem.error.say(lang), "ledger")


def _column(page: Worksheet, header: Header) -> int:
    """Where the words go, from 1: the column that has them already, else the first free one beside the header."""
    known = header.columns.get(Field.FEEDBACK)
    if known is not None:
        return known + 1
    column = max(header.columns.values()) + 2
    while page.cell(header.first, column).value is not None or isinstance(page.cell(header.first, column), MergedCell):
        column += 1
    return column


def _words(result: Result, header: Header, report: Report, lang: Lang) -> str:
    """One line for each problem, its column's title before it; for a duplicate the row that it repeats."""
    if result.like is not None:
        like = report.rows[result.like]
        return say("intake.like", lang, sheet=like.sheet, row=like.number)
    lines = []
    for problem in result.problems:
        column = header.titles.get(problem.column, TITLES[problem.column][LANGS.index(lang)]) if problem.column else ""
        lines.append((f"{column}: " if column else "") + problem.error.say(lang).replace("\n", " "))
    return "\n".join(lines)
