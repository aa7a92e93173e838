"""The cells of one row by their meaning, and what is said about them while they are read."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from ledger.intake import cells
from ledger.intake.columns import UNITED, Field, Header
from ledger.intake.errors import CellError
from ledger.intake.rows import Change, Problem
from ledger.intake.sheet import Line
from ledger.kit.errors import LedgerError

__all__ = ["RowCells"]

_Value = TypeVar("_Value")
_MAX_TEXT = 500


class RowCells:
    """The line that is being read below one header; `start` turns to the next one.

    What cells of one column repeat (divisions, kinds, owners) is judged once for each text.
    """

    def __init__(self, header: Header, units: Mapping[Field, str]) -> None:
        self._columns = header.columns
        self._units = {**units, **header.units}
        self._seen: dict[tuple[Field, str], object] = {}
        self._line = Line(0, {})
        self.problems: list[Problem] = []
        self.changes: list[Change] = []

    def start(self, line: Line) -> None:
        """Take up a line. Formulas are not calculated: their last value counts, errors and empty ones are problems."""
        self._line, self.problems, self.changes = line, [], []
        if not (line.errors or line.formulas):
            return
        for column, place in self._columns.items():
            raw = line.texts.get(place, "")
            if place in line.errors:
                self.problem(column, CellError("CellBroken", value=raw))
                line.texts[place] = ""
            elif place in line.formulas and not raw:
                self.problem(column, CellError("FormulaEmpty"))
            elif place in line.formulas and column is not Field.SERIAL:
                self.changed(column, "formula", raw, "=")

    def raw(self, column: Field) -> str:
        """The text as the workbook holds it; "" where there is no such column or nothing in it."""
        place = self._columns.get(column)
        return "" if place is None else self._line.texts.get(place, "")

    def stored(self, column: Field) -> bool:
        """Whether the workbook holds the cell as a number."""
        return self._columns.get(column, -1) in self._line.numbers

    def unit(self, column: Field) -> str:
        """The unit of an amount that its own column, the header's title or the sheet's title gives; or ""."""
        return self.raw(UNITED[column]).strip() or self._units.get(column, "")

    def words(self, column: Field, needed: bool = False) -> str:
        """Words as they are, blanks tidied."""
        raw = self.raw(column)
        words = cells.text(raw) if raw else ""
        if not words and needed:
            self.missing(column)
        if len(words) > _MAX_TEXT:
            self.problem(column, CellError("TextTooLong", length=len(words), limit=_MAX_TEXT), words[:40] + "…")
        return words

    def once(self, column: Field, act: Callable[[str], _Value]) -> _Value | None:
        """The meaning of a cell that must not be empty; None when it has none. A refusal is remembered too."""
        raw = self.raw(column).strip()
        if not raw:
            self.missing(column)
            return None
        known = self._seen.get((column, raw))
        if known is None:
            try:
                known = act(raw)
            except LedgerError as error:
                known = error
            self._seen[column, raw] = known
        if isinstance(known, LedgerError):
            self.problem(column, known)
            return None
        found: _Value = known  # type: ignore[assignment]
        return found

    def attempt(self, column: Field, act: Callable[[], _Value]) -> _Value | None:
        """What `act` gives, or None and a problem in this column."""
        try:
            return act()
        except LedgerError as error:
            self.problem(column, error)
            return None

    def missing(self, column: Field) -> None:
        """A cell that must not be empty is; unless that was said already, because it holds an error."""
        if not any(problem.column is column for problem in self.problems):
            self.problem(column, CellError("CellMissing"))

    def problem(self, column: Field | None, error: LedgerError, value: str | None = None) -> None:
        """Note why the row must be mended; `value` where the cell's text is not what should be shown."""
        text = value if value is not None else self.raw(column) if column else ""
        self.problems.append(Problem(column, text, error))

    def changed(self, column: Field, code: str, after: str, before: str | None = None) -> None:
        """Note what was normalised."""
        self.changes.append(Change(column, code, self.raw(column) if before is None else before, after))
