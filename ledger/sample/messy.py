"""One register as it should not be: everything that real workbooks do wrong, once each. All of it is invented.

`tests/intake` holds what a dry run must say about it; the console offers it for trying out the import.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from ledger.sample.world import generate

__all__ = ["OWNER", "write_messy"]

OWNER = generate().parties["village_0"].credit_code
_VILLAGE = "350921990201"
_UNIT = f"{_VILLAGE}JB00077F00010001"
_HEADER = ["序号", "资产名称", "资产类别", "编码", None, None, "编号年份", "坐落（区划）", "详细位置", "面积", None]
_HEADER += ["数量", "计量单位", "原值\n（万元）", "权属人", "统一社会信用代码", "备注", "经手人"]
_BELOW = {3: "不动产单元号", 4: "承包地块代码", 5: "统一编号", 9: "面积", 10: "面积单位"}
_COLUMNS = 18
Row = tuple[Any, ...]


def _own(number: str, year: object = 2019) -> Row:
    return ("", "", number, year)


ROWS: tuple[Row, ...] = (
    # name, kind, unit code, parcel code, number, year, division, place, area, unit, quantity, unit, value, owner code
    ("好：水田", "耕地", "", "3509219902010300021", "", "", _VILLAGE + "03", "村东", 12.5, "亩", "", "", "", OWNER),
    ("全角数字", "旱地", *_own("ｚｃ－０００１"), "青屿村", "村西", "１，２３４．５", "平方米", "", "", "", OWNER),
    ("千位逗号和万元", "厂房", _UNIT, "", "", "", _VILLAGE, "工业路", "2,450.00", "㎡", "", "", "1,234.56", OWNER),
    ("格内带单位", "鱼塘", *_own("ZC0002"), "海云镇（虚构）青屿村2组", "溪边", "8.4亩", "", "", "", "35万元", OWNER),
    ("小计", "", "", "", "", "", "", "", 100, "", "", "", "", ""),
    ("单位不对", "耕地", *_own("ZC0003"), _VILLAGE, "", 5, "块", "", "", "", OWNER),
    ("没有单位", "耕地", *_own("ZC0004"), _VILLAGE, "", 5, "", "", "", "", OWNER),
    ("类别不认识", "水用地", *_own("ZC0005"), _VILLAGE, "", 5, "亩", "", "", "", OWNER),
    ("区划不存在", "耕地", *_own("ZC0006"), "350921990299", "", 5, "亩", "", "", "", OWNER),
    ("不在办理范围", "耕地", *_own("ZC0007"), "350921103201", "", 5, "亩", "", "", "", OWNER),
    ("信用代码错", "耕地", *_own("ZC0008"), _VILLAGE, "", 5, "亩", "", "", "", OWNER[:-1] + "0"),
    ("编码少一位", "耕地", "", "350921990201030002", "", "", _VILLAGE, "", 5, "亩", "", "", "", OWNER),
    ("编码存成数值", "耕地", "", 3509219902010300022, "", "", _VILLAGE, "", 5, "亩", "", "", "", OWNER),
    ("这类没有地块编码", "仓库", "", "3509219902010300023", "", "", _VILLAGE, "", 90, "平方米", "", "", "", OWNER),
    ("没有编码", "耕地", "", "", "", "", _VILLAGE, "", 5, "亩", "", "", "", OWNER),
    ("年份不对", "耕地", *_own("ZC0009", "一九年"), _VILLAGE, "", 5, "亩", "", "", "", OWNER),
    ("同一编码内容不同", "耕地", *_own("ZC0010"), _VILLAGE, "溪南", 5, "亩", "", "", "", OWNER),
    ("同一编码内容不同", "耕地", *_own("ZC0010"), _VILLAGE, "溪南", 6, "亩", "", "", "", OWNER),
    ("整行重复", "耕地", *_own("ZC0011"), _VILLAGE, "溪北", 7, "亩", "", "", "", OWNER),
    ("整行重复", "耕地", *_own("ZC0011"), _VILLAGE, "溪北", 7, "亩", "", "", "", OWNER),
    ("疑似重复", "耕地", *_own("ZC0012"), _VILLAGE, "岭下", 9, "亩", "", "", "", OWNER),
    ("疑似重复", "耕地", *_own("ZC0013"), _VILLAGE, "岭下", 9, "亩", "", "", "", OWNER),
    ("公式", "耕地", *_own("ZC0014"), _VILLAGE, "", ("=3+4.5", 7.5), "亩", "", "", "", OWNER),
    ("公式出错", "耕地", *_own("ZC0015"), _VILLAGE, "", ("=#REF!*2", "#REF!"), "亩", "", "", "", OWNER),
    ("公式没算过", "耕地", *_own("ZC0016"), _VILLAGE, "", ("=J10", ""), "亩", "", "", "", OWNER),
    ("合并的坐落一", "耕地", *_own("ZC0017"), ("merge", _VILLAGE), "甲", 3, "亩", "", "", "", OWNER),
    ("合并的坐落二", "耕地", *_own("ZC0018"), None, "乙", 4, "亩", "", "", "", OWNER),
    ("收割机", "农机", *_own("NJ-1", "2019年"), _VILLAGE, "农机库", "", "", 2, "台", 9.8, OWNER),
    ("半台机器", "农机", *_own("NJ-2"), _VILLAGE, "农机库", "", "", 1.5, "台", "", OWNER),
    ("负的面积", "耕地", *_own("ZC0019"), _VILLAGE, "", -3, "亩", "", "", "", OWNER),
    ("", "耕地", *_own("ZC0020"), _VILLAGE, "没有名称", 3, "亩", "", "", "", OWNER),
    ("不足一分", "仓库", *_own("ZC0021"), _VILLAGE, "", 60, "平方米", "", "", 1.23456789, OWNER),
)


def write_messy(path: Path) -> None:
    """Write the workbook: the register with its header in rows 7 and 8, a sheet without one, a hidden sheet."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": "messy register, invented", "created": datetime(2026, 1, 1)})
        page = book.add_worksheet("资产 明细")
        _top(book, page)
        last = _rows(page)
        _foot(page, last)
        book.add_worksheet("说明").write_string(0, 0, "本表为虚构数据")
        hidden = book.add_worksheet("旧表")
        hidden.write_row(0, 0, ["资产名称", "资产类别", "统一编号", "坐落"])
        hidden.write_row(1, 0, ["隐藏的资产", "耕地", "X1", _VILLAGE])
        hidden.hide()


