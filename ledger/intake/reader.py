"""From a line of cells to a row of the register, with every problem and every change, not only the first."""

from collections.abc import Mapping

from ledger.intake import cells, kinds
from ledger.intake.columns import Field, Header
from ledger.intake.errors import CellError
from ledger.intake.keys import read_keys
from ledger.intake.rowcells import RowCells
from ledger.intake.rows import AssetRow, Owner, Result, Settings, Status
from ledger.intake.sheet import Line
from ledger.kit import area as areas
from ledger.kit import money
from ledger.kit.catalogue import asset_kind, label
from ledger.kit.codes import uscc
from ledger.kit.divisions import Place
from ledger.kit.jurisdiction import Jurisdiction, contains
from ledger.kit.kinds import AssetKindRow
from ledger.kit.numbers import Unit

__all__ = ["Reader"]


class Reader:
    """Reads the lines below one header against the settings of a dry run."""

    def __init__(
        self, sheet: str, header: Header, units: Mapping[Field, str], settings: Settings, invented: bool
    ) -> None:
        self._sheet = sheet
        self._settings = settings
        self._invented = invented
        self._cells = RowCells(header, units)

    def read(self, line: Line) -> Result:
        """The row's result: importable, or to mend with all its problems."""
        self._cells.start(line)
        row = self._row()
        if self._cells.problems:
            row = None
        status = Status.MEND if row is None else Status.IMPORTABLE
        name = row.name if row else cells.text(self._cells.raw(Field.NAME))
        return Result(self._sheet, line.number, status, name, row, self._cells.problems, self._cells.changes)

    def _row(self) -> AssetRow | None:
        name = self._cells.words(Field.NAME, needed=True)
        kind = self._kind()
        owner = self._owner()
        place = self._place()
        keys = read_keys(self._cells, kind, owner)
        measured = self._quantity(kind.unit) if kind else None
        value = self._value()
        where, note = self._cells.words(Field.PLACE), self._cells.words(Field.NOTE)
        if self._cells.problems or kind is None or owner is None or place is None or measured is None:
            return None
        quantity, unit, stated = measured
        return AssetRow(
            name=name,
            kind=kind.number,
            keys=keys,
            naturals=tuple(key.natural() for key in keys),
            jurisdiction=Jurisdiction(place.code),
            division=place.name,
            place=where,
            quantity=quantity,
            unit=unit,
            stated=stated,
            value=value,
            owner=owner,
            note=note,
            invented=self._invented,
        )

    def _kind(self) -> AssetKindRow | None:
        found = self._cells.once(Field.KIND, self._kind_row)
        if found is None:
            return None
        kind, name = found
        if self._cells.raw(Field.KIND) != name:
            self._cells.changed(Field.KIND, "meaning", name)
        return kind

    def _kind_row(self, raw: str) -> tuple[AssetKindRow, str]:
        kind = kinds.find(raw)
        return asset_kind(kind, self._settings.area), label(kind, "zh")

    def _place(self) -> Place | None:
        place = self._cells.once(Field.DIVISION, self._division)
        if place is not None and not (raw := self._cells.raw(Field.DIVISION)).startswith(f"{place.code:014d}"[:12]):
            self._cells.changed(Field.DIVISION, "meaning", f"{place.code:014d} {place.name}", raw)
        return place

    def _division(self, raw: str) -> Place:
        place = self._settings.divisions.find(raw)
        if not contains(self._settings.area, Jurisdiction(place.code)):
            own = self._settings.divisions.name(self._settings.area) or f"{self._settings.area:014d}"
            raise CellError("AreaOutside", place=place.name, own=own)
        return place

    def _owner(self) -> Owner | None:
        name = self._cells.words(Field.OWNER)
        whole = self._settings.owner
        if not self._cells.raw(Field.OWNER_CODE).strip() and whole is not None and name in ("", whole.name):
            return whole
        code = self._cells.once(Field.OWNER_CODE, self._owner_code)
        return Owner(code, name or (self._settings.owners or {}).get(code, "")) if code else None

    def _owner_code(self, raw: str) -> str:
        code = uscc.validate(raw)
        if self._settings.owners is not None and code not in self._settings.owners:
            raise CellError("OwnerUnknown", value=code)
        return code

    def _quantity(self, unit: Unit) -> tuple[int, Unit, str] | None:
        column = Field.AREA if unit == Unit.AREA else Field.QUANTITY
        raw, stored = self._cells.raw(column), self._cells.stored(column)
        if not raw.strip():
            self._cells.missing(column)
            return None
        given = self._cells.unit(column)
        found = self._cells.attempt(
            column,
            lambda: cells.area(raw, stored, given) if unit == Unit.AREA else cells.quantity(raw, stored, given, unit),
        )
        if found is None:
            return None
        if found.changes:
            whole = f"{found.value:,}{label(unit, 'zh')}"
            self._show(column, raw, found, areas.square_metres(found.value) + "平方米" if unit == Unit.AREA else whole)
        return found.value, unit, found.digits + found.unit

    def _value(self) -> int | None:
        raw, stored = self._cells.raw(Field.VALUE), self._cells.stored(Field.VALUE)
        if not raw.strip():
            return None
        # An amount without any unit is yuan: the title of the template and of the inventory's forms says so.
        given = self._cells.unit(Field.VALUE) or ("元" if raw.strip()[-1:].isdigit() else "")
        found = self._cells.attempt(Field.VALUE, lambda: cells.fen(raw, stored, given))
        if found is None:
            return None
        if found.changes:
            self._show(Field.VALUE, raw, found, money.yuan(found.value) + "元")
        return found.value

    def _show(self, column: Field, raw: str, found: cells.Amount, after: str) -> None:
        stood = found.digits if self._cells.stored(column) else raw.strip()
        for code in found.changes:
            before = f"{stood} {found.unit}" if code == "unit" and not stood.endswith(found.unit) else stood
            self._cells.changed(column, code, after, before)
