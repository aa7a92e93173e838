"""Reads a register workbook and says what could be imported. It writes nothing, to no chain and no store."""

import gc
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.intake.columns import TITLES, Header, default_units, find_header
from ledger.intake.errors import CellError, WorkbookError
from ledger.intake.judge import judge
from ledger.intake.reader import Reader
from ledger.intake.report import Report, SheetReport
from ledger.intake.rows import Problem, Result, Settings
from ledger.intake.sheet import MAX_COLUMNS, Line, Merge
from ledger.intake.skip import why
from ledger.intake.workbook import Sheet, Workbook

__all__ = ["INVENTED", "dry_run"]

INVENTED = "虚构数据"
"""A title above the header that holds this word marks every row's document as invented."""
_LOOKED_AT = 16
_MAX_SKIPPED = 1_000


def dry_run(path: Path, settings: Settings) -> Report:
    """Read every visible sheet that has a header. Raises WorkbookError when the file as a whole cannot be read."""
    with _uncollected(), Workbook(path) as workbook:
        passes = [_Pass(workbook, sheet, settings) for sheet in workbook.sheets]
        rows: list[Result] = []
        for one in passes:
            one.run(rows)
        sheets = [one.report for one in passes]
        _require_rows(path, sheets)
        judge(rows, settings.known)
        return Report(path.name, workbook.sha256, any(one.invented for one in passes), sheets, rows)


@contextmanager
def _uncollected() -> Iterator[None]:
    """The collector of cycles is off meanwhile: it would walk a growing million of objects, none of them in a cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _require_rows(path: Path, sheets: list[SheetReport]) -> None:
    if any(sheet.state == "read" for sheet in sheets):
        return
    lacking = next((sheet for sheet in sheets if sheet.missing), None)
    if lacking is None:
        raise WorkbookError("HeaderMissing", file=path.name)
    columns = "、".join(f"{TITLES[column][0]} ({TITLES[column][1]})" for column in lacking.missing)
    raise WorkbookError("ColumnsMissing", file=path.name, sheet=lacking.name, columns=columns)


class _Pass:
    """One pass over one sheet: the first lines are kept until the header is known, the others are read as they come."""

    def __init__(self, workbook: Workbook, sheet: Sheet, settings: Settings) -> None:
        self.report = SheetReport(sheet.name, "hidden" if sheet.hidden else "no_header")
        self.invented = False
        self._workbook, self._sheet, self._settings = workbook, sheet, settings
        self._top: list[Line] = []
        self._reader: Reader | None = None
        self._searched = False
        self._rows: list[Result] = []

    def run(self, rows: list[Result]) -> None:
        """Append the sheet's results to those of the sheets before it."""
        if self._sheet.hidden:
            return
        self._rows, start = rows, len(rows)
        merges = self._workbook.read(self._sheet, self._take)
        self._search()
        if self.report.header is not None:
            _explain_merged(rows[start:], merges, self.report.header)

    def _take(self, line: Line) -> None:
        if self._searched:
            self._read(line)
            return
        self._top.append(line)
        if line.number >= _LOOKED_AT:
            self._search()

    def _search(self) -> None:
        if self._searched:
            return
        self._searched = True
        header = find_header(self._top)
        if header is not None:
            self._found(header)
        for line in self._top:
            self._read(line)
        self._top.clear()

    def _found(self, header: Header) -> None:
        self.report.header = header
        if header.missing:
            self.report.state, self.report.missing = "columns_missing", header.missing
            return
        self.report.state = "read"
        self.report.units = default_units(self._top, header)
        above = [text for line in self._top if line.number < header.first for text in line.texts.values()]
        self.invented = any(INVENTED in text for text in above)
        self._reader = Reader(self.report.name, header, self.report.units, self._settings, self.invented)

    def _read(self, line: Line) -> None:
        header = self.report.header
        if self._reader is None or header is None or line.number <= header.last:
            return
        reason = why(line, header)
        if reason == "blank":
            self.report.blank += 1
        elif reason is not None:
            if len(self.report.skipped) < _MAX_SKIPPED:
                words = [
                    text.strip() for place, text in line.texts.items() if text.strip() and place not in line.numbers
                ]
                self.report.skipped.append((line.number, reason, " ".join(words)[:80]))
        else:
            if len(self._rows) >= self._settings.max_rows:
                raise WorkbookError("WorkbookRows", file=self._workbook.path.name, limit=self._settings.max_rows)
            self.report.hidden_rows += line.hidden
            self._rows.append(self._reader.read(line))


def _explain_merged(results: list[Result], merges: list[Merge], header: Header) -> None:
    """An empty cell inside a merged rectangle is not forgotten: its value stands in the first row of the rectangle."""
    spans: dict[int, list[tuple[int, int]]] = {column: [] for column in header.columns.values()}
    for merge in sorted(merges, key=lambda merge: merge.top):
        if merge.bottom > merge.top > header.last:
            for column in range(merge.left, min(merge.right, MAX_COLUMNS) + 1):
                if column in spans:
                    spans[column].append((merge.top, merge.bottom))
    for result in results:
        for place, problem in enumerate(result.problems):
            if problem.column is None or problem.error.code != "CellMissing":
                continue
            beside = spans.get(header.columns.get(problem.column, -1), [])
            before = bisect_left(beside, (result.number, 0)) - 1
            if before >= 0 and result.number <= beside[before][1]:
                error = CellError("CellMerged", row=beside[before][0])
                result.problems[place] = Problem(problem.column, problem.value, error)