def _top(book: Any, page: Any) -> None:
    bold = book.add_format({"bold": True, "align": "center"})
    page.merge_range(0, 0, 1, _COLUMNS - 1, "青屿村集体资产清查登记表（虚构数据）", bold)
    page.write_string(2, 0, "填报单位：青屿村股份经济合作社（虚构）")
    page.write_string(3, 9, "面积单位：见列")
    page.write_string(4, 0, "2026年11月")
    for column, title in enumerate(_HEADER):
        if title is not None:
            page.write_string(6, column, title, bold)
    for column, title in _BELOW.items():
        page.write_string(7, column, title, bold)
    page.merge_range(6, 3, 6, 5, "编码", bold)
    page.merge_range(6, 9, 6, 10, "面积", bold)
    page.write_string(8, 0, "一、资源性资产", bold)


def _rows(page: Any) -> int:
    number = 9
    for serial, row in enumerate(ROWS, 1):
        cells = (serial, *row[:13], "青屿村股份经济合作社（虚构）", *row[13:])
        for column, value in enumerate(cells):
            _write(page, number, column, value)
        number += 1
        if serial in (5, 17):
            number += 2
    return number


def _write(page: Any, row: int, column: int, value: object) -> None:
    if isinstance(value, tuple) and value[0] == "merge":
        page.merge_range(row, column, row + 1, column, value[1])
    elif isinstance(value, tuple):
        page.write_formula(row, column, value[0], None, value[1])
    elif isinstance(value, str):
        page.write_string(row, column, value) if value else None
    elif value is not None:
        page.write_number(row, column, value)


def _foot(page: Any, row: int) -> None:
    page.write_string(row, 1, "合 计")
    page.write_formula(row, 9, f"=SUM(J10:J{row})", None, 158)
    # Serial, unit and a formula copied far below the last asset: a row that is none.
    for below in range(row + 1, row + 4):
        page.write_number(below, 0, below)
        page.write_string(below, 10, "亩")
        page.write_formula(below, 9, "=0", None, 0)
    page.write_string(row + 5, 0, "填表人：某某")
    page.write_string(row + 5, 8, "审核人：某某")
