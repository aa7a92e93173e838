"""What a cell's text says: numbers, areas, money, quantities. Nothing is guessed; what is changed is returned.

What was done to the text is returned as words of `intake.change` in the locale; what cannot be read raises CellError.
`stored` says that the workbook holds the cell as a number.
"""

import re
import unicodedata
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import NamedTuple

from ledger.intake.errors import CellError
from ledger.kit import area as areas
from ledger.kit import money
from ledger.kit.errors import LedgerError
from ledger.kit.numbers import Unit

__all__ = ["Amount", "area", "fen", "number", "quantity", "text", "year"]

_NUMBER = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([^\d.,].*)?", re.ASCII | re.DOTALL)
_PRECISION = Context(prec=15)
"""What a spreadsheet shows of a stored number: the digits after the fifteenth are noise of binary fractions."""
_MOST_DIGITS = 30

_AREAS = {"亩": "亩", "市亩": "亩", "mu": "亩", "平方米": "平方米", "平米": "平方米", "m2": "平方米", "sqm": "平方米"}
_AREAS |= {"公顷": "公顷", "ha": "公顷", "hm2": "公顷"}
_MONEY = {"元": "元", "yuan": "元", "cny": "元", "rmb": "元", "万元": "万元", "万": "万元", "亿元": "亿元"}
_QUANTITIES: dict[Unit, dict[str, Fraction]] = {
    Unit.FEN: {"元": Fraction(100), "万元": Fraction(10**6), "亿元": Fraction(10**10), "yuan": Fraction(100)},
    Unit.KILOGRAM: {name: Fraction(1) for name in ("千克", "公斤", "kg")}
    | {"吨": Fraction(1000), "t": Fraction(1000), "斤": Fraction(1, 2)},
    Unit.KILOWATT: {"千瓦": Fraction(1), "kw": Fraction(1)},
    Unit.KILOGRAM_CO2: {name: Fraction(1) for name in ("千克", "kg", "千克二氧化碳当量", "kgco2e")}
    | {name: Fraction(1000) for name in ("吨", "t", "吨二氧化碳当量", "tco2e")},
}


class Amount(NamedTuple):
    """A whole number of the smallest unit, and how it stood: plain digits, the unit, what was changed."""

    value: int
    digits: str
    unit: str
    changes: list[str]


def text(raw: str) -> str:
    """Words as they are: NFC, blanks at the ends off, blanks and line breaks within as one blank."""
    return " ".join(unicodedata.normalize("NFC", raw).split())


def number(raw: str, stored: bool) -> tuple[str, str, list[str]]:
    """A number not below zero as plain decimal text, the unit written behind it ("" if none), what was changed."""
    changes: list[str] = []
    if stored and raw.isascii() and raw.isdigit() and len(raw) <= 15:
        return raw, "", changes
    if stored:
        try:
            value = Decimal(raw).normalize(_PRECISION)
        except InvalidOperation:
            raise CellError("NumberMalformed", value=raw) from None
        if not value.is_finite() or value.adjusted() > _MOST_DIGITS:
            raise CellError("NumberMalformed", value=raw)
        if value < 0:
            raise CellError("NumberNegative", value=raw)
        return f"{value:f}", "", changes
    body = raw
    if not raw.isascii():
        body = unicodedata.normalize("NFKC", raw)
        if any("\uff01" <= character <= "\uff5e" for character in raw):
            changes.append("full_width")
    body = "".join(body.split()).removeprefix("¥")
    match = _NUMBER.fullmatch(body)
    if match is None or len(match[2]) > _MOST_DIGITS:
        raise CellError("NumberMalformed", value=raw)
    if match[1]:
        raise CellError("NumberNegative", value=raw)
    if "," in match[2]:
        changes.append("commas")
    return match[2].replace(",", "") + (match[3] or ""), (match[4] or "").casefold(), changes


def area(raw: str, stored: bool, unit: str) -> Amount:
    """Hundredths of a square metre, read in 亩, 平方米 or 公顷; never zero."""
    digits, behind, changes = number(raw, stored)
    name = _unit(behind, unit, _AREAS, raw)
    try:
        value = areas.parse(digits, name)
    except LedgerError:
        raise CellError("NumberTooLarge", value=raw) from None
    if value == 0:
        raise CellError("NumberZero", value=raw)
    if name != "平方米":
        changes.append("unit")
    return Amount(value, digits, name, changes)


def fen(raw: str, stored: bool, unit: str) -> Amount:
    """Fen, read in 元, 万元 or 亿元. A part of a fen is refused, not rounded."""
    digits, behind, changes = number(raw, stored)
    name = _unit(behind, unit, _MONEY, raw)
    try:
        value = money.parse(digits, name)
    except LedgerError:
        raise CellError("MoneyParts", value=raw) from None
    if name != "元":
        changes.append("unit")
    return Amount(value, digits, name, changes)


def quantity(raw: str, stored: bool, unit: str, kind: Unit) -> Amount:
    """Whole pieces, fen, kilograms or kilowatts, as the kind counts; never zero."""
    digits, behind, changes = number(raw, stored)
    if kind == Unit.PIECE:
        name, factor = behind or unit, Fraction(1)
    else:
        known = _QUANTITIES[kind]
        name = _unit(behind, unit, {key: key for key in known}, raw)
        factor = known[name]
    value = Fraction(digits) * factor
    if value.denominator != 1 or value > areas.MOST:
        raise CellError("QuantityParts", value=raw)
    if value == 0:
        raise CellError("NumberZero", value=raw)
    if factor != 1:
        changes.append("unit")
    return Amount(value.numerator, digits, name, changes)


def year(raw: str, stored: bool) -> int:
    """The year of a number: 2019, 2019年, 2019年度."""
    try:
        digits, behind, _ = number(raw, stored)
    except CellError:
        raise CellError("YearWrong", value=raw) from None
    digits = digits.removesuffix(".0")
    if behind not in ("", "年", "年度") or not digits.isdigit() or not 1949 <= int(digits) <= 2100:
        raise CellError("YearWrong", value=raw)
    return int(digits)


def _unit(behind: str, given: str, known: dict[str, str], raw: str) -> str:
    """The one unit of a cell: behind the number, or from its column, title or sheet; both must agree."""
    if not behind and given in known:
        return known[given]
    other = "".join(unicodedata.normalize("NFKC", given).split()).casefold()
    for name in (behind, other):
        if name and name not in known:
            raise CellError("UnitUnknown", value=raw, unit=name, known="、".join(dict.fromkeys(known.values())))
    if behind and other and known[behind] != known[other]:
        raise CellError("UnitTwice", value=raw, unit=given)
    if not behind and not other:
        raise CellError("UnitMissing", value=raw, known="、".join(dict.fromkeys(known.values())))
    return known[behind or other]
