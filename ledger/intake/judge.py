"""Rows against each other and against the chain: the same number twice, look-alikes, what is registered already."""

import unicodedata
from collections.abc import Hashable, Mapping, Sequence

from ledger.intake.errors import CellError
from ledger.intake.rows import AssetRow, Known, Problem, Result, Status
from ledger.kit.ids import NaturalKey

__all__ = ["judge"]


def judge(results: Sequence[Result], known: Mapping[NaturalKey, Known]) -> None:
    """Set the status of every row that can be read. Nothing is dropped: the reader of the report decides.

    - registered with the same content: unchanged; with other content: to mend, for an import amends nothing;
    - registered under another of its codes: to mend, or one thing would get two ids;
    - the same code twice: a duplicate when both rows say the same, else both are to be mended;
    - same name, place, kind and quantity under another number: probably a duplicate of the first.
    """
    numbers: dict[bytes, int] = {}
    looks: dict[Hashable, int] = {}
    for place, result in enumerate(results):
        row = result.row
        if row is None:
            continue
        if known:
            _compare(result, row, known)
        first = next((numbers[natural] for natural in row.naturals if natural in numbers), None)
        for natural in row.naturals:
            numbers.setdefault(natural, place)
        if first is not None:
            _same_number(result, results[first], first)
            continue
        alike = looks.setdefault(_look(row), place)
        if alike != place and result.status is Status.IMPORTABLE:
            result.status, result.like = Status.DUPLICATE, alike


def _compare(result: Result, row: AssetRow, known: Mapping[NaturalKey, Known]) -> None:
    there = known.get(row.natural)
    if there is not None:
        differences = there.differences(row)
        if differences:
            _mend(result, CellError("AssetDiffers", fields="、".join(differences)))
        else:
            result.status = Status.UNCHANGED
    elif any(natural in known for natural in row.naturals[1:]):
        _mend(result, CellError("AssetOtherCode"))


def _same_number(result: Result, first: Result, place: int) -> None:
    if result.row == first.row:
        result.status, result.like = Status.DUPLICATE, place
        return
    _mend(result, CellError("KeyTwice", sheet=first.sheet, row=first.number))
    _mend(first, CellError("KeyTwice", sheet=result.sheet, row=result.number))


def _mend(result: Result, error: CellError) -> None:
    result.status = Status.MEND
    result.problems = [*result.problems, Problem(None, "", error)]


def _look(row: AssetRow) -> Hashable:
    words = (unicodedata.normalize("NFKC", text).casefold() for text in (row.name, row.place))
    return (*words, row.jurisdiction, row.kind, row.quantity, row.owner.code)
