"""What a cell's text says, and what it does not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.intake import cells, kinds
from ledger.intake.errors import CellError
from ledger.kit.catalogue import asset_kinds, label
from ledger.kit.numbers import AssetKind, Unit


@pytest.mark.parametrize(
    ("raw", "stored", "digits", "unit", "changes"),
    [
        ("12.5", True, "12.5", "", []),
        ("0.30000000000000004", True, "0.3", "", []),
        ("1.2E-2", True, "0.012", "", []),
        ("2019", True, "2019", "", []),
        ("12.5", False, "12.5", "", []),
        (" 1,234,567.89 ", False, "1234567.89", "", ["commas"]),
        ("１２，３４５．６", False, "12345.6", "", ["full_width", "commas"]),
        ("¥1,200元", False, "1200", "元", ["commas"]),
        ("￥88", False, "88", "", []),
        ("8.4 亩", False, "8.4", "亩", []),
        ("30㎡", False, "30", "m2", []),
    ],
)
def test_numbers(raw: str, stored: bool, digits: str, unit: str, changes: list[str]) -> None:
    assert cells.number(raw, stored) == (digits, unit, changes)


@pytest.mark.parametrize(
    ("raw", "stored", "code"),
    [
        ("12,34", False, "NumberMalformed"),
        ("1.2.3", False, "NumberMalformed"),
        ("十二", False, "NumberMalformed"),
        ("约5", False, "NumberMalformed"),
        ("5-6", False, "UnitUnknown"),
        ("٣", False, "NumberMalformed"),
        ("NaN", True, "NumberMalformed"),
        ("1E+300", True, "NumberMalformed"),
        ("-5", True, "NumberNegative"),
        ("-5", False, "NumberNegative"),
        ("0", True, "NumberZero"),
        ("5块", False, "UnitUnknown"),
        ("5公顷", False, "UnitTwice"),
        ("9" * 29, False, "NumberTooLarge"),
    ],
)
def test_what_is_no_area(raw: str, stored: bool, code: str) -> None:
    with pytest.raises(CellError) as raised:
        cells.area(raw, stored, "亩")
    assert raised.value.code == code


def test_a_unit_is_never_guessed() -> None:
    with pytest.raises(CellError) as raised:
        cells.area("5", True, "")
    assert raised.value.code == "UnitMissing"


@pytest.mark.parametrize(
    ("raw", "unit", "value"),
    [("1", "亩", 66_667), ("15", "亩", 1_000_000), ("2", "公顷", 2_000_000), ("3.5", "㎡", 350), ("1", "mu", 66_667)],
)
def test_areas_are_hundredths_of_a_square_metre(raw: str, unit: str, value: int) -> None:
    assert cells.area(raw, True, unit).value == value


@pytest.mark.parametrize(
    ("raw", "unit", "fen"),
    [("1234.56", "元", 123_456), ("1.234567", "万元", 1_234_567), ("0", "元", 0), ("2亿元", "", 20_000_000_000)],
)
def test_money_is_fen(raw: str, unit: str, fen: int) -> None:
    assert cells.fen(raw, False, unit).value == fen


def test_a_part_of_a_fen_is_refused_not_rounded() -> None:
    with pytest.raises(CellError) as raised:
        cells.fen("0.005", False, "元")
    assert raised.value.code == "MoneyParts"


@pytest.mark.parametrize(
    ("raw", "unit", "kind", "value"),
    [
        ("3", "台", Unit.PIECE, 3),
        ("3头", "", Unit.PIECE, 3),
        ("1.5", "吨", Unit.KILOGRAM, 1500),
        ("5", "斤", Unit.KILOGRAM, None),
        ("1.5", "件", Unit.PIECE, None),
        ("12.5", "万元", Unit.FEN, 12_500_000),
        ("88", "千瓦", Unit.KILOWATT, 88),
        ("2", "吨二氧化碳当量", Unit.KILOGRAM_CO2, 2000),
        ("2", "公里", Unit.KILOWATT, None),
    ],
)
def test_quantities_are_whole(raw: str, unit: str, kind: Unit, value: int | None) -> None:
    if value is None:
        with pytest.raises(CellError):
            cells.quantity(raw, False, unit, kind)
    else:
        assert cells.quantity(raw, False, unit, kind).value == value


@pytest.mark.parametrize(
    ("raw", "value"), [("2019", 2019), ("2019年", 2019), ("２０１９年度", 2019), ("19", None), ("二〇", None)]
)
def test_years(raw: str, value: int | None) -> None:
    if value is None:
        with pytest.raises(CellError) as raised:
            cells.year(raw, False)
        assert raised.value.code == "YearWrong"
    else:
        assert cells.year(raw, False) == value


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10**9), places=2))
def test_an_amount_reads_the_same_however_it_is_written(amount: Decimal) -> None:
    full_width = f"{amount:,}".translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789,."})
    written = [(f"{amount}", True), (repr(float(amount)), True), (f"{amount:,}", False), (full_width, False)]
    assert {cells.fen(raw, stored, "元").value for raw, stored in written} == {int(amount * 100)}


@given(st.text())
def test_any_text_is_a_number_or_an_error(raw: str) -> None:
    for stored in (True, False):
        try:
            digits, _, _ = cells.number(raw, stored)
        except CellError:
            continue
        assert Decimal(digits) >= 0


def test_every_word_of_the_catalogue_is_a_kind() -> None:
    for row in asset_kinds():
        for word in (label(row.number, "zh"), label(row.number, "en"), row.number.name.lower()):
            assert kinds.find(word) is row.number
    assert kinds.find("乔木林地") is AssetKind.FOREST_LAND


def test_no_other_word_for_a_kind_takes_a_word_of_the_catalogue() -> None:
    named = {label(row.number, "zh"): row.number for row in asset_kinds()}
    assert {word: kinds.find(word) for word in named} == named
