"""Rows of a sheet that are no assets: totals, headings, headers printed again, signatures, phantoms."""

import re

from ledger.intake.columns import Field, Header, plain
from ledger.intake.sheet import Line

__all__ = ["why"]

_TOTAL = re.compile(r"(.{0,8})?(合计|小计|总计|共计|累计|total|subtotal|grandtotal)(数|:)?(\(.*\))?")
_NUMERAL = re.compile(r"[(第]?[一二三四五六七八九十]+[)、.类]?")
"""What numbers a group of assets; assets themselves are numbered 1, 2, 3."""
_EXAMPLE = re.compile(r"示例[::：]|Example:")
"""The template's own rows, when somebody leaves them in."""
_ODD = re.compile(r"^\s*$|计|示例|(?i:total|example)")
_FOOT = re.compile(
    r"(填表人|制表人?|审核人?|复核人?|负责人|单位负责人|填报单位|填报日期|填表日期|盖章|注|说明)[::].*|(注|说明)\d*"
)
_SAYS = frozenset(Field) - {
    Field.SERIAL,
    Field.AREA_UNIT,
    Field.QUANTITY_UNIT,
    Field.VALUE_UNIT,
    Field.OWNER,
    Field.OWNER_CODE,
    Field.DIVISION,
    Field.FEEDBACK,
    Field.NOTE,
}
"""Columns of which at least one must say something; the others are filled down by hand far below the last asset."""


def why(line: Line, header: Header) -> str | None:
    """total, example, heading, header, foot or blank; None for a row that must be read."""
    texts, columns = line.texts, header.columns
    name, kind = texts.get(columns[Field.NAME], ""), texts.get(columns[Field.KIND], "")
    if name and kind and len(texts) > 5 and kind != header.titles[Field.KIND] and not _ODD.search(name):
        return None
    filled = [(column, text) for column, text in texts.items() if text.strip()]
    if not filled:
        return "blank"
    first = plain(filled[0][1])
    if _TOTAL.fullmatch(first) or _TOTAL.fullmatch(plain(name)):
        return "total"
    if _EXAMPLE.match(name.strip()):
        return "example"
    if len(filled) <= 3 and _FOOT.match(first):
        return "foot"
    lone = len(filled) == 1 or (len(filled) == 2 and _NUMERAL.fullmatch(first))
    if lone and not any(column in line.numbers or column in line.errors for column, _ in filled):
        return "heading"
    if not any(field in _SAYS and _says(line, column) for field, column in columns.items()):
        return "blank"
    again = sum(" ".join(texts.get(columns[field], "").split()) == title for field, title in header.titles.items())
    return "header" if again >= 3 and again >= len(filled) - 2 else None


def _says(line: Line, column: int) -> bool:
    text = line.texts.get(column, "").strip()
    # A formula that is copied down below the last asset shows 0 or nothing there.
    return bool(text) and not (column in line.formulas and text in ("0", "0.0"))
