"""The template of a register: columns of the national inventory's forms, choices to pick from, three examples.

Written anew by `python -m ledger.intake.template`, which gives the same bytes every time; a test holds the committed
file to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from ledger.intake import kinds
from ledger.intake.columns import TITLES, Field
from ledger.kit.locale import Lang, say

__all__ = ["COLUMNS", "EXAMPLES", "TEMPLATE", "write", "write_register"]

TEMPLATE = Path(__file__).with_name("template.xlsx")
COLUMNS: Sequence[tuple[Field, int]] = (
    (Field.SERIAL, 6),
    (Field.NAME, 26),
    (Field.KIND, 16),
    (Field.UNIT_CODE, 32),
    (Field.PARCEL_CODE, 24),
    (Field.OWN_NUMBER, 18),
    (Field.YEAR, 10),
    (Field.DIVISION, 28),
    (Field.PLACE, 24),
    (Field.AREA, 12),
    (Field.AREA_UNIT, 10),
    (Field.QUANTITY, 10),
    (Field.QUANTITY_UNIT, 10),
    (Field.VALUE, 16),
    (Field.OWNER, 30),
    (Field.OWNER_CODE, 24),
    (Field.NOTE, 30),
)
"""Columns of the template in their order, with their widths in characters."""
_NEEDED = {Field.NAME, Field.KIND, Field.DIVISION, Field.OWNER_CODE}
_AS_TEXT = {Field.UNIT_CODE, Field.PARCEL_CODE, Field.OWN_NUMBER, Field.DIVISION, Field.OWNER_CODE}
_AREA_UNITS = ("亩", "平方米", "公顷")
_QUANTITY_UNITS = ("件", "台", "头", "条", "座", "千克", "吨", "千瓦", "元", "万元")
_ROWS = 2000
LANG: Lang = "zh"
"""Titles of the template; English ones are understood too."""
Cell = str | int | float | None


def write_register(
    target: Path,
    title: str,
    remark: str,
    rows: Iterable[Mapping[Field, Cell]],
    guide: Sequence[str] = (),
) -> None:
    """Write a register: title, remark, header, rows, a sheet of guidance. The same arguments give the same bytes."""
    with xlsxwriter.Workbook(target) as book:
        book.set_properties({"title": title, "comments": remark, "created": datetime(2026, 1, 1)})
        page = book.add_worksheet(say("intake.template.sheet", LANG))
        _head(book, page, title, remark)
        _fill(book, page, rows)
        _choices(book, page)
        if guide:
            words = book.add_worksheet(say("intake.template.guide", LANG))
            words.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
            for number, line in enumerate(guide):
                words.write_string(number, 0, line)


def _head(book: Any, page: Any, title: str, remark: str) -> None:
    last = len(COLUMNS) - 1
    page.merge_range(0, 0, 0, last, title, book.add_format({"bold": True, "font_size": 16, "align": "center"}))
    page.merge_range(1, 0, 1, last, remark, book.add_format({"font_color": "#9C2B1F"}))
    header = book.add_format({"bold": True, "bg_color": "#E6EFE9", "border": 1, "text_wrap": True, "valign": "vcenter"})
    words = book.add_format({"num_format": "@"})
    for place, (column, width) in enumerate(COLUMNS):
        page.set_column(place, place, width, words if column in _AS_TEXT else None)
        unit = "（元）" if column is Field.VALUE else ""
        star = "*" if column in _NEEDED else ""
        page.write_string(2, place, TITLES[column][0] + unit + star, header)
    page.freeze_panes(3, 2)


def _fill(book: Any, page: Any, rows: Iterable[Mapping[Field, Cell]]) -> None:
    money = book.add_format({"num_format": "#,##0.00"})
    for number, row in enumerate(rows, 3):
        for place, (column, _) in enumerate(COLUMNS):
            value = row.get(column)
            if isinstance(value, str):
                page.write_string(number, place, value)
            elif value is not None:
                page.write_number(number, place, value, money if column is Field.VALUE else None)


def _choices(book: Any, page: Any) -> None:
    """Dropdowns; the list of kinds is longer than a dropdown holds, so it stands in a hidden sheet."""
    lists = book.add_worksheet(say("intake.template.lists", LANG))
    words = kinds.names()
    lists.write_column(0, 0, words)
    lists.hide()
    places = {column: place for place, (column, _) in enumerate(COLUMNS)}
    source = f"='{lists.get_name()}'!$A$1:$A${len(words)}"
    for column, choices in (
        (Field.KIND, source),
        (Field.AREA_UNIT, list(_AREA_UNITS)),
        (Field.QUANTITY_UNIT, list(_QUANTITY_UNITS)),
    ):
        options = {"validate": "list", "source": choices, "error_type": "warning"}
        page.data_validation(3, places[column], _ROWS, places[column], options)


_OWNER = {Field.OWNER: "某某村股份经济合作社", Field.OWNER_CODE: "N2350999MF0000018Y"}
EXAMPLES: Sequence[Mapping[Field, Cell]] = (
    {
        Field.SERIAL: 1,
        Field.NAME: "示例：村东水田",
        Field.KIND: "耕地",
        Field.PARCEL_CODE: "3509211032010000001",
        Field.DIVISION: "350921103201",
        Field.PLACE: "村东机耕路南",
        Field.AREA: 12.5,
        Field.AREA_UNIT: "亩",
        **_OWNER,
    },
    {
        Field.SERIAL: 2,
        Field.NAME: "示例：旧粮仓",
        Field.KIND: "仓库",
        Field.UNIT_CODE: "350921103201JB00012F00010001",
        Field.DIVISION: "350921103201",
        Field.PLACE: "村口晒谷场旁",
        Field.AREA: 320,
        Field.AREA_UNIT: "平方米",
        Field.VALUE: 186000,
        **_OWNER,
    },
    {
        Field.SERIAL: 3,
        Field.NAME: "示例：收割机",
        Field.KIND: "农业机械",
        Field.OWN_NUMBER: "NJ-0001",
        Field.YEAR: 2019,
        Field.DIVISION: "350921103201",
        Field.PLACE: "农机库",
        Field.QUANTITY: 1,
        Field.QUANTITY_UNIT: "台",
        Field.VALUE: 98000,
        **_OWNER,
    },
)


def write(target: Path) -> None:
    """Write the template."""
    guide = [say(f"intake.template.guide_{number}", LANG) for number in range(1, 9)]
    title, remark = say("intake.template.title", LANG), say("intake.template.remark", LANG)
    write_register(target, title, remark, EXAMPLES, guide)


if __name__ == "__main__":
    write(TEMPLATE)
