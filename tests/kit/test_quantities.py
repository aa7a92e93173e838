"""Money and areas: exact integers, and people's ways of writing them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.kit import area, money
from ledger.kit.errors import LedgerError


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("0", "元", 0),
        ("1,234.5", "元", 123_450),
        ("0.01", "元", 1),
        ("12.5", "万元", 12_500_000),
        ("12.5万元", "元", 12_500_000),
        ("3 元", "万元", 300),
        ("0.000001", "万元", 1),
        ("1亿元", "元", 10_000_000_000),
    ],
)
def test_amounts_as_people_write_them(text: str, unit: str, fen: int) -> None:
    assert money.parse(text, unit) == fen


@pytest.mark.parametrize(
    "text", ["", "元", "-1", "0.001", "1e3", "1,23", "１２", "720575940379279.36", "1.", ".5", "nan"]
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(LedgerError, match="amount"):
        money.parse(text)


@given(st.integers(0, money.MOST))
def test_yuan_and_wan_come_back(fen: int) -> None:
    assert money.parse(money.yuan(fen)) == fen
    assert money.parse(money.wan(fen), "万元") == fen


def test_differences_may_be_negative() -> None:
    assert money.yuan(-123_456) == "-1,234.56"
    assert money.wan(-15_000_000) == "-15"


@pytest.mark.parametrize(
    ("text", "unit", "units"),
    [
        ("15", "亩", 1_000_000),
        ("1", "亩", 66_667),
        ("3", "亩", 200_000),
        ("0.01", "平方米", 1),
        ("1", "公顷", 1_000_000),
    ],
)
def test_areas_as_people_write_them(text: str, unit: str, units: int) -> None:
    assert area.parse(text, unit) == units


@pytest.mark.parametrize("text", ["", "-1", "1e3", "1,2", "720575940379280", "nan"])
def test_what_is_no_area(text: str) -> None:
    with pytest.raises(LedgerError, match="area"):
        area.parse(text, "平方米")


@given(st.integers(0, 10**12))
def test_mu_with_four_places_come_back(tenths_of_thousandths: int) -> None:
    whole, part = divmod(tenths_of_thousandths, 10_000)
    text = f"{whole:,}.{part:04d}"

    assert area.mu(area.parse(text, "亩"), places=4) == text


@given(st.integers(0, area.MOST))
def test_square_metres_are_exact(units: int) -> None:
    assert area.parse(area.square_metres(units), "平方米") == units


def test_mu_round_half_up() -> None:
    assert area.mu(1_000) == "0.02"
    assert area.mu(66_667, places=0) == "1"
