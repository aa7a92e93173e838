"""The template in the repository: what the code writes, read by the code without a word, its examples passed over."""

import zipfile
from pathlib import Path

from openpyxl import load_workbook

from ledger.intake import kinds, template
from ledger.intake.dry_run import dry_run
from ledger.intake.rows import Settings
from ledger.intake.template import COLUMNS, EXAMPLES, TEMPLATE, write_register


def test_the_committed_template_is_what_the_code_writes(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    template.write(path)
    with zipfile.ZipFile(TEMPLATE) as there, zipfile.ZipFile(path) as here:
        assert {name: there.read(name) for name in there.namelist()} == {
            name: here.read(name) for name in here.namelist()
        }


def test_every_column_is_understood_and_the_examples_are_skipped(settings: Settings) -> None:
    report = dry_run(TEMPLATE, settings)
    [page, lists, guide] = report.sheets
    assert page.header is not None
    assert set(page.header.columns) == {column for column, _ in COLUMNS}
    assert page.header.unknown == ()
    assert (len(report.rows), [why for _, why, _ in page.skipped]) == (0, ["example"] * 3)
    assert (guide.state, lists.state) == ("no_header", "hidden")


def test_the_examples_are_right_once_they_are_no_examples(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "filled.xlsx"
    rows = [
        {column: cell.removeprefix("示例：") if isinstance(cell, str) else cell for column, cell in row.items()}
        for row in EXAMPLES
    ]
    write_register(path, "登记表", "金额单位：元", rows)
    report = dry_run(path, settings)
    assert [len(result.problems) for result in report.rows] == [0, 0, 0]


def test_the_kinds_can_be_picked_from_a_list() -> None:
    book = load_workbook(TEMPLATE)
    assert [row[0].value for row in book["选项"].iter_rows()] == kinds.names()
    lists = {rule.formula1 for rule in book["资产"].data_validations.dataValidation}
    assert f"'选项'!$A$1:$A${len(kinds.names())}" in lists
    assert '"亩,平方米,公顷"' in lists
