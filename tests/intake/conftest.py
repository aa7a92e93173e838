"""Workbooks as clerks send them, written for one test each."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ledger.intake.rows import Settings
from ledger.kit.codes import uscc
from ledger.sample.places import divisions

HEADER = [
    "资产名称",
    "资产类别",
    "统一编号",
    "编号年份",
    "坐落区划",
    "详细位置",
    "面积",
    "面积单位",
    "原值",
    "信用代码",
]
OWNER = "N2350999MA1234567" + uscc.check_digit("N2350999MA1234567")
VILLAGE = "350921990201"

Write = Callable[..., Path]


def asset(number: str, name: str = "水田", area: object = 5, place: str = "", **changed: Any) -> list[Any]:
    """A row under HEADER; `changed` by the title of its column."""
    row = dict(zip(HEADER, [name, "耕地", number, 2019, VILLAGE, place or number, area, "亩", "", OWNER], strict=True))
    return list((row | changed).values())


@pytest.fixture
def settings() -> Settings:
    return Settings(divisions())


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER, above: int = 0) -> Path:
        """A workbook of one sheet: `above` title rows, the header, the rows."""
        path = tmp_path / f"book{len(list(tmp_path.iterdir()))}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet("资产")
            for number in range(above):
                page.write_string(number, 0, f"标题 {number + 1}")
            for number, row in enumerate([header, *rows], above):
                for column, value in enumerate(row):
                    if isinstance(value, tuple):
                        page.write_formula(number, column, value[0], None, value[1])
                    elif isinstance(value, str):
                        page.write_string(number, column, value)
                    elif value is not None:
                        page.write_number(number, column, value)
        return path

    return write
