"""Jurisdictions agree with the vectors."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.kit.errors import LedgerError
from ledger.kit.jurisdiction import NATION, Jurisdiction, contains, county, current, level, parse, to_text

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "jurisdictions.json").read_text("utf-8"))
codes = st.integers(10**12, 10**14).map(Jurisdiction)


def test_containment() -> None:
    wrong = [
        case
        for case in VECTORS["contains"]
        if contains(Jurisdiction(case["outer"]), Jurisdiction(case["inner"])) != case["contains"]
    ]
    assert wrong == []


@pytest.mark.parametrize("code", VECTORS["refused"])
def test_nowhere_and_beyond_are_refused_on_both_sides(code: int) -> None:
    with pytest.raises(LedgerError):
        contains(Jurisdiction(code), NATION)
    with pytest.raises(LedgerError):
        contains(NATION, Jurisdiction(code))


def test_levels_and_counties() -> None:
    assert [level(Jurisdiction(case["code"])) for case in VECTORS["levels"]] == [
        case["level"] for case in VECTORS["levels"]
    ]
    assert [county(Jurisdiction(case["code"])) for case in VECTORS["counties"]] == [
        case["county"] for case in VECTORS["counties"]
    ]


def test_a_recoded_area_is_compared_by_its_new_code() -> None:
    successors = {case["old"]: case["new"] for case in VECTORS["recode"]["successors"]}
    for case in VECTORS["recode"]["contains"]:
        outer, inner = (current(Jurisdiction(case[side]), successors) for side in ("outer", "inner"))
        assert contains(outer, inner) == case["contains"], case


@given(codes)
def test_every_area_lies_in_itself_its_county_and_the_nation(area: Jurisdiction) -> None:
    assert contains(area, area)
    assert contains(county(area), area)
    assert contains(NATION, area)


@given(codes, codes, codes)
def test_containment_is_transitive(first: Jurisdiction, second: Jurisdiction, third: Jurisdiction) -> None:
    outer, middle = Jurisdiction(first - first % 10**8), Jurisdiction(first - first % 10**5)
    assert contains(outer, middle)
    if contains(middle, second):
        assert contains(outer, second)
    if contains(outer, second) and contains(second, third):
        assert contains(outer, third)


@pytest.mark.parametrize("text", ["33", "3301", "330110", "330110005", "330110005003", "33011000500301"])
def test_text_of_every_length(text: str) -> None:
    assert to_text(parse(text)) == text.ljust(14, "0")


@pytest.mark.parametrize(
    "text", ["", "3", "33011", "00011000500301", "3301100050030x", "３３０１１０", "-33011000500301"]
)
def test_malformed_text_is_refused(text: str) -> None:
    with pytest.raises(LedgerError, match="division code"):
        parse(text)
