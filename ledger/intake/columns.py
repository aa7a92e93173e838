"""The columns of an asset register: their titles, what else people call them, and where in a sheet the header is.

The columns follow the detail forms of the national inventory of collective assets (农经发〔2017〕11号), in our own
wording. A title may carry its unit: 面积（亩）, 原值（万元）.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ledger.intake.sheet import Line

__all__ = ["HEADER_ROWS", "REQUIRED", "TITLES", "UNITED", "Field", "Header", "default_units", "find_header", "plain"]

HEADER_ROWS = 15
"""The header is searched in so many rows from the top of the sheet."""


class Field(StrEnum):
    """What a column means."""

    SERIAL = "serial"
    NAME = "name"
    KIND = "kind"
    UNIT_CODE = "unit_code"
    PARCEL_CODE = "parcel_code"
    OWN_NUMBER = "own_number"
    YEAR = "year"
    DIVISION = "division"
    PLACE = "place"
    AREA = "area"
    AREA_UNIT = "area_unit"
    QUANTITY = "quantity"
    QUANTITY_UNIT = "quantity_unit"
    VALUE = "value"
    VALUE_UNIT = "value_unit"
    OWNER = "owner"
    OWNER_CODE = "owner_code"
    NOTE = "note"
    FEEDBACK = "feedback"


TITLES: Mapping[Field, tuple[str, str, str]] = {
    Field.SERIAL: ("序号", "No.", "no"),
    Field.NAME: ("资产名称", "Asset name", "名称 资产资源名称 地块名称 资源名称 name asset"),
    Field.KIND: ("资产类别", "Kind of asset", "类别 资产类型 资产种类 资产分类 kind"),
    Field.UNIT_CODE: ("不动产单元代码", "Unit code", "不动产单元号 不动产单元编号"),
    Field.PARCEL_CODE: ("承包地块编码", "Parcel code", "承包地块代码 地块编码 地块代码"),
    Field.OWN_NUMBER: ("统一编号", "Own number", "资产编号 自编号 集体自编号 编号 ownno"),
    Field.YEAR: ("编号年份", "Year of number", "编号年度 年份 年度 year"),
    Field.DIVISION: ("坐落区划", "Division", "坐落(区划) 区划 区划代码 行政区划 坐落 所在村 所在区划"),
    Field.PLACE: ("详细位置", "Place", "详细坐落 详细地址 坐落位置 具体位置 位置 地址 存放地点"),
    Field.AREA: ("面积", "Area", "资产面积 建筑面积 土地面积 实测面积"),
    Field.AREA_UNIT: ("面积单位", "Area unit", ""),
    Field.QUANTITY: ("数量", "Quantity", "资产数量"),
    Field.QUANTITY_UNIT: ("计量单位", "Quantity unit", "数量单位 单位"),
    Field.VALUE: ("原值", "Original value", "资产原值 账面原值 原值金额 value"),
    Field.VALUE_UNIT: ("金额单位", "Value unit", "原值单位"),
    Field.OWNER: ("权属人", "Owner", "所有权人 权利人 权属单位 集体经济组织"),
    Field.OWNER_CODE: ("权属人信用代码", "Owner's credit code", "统一社会信用代码 信用代码 权属人代码"),
    Field.NOTE: ("备注", "Note", "说明 notes remark remarks"),
    Field.FEEDBACK: ("错误原因", "What to mend", ""),
}
"""Title in Chinese and English, and other names that are understood, in the order of the template."""

REQUIRED = (Field.NAME, Field.KIND, Field.DIVISION)
UNITED = {Field.AREA: Field.AREA_UNIT, Field.VALUE: Field.VALUE_UNIT, Field.QUANTITY: Field.QUANTITY_UNIT}
_BRACKETS = re.compile(r"\(([^()]*)\)$")
_STATED = re.compile(r"(?<![填编报制])单位:(.*)")
_UNITS = re.compile("亩|平方米|公顷|亿元|万元|元")


def plain(title: str) -> str:
    """A title without what decorates it: blanks, line breaks, asterisks, full-width forms, case."""
    text = unicodedata.normalize("NFKC", title)
    return "".join(text.split()).replace("*", "").replace("'", "").rstrip(":.").casefold()


_MEANT: dict[str, Field] = {
    plain(name): field for field, (zh, en, others) in TITLES.items() for name in (zh, en, *others.split())
}


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header is and what it says: `first` and `last` row, column and title by field, units by field."""

    first: int
    last: int
    columns: Mapping[Field, int]
    titles: Mapping[Field, str]
    units: Mapping[Field, str]
    unknown: tuple[str, ...]

    @property
    def missing(self) -> tuple[Field, ...]:
        """Columns without which no row can be read."""
        keys = (Field.UNIT_CODE, Field.PARCEL_CODE, Field.OWN_NUMBER)
        lacking = [field for field in REQUIRED if field not in self.columns]
        return tuple(lacking if any(key in self.columns for key in keys) else [*lacking, Field.OWN_NUMBER])


def find_header(lines: Sequence[Line]) -> Header | None:
    """The row among the first fifteen that says most: at least three known titles, the asset's name among them.

    Two rows that are merged into one header count as one: what the upper leaves open, the lower says.
    """
    found = [_read(lines, place) for place, line in enumerate(lines) if line.number <= HEADER_ROWS]
    named = [header for header in found if Field.NAME in header.columns and len(header.columns) >= 3]
    return max(named, key=lambda header: (len(header.columns), header.first - header.last), default=None)


def default_units(lines: Sequence[Line], header: Header) -> dict[Field, str]:
    """Units that a title above the header states for the whole sheet: 金额单位：万元, 单位：亩."""
    units: dict[Field, str] = {}
    for line in lines:
        if line.number >= header.first:
            break
        for text in line.texts.values():
            stated = _STATED.search("".join(unicodedata.normalize("NFKC", text).split()))
            for unit in _UNITS.findall(stated[1]) if stated else ():
                units.setdefault(Field.VALUE if unit.endswith("元") else Field.AREA, unit)
    return units


def _read(lines: Sequence[Line], place: int) -> Header:
    upper = lines[place]
    after = lines[place + 1] if place + 1 < len(lines) else upper
    lower = after if after.number == upper.number + 1 <= HEADER_ROWS else None
    columns: dict[Field, int] = {}
    titles: dict[Field, str] = {}
    units: dict[Field, str] = {}
    unknown: list[str] = []
    deep = False
    below = {} if lower is None or lower.numbers else lower.texts
    for column in sorted(upper.texts.keys() | below.keys()):
        for title, is_lower in ((upper.texts.get(column, ""), False), (below.get(column, ""), True)):
            field, unit = _meaning(title)
            if field is None or field in columns:
                continue
            columns[field], titles[field] = column, " ".join(title.split())
            if unit:
                units[field] = unit
            deep = deep or is_lower
            break
        else:
            if title := upper.texts.get(column, "").strip():
                unknown.append(title)
    return Header(upper.number, upper.number + deep, columns, titles, units, tuple(unknown))


def _meaning(title: str) -> tuple[Field | None, str]:
    text = plain(title)
    if text in _MEANT:
        return _MEANT[text], ""
    bracket = _BRACKETS.search(text)
    if bracket is None:
        return None, ""
    field = _MEANT.get(text[: bracket.start()])
    return field, bracket[1] if field in UNITED else ""
