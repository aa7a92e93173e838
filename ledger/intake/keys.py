"""Which codes and numbers a row names its asset by, and which of them is its natural key."""

from collections.abc import Callable

from ledger.intake import cells
from ledger.intake.columns import Field
from ledger.intake.errors import CellError
from ledger.intake.rowcells import RowCells
from ledger.intake.rows import Key, Owner
from ledger.kit.codes import parcel_code, unit_code
from ledger.kit.kinds import AssetKindRow
from ledger.kit.natural_key import compact
from ledger.kit.numbers import KeyForm

__all__ = ["read_keys"]

_CODES: dict[Field, tuple[KeyForm, Callable[[str], str]]] = {
    Field.UNIT_CODE: (KeyForm.UNIT_CODE, unit_code.validate),
    Field.PARCEL_CODE: (KeyForm.PARCEL_CODE, parcel_code.validate),
}
_DIGITS_KEPT = 15


def read_keys(row: RowCells, kind: AssetKindRow | None, owner: Owner | None) -> tuple[Key, ...]:
    """The row's keys, the natural key first: the unit code, else the parcel code, else the collective's own number.

    A code that the catalogue does not know for the kind is a problem, not ignored: either it or the kind is wrong.
    """
    before = len(row.problems)
    allowed = kind.keys if kind is not None else ~0
    keys = [key for column in _CODES if (key := _code(row, column, allowed)) is not None]
    number = compact(row.raw(Field.OWN_NUMBER))
    if number and (key := _own_number(row, number, owner)) is not None:
        keys.append(key)
    if not keys and not number and len(row.problems) == before:
        row.problem(None, CellError("KeyMissing"))
    return tuple(keys)


def _code(row: RowCells, column: Field, allowed: int) -> Key | None:
    raw = row.raw(column)
    if not raw.strip():
        return None
    form, validate = _CODES[column]
    if row.stored(column) and len(raw) > _DIGITS_KEPT:
        row.problem(column, CellError("CodeAsNumber"))
        return None
    code = row.attempt(column, lambda: validate(raw))
    if code is None:
        return None
    if not allowed >> (form - 1) & 1:
        row.problem(column, CellError("KeyNotForKind"))
        return None
    if code != raw:
        row.changed(column, "code", code)
    return Key(form, (code,))


def _own_number(row: RowCells, number: str, owner: Owner | None) -> Key | None:
    if len(number) > 64 or not number.isprintable():
        row.problem(Field.OWN_NUMBER, CellError("NumberOwn", length=len(number)))
        return None
    year = row.once(Field.YEAR, lambda raw: cells.year(raw, row.stored(Field.YEAR)))
    if number != row.raw(Field.OWN_NUMBER):
        row.changed(Field.OWN_NUMBER, "code", number)
    return Key(KeyForm.OWN_NUMBER, (owner.code, str(year), number)) if owner and year else None
