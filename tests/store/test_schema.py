"""A schema that contradicts the contracts or itself is refused at the start, and every problem is named."""

import pytest
from sqlalchemy import Text

from ledger.store.errors import SchemaWrong
from ledger.store.registry import check_complete, collect
from ledger.store.rules import Delete, Entry, Ignore, Insert, Update, Upsert
from ledger.store.schema import B16, B32, INT, maybe, table
from ledger.store.subjects import Place, Subjects, check_subjects
from tests.store.library import ARGUMENTS, SCHEMA, Library

THINGS = table("things", key=("thing",), thing=B16, size=INT, note=maybe(B32))
EVENT = {"C.E": (("thing", "bytes16"), ("size", "uint56"), ("mask", "uint256"), ("word", "string"), ("big", "uint64"))}


class One:
    """A concept with one rule."""

    TABLES = (THINGS,)

    def __init__(self, *rules: Entry) -> None:
        self.RULES = rules


def problems(*rules: Entry) -> str:
    with pytest.raises(SchemaWrong) as caught:
        check_complete(EVENT, collect([One(*rules)]))
    return str(caught.value.fields["problems"])


def test_a_schema_that_fits_is_taken() -> None:
    check_complete(ARGUMENTS, SCHEMA)
    check_complete(EVENT, collect([One(Insert("C.E", "things", key=("thing",), also={"note": "mask"}))]))


def test_an_event_needs_a_rule_or_an_ignore() -> None:
    assert problems() == "C.E: neither a rule nor an Ignore"
    check_complete(EVENT, collect([One(Ignore("C.E", why="nobody asks"))]))


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (Insert("C.E", "things", key=("size",)), "is not the table's key"),
        (Insert("C.E", "things", key=("thing",), columns=("size", "weight")), "unknown column weight"),
        (Insert("C.E", "things", key=("thing",), also={"note": "weight"}), "unknown argument weight"),
        (Insert("C.E", "things", key=("thing",), also={"note": "$hash"}), "unknown argument $hash"),
        (Insert("C.E", "things", key=("thing",), columns=()), "column size stays empty"),
        (Upsert("C.E", "things", key=("thing",), columns=()), "column size stays empty"),
        (Update("C.E", "things", key=("thing",), columns=()), "changes no column"),
        (Insert("C.E", "things", key=("thing",), also={"size": "mask"}), "mask is uint256"),
        (Insert("C.E", "things", key=("thing",), also={"size": "big"}), "big is uint64"),
        (Insert("C.E", "things", key=("thing",), also={"note": "word"}), "word is string, which no column holds"),
        (Insert("C.E", "things", key=("thing",), also={"note": "thing"}), "thing is bytes16, note holds 32 bytes"),
        (Insert("C.E", "things", key=("thing",), also={"note": "size"}), "size is uint56, note holds bytes"),
        (Insert("C.E", "things", key=("thing",), constants={"note": 5}), "constant of note has another type"),
        (Insert("C.E", "things", key=("thing",), constants={"size": None}), "size may not be NULL"),
        (Delete("C.E", "others", key=("thing",)), "does not own the table others"),
        (Delete("C.F", "things", key=("thing",)), "C.F: no contract has this event"),
    ],
)
def test_a_rule_that_does_not_fit_is_named(rule: Entry, problem: str) -> None:
    assert problem in problems(rule)


def test_two_concepts_do_not_share_a_table_and_an_event_is_not_both() -> None:
    with pytest.raises(SchemaWrong, match="two concepts own the table items"):
        collect([Library(), Library()])
    with pytest.raises(SchemaWrong, match="both ignored and used"):
        collect([One(Ignore("C.E", why=""), Delete("C.E", "things", key=("thing",)))])


def test_every_event_has_its_subject_or_is_on_the_closed_list() -> None:
    table_ = Subjects({"A.One": Place("asset", 1)}, {"B.*": "", "*.Two": "", "A.One": ""})
    with pytest.raises(SchemaWrong) as caught:
        check_subjects(["A.One", "B.One", "C.Two", "A.Three"], table_)
    assert [problem.split(":")[0] for problem in str(caught.value.fields["problems"]).split("; ")] == [
        "A.One",
        "A.Three",
    ]


def test_no_column_holds_text() -> None:
    with pytest.raises(TypeError, match="bytes and integers"):
        table("names", key=("name",), name=Text())  # type: ignore[arg-type]
