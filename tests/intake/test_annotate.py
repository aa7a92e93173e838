"""The workbook that comes back: the clerk mends what it says and sends it again, and only the mended rows are new."""

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from ledger.intake.annotate import annotate
from ledger.intake.dry_run import dry_run
from ledger.intake.rows import Known, Settings
from ledger.sample.messy import write_messy
from ledger.sample.places import VILLAGES
from tests.intake.conftest import Write, asset


def test_problems_stand_beside_their_rows_and_nothing_else_changes(
    write: Write, settings: Settings, tmp_path: Path
) -> None:
    path = write([asset("ZC-1"), asset("ZC-2", 资产类别="飞船", 面积单位="块"), asset("ZC-1")], above=2)
    target = tmp_path / "back.xlsx"
    annotate(path, dry_run(path, settings), target, "zh")

    page = load_workbook(target)["资产"]
    before = load_workbook(path)["资产"]
    assert [page.cell(row, 11).value for row in (3, 4)] == ["错误原因", None]
    assert str(page.cell(5, 11).value).startswith("资产类别: 没有“飞船”这个资产类别。")
    assert str(page.cell(6, 11).value).startswith("疑似与工作表“资产”第4行重复")
    assert page.cell(5, 2).comment is not None
    for row in range(1, 7):
        assert [page.cell(row, column).value or None for column in range(1, 11)] == [
            before.cell(row, column).value or None for column in range(1, 11)
        ]


def test_mended_and_sent_again_only_the_mended_row_goes_in(write: Write, settings: Settings, tmp_path: Path) -> None:
    path = write([asset("ZC-1"), asset("ZC-2", 资产类别="飞船")])
    first = dry_run(path, settings)
    back, mended = tmp_path / "back.xlsx", tmp_path / "mended.xlsx"
    annotate(path, first, back, "zh")
    book = load_workbook(back)
    book["资产"]["B3"] = "林地"
    book.save(mended)

    known = {row.natural: Known(row.kind, row.jurisdiction, row.quantity, row.document()) for row in first.importable()}
    second = dry_run(mended, replace(settings, known=known))
    assert [(result.number, str(result.status)) for result in second.rows] == [(2, "unchanged"), (3, "importable")]
    annotate(mended, second, back, "zh")
    assert [load_workbook(back)["资产"].cell(row, 11).value for row in (1, 2, 3, 4)] == ["错误原因", None, None, None]


def test_the_messy_workbook_comes_back_with_its_formulas(settings: Settings, tmp_path: Path) -> None:
    path, back = tmp_path / "messy.xlsx", tmp_path / "back.xlsx"
    write_messy(path)
    report = dry_run(path, replace(settings, area=VILLAGES[0].area))
    annotate(path, report, back, "en")
    book = load_workbook(back)
    page = book["资产 明细"]
    title = next(cell for cell in page[7] if cell.value == "What to mend")
    assert title.column == 19, "beside the last title, also one that means nothing to us"
    noted = {row for row in range(8, 60) if page.cell(row, title.column).value}
    assert noted == {result.number for result in report.rows if result.problems or result.like is not None}
    assert page["J37"].value == "=#REF!*2"
    assert book["旧表"].sheet_state == "hidden"
