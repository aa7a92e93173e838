"""The divisions of one county: which exist, what they are called, and what a clerk's cell means."""

import pytest

from ledger.kit.codes import CodeError
from ledger.kit.divisions import Divisions
from ledger.kit.locale import LANGS

INVENTED = [("350921990", "海云镇（虚构）"), ("350921990201", "青屿村委会（虚构）")]


@pytest.fixture(scope="module")
def county() -> Divisions:
    return Divisions.load()


def test_the_whole_county_is_there(county: Divisions) -> None:
    villages = [code for code in county.rows if len(code) == 12]
    townships = [code for code in county.rows if len(code) == 9]
    assert (len(townships), len(villages)) == (15, 331)
    assert {code[:6] for code in villages} == {"350921"}
    assert {code[:9] for code in villages} == set(townships)


@pytest.mark.parametrize(
    ("cell", "code", "name"),
    [
        ("350921103201", 35092110320100, "溪南镇溪南村"),
        ("35092110320103", 35092110320103, "溪南镇溪南村3组"),
        ("３５０９２１１０３２０１ 溪南村", 35092110320100, "溪南镇溪南村"),
        ("350921103", 35092110300000, "溪南镇"),
        ("半月里村", 35092110322500, "溪南镇半月里村"),
        ("溪南镇东安村", 35092110321300, "溪南镇东安村"),
        ("福建省宁德市霞浦县溪南镇东安村", 35092110321300, "溪南镇东安村"),
        ("东安村村委会", 35092110321300, "溪南镇东安村"),
        ("东安村第三村民小组", 35092110321303, "溪南镇东安村3组"),
        ("东安村十二组", 35092110321312, "溪南镇东安村12组"),
        ("龙津社区", 35092100100100, "松城街道龙津社区"),
    ],
)
def test_a_cell_names_a_place(county: Divisions, cell: str, code: int, name: str) -> None:
    assert county.find(cell) == (code, name)
    assert county.name(code) == name


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ("350921103299", "DivisionUnknown"),
        ("320623103201", "DivisionUnknown"),
        ("天上村", "DivisionUnknown"),
        ("东关", "DivisionUnknown"),
        ("桥头村", "DivisionAmbiguous"),
        ("3509211032", "DivisionLength"),
        ("", "DivisionUnknown"),
    ],
)
def test_a_cell_that_names_none_or_several(county: Divisions, cell: str, error: str) -> None:
    with pytest.raises(CodeError) as raised:
        county.find(cell)
    assert raised.value.code == error
    for lang in LANGS:
        assert len(raised.value.say(lang).split("\n")) == 2


def test_an_ambiguous_name_is_answered_with_its_townships(county: Divisions) -> None:
    with pytest.raises(CodeError) as raised:
        county.find("桥头村")
    assert raised.value.fields["near"] == "松港街道桥头村 350921002216、水门畲族乡桥头村 350921201206"


def test_rows_can_be_added_for_invented_places() -> None:
    county = Divisions.load(more=INVENTED)
    assert county.find("350921990201").code == 35092199020100
    assert county.name(35092199020100) == "海云镇（虚构）青屿村委会（虚构）"
    assert county.name(0) is None
