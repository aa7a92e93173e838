"""Codes of the state: what is accepted as it is printed, what is refused and why, and what one slip of the pen does."""

from datetime import date
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.kit.codes import CodeError, division, parcel_code, resident_id, unit_code, uscc
from ledger.kit.locale import LANGS

# The printed examples of the standards (GB 11643-1999) and the codes of two listed companies.
PRINTED = [
    (uscc, "91110000600037341L"),
    (uscc, "91440300708461136T"),
    (resident_id, "11010519491231002X"),
    (resident_id, "440524188001010014"),
    (parcel_code, "3509211032010100012"),
    (unit_code, "350921103201JA00012W00000000"),
    (unit_code, "350921103201JC00012F00010001"),
    (unit_code, "350921000001GH00001W00000000"),
    (division, "35092110320102"),
]


@pytest.mark.parametrize(("code", "text"), PRINTED)
def test_a_printed_code_is_valid_and_is_its_own_compact_form(code: ModuleType, text: str) -> None:
    assert code.validate(text) == text
    assert code.validate(code.compact(text)) == text


@pytest.mark.parametrize(
    ("code", "text", "compact"),
    [
        (uscc, " ９１１１００００６０００３７３４１ｌ ", "91110000600037341L"),
        (uscc, "9111 0000 6000 3734 1L", "91110000600037341L"),
        (resident_id, "110105-19491231-002x", "11010519491231002X"),
        (unit_code, "350921 103201 JC00012 F00010001", "350921103201JC00012F00010001"),
        (parcel_code, "'3509211032010100012", "3509211032010100012"),
        (division, "350921103201", "35092110320100"),
        (division, "350921", "35092100000000"),
    ],
)
def test_blanks_dashes_and_full_width_are_taken_off(code: ModuleType, text: str, compact: str) -> None:
    assert code.validate(text) == compact


@pytest.mark.parametrize(
    ("code", "text", "error"),
    [
        (uscc, "91110000600037341", "UsccLength"),
        (uscc, "9111000060003734IL", "UsccCharacters"),
        (uscc, "91X10000600037341L", "UsccCharacters"),
        (uscc, "94110000600037341L", "UsccKind"),
        (uscc, "B1110000600037341L", "UsccKind"),
        (uscc, "91110000600037341M", "UsccChecksum"),
        (resident_id, "130503670401001", "ResidentIdLength"),
        (resident_id, "1101051949123100AX", "ResidentIdCharacters"),
        (resident_id, "99010519491231002X", "ResidentIdProvince"),
        (resident_id, "11010519490231002X", "ResidentIdBirth"),
        (resident_id, "110105149912310025", "ResidentIdBirth"),
        (resident_id, "110105194912310021", "ResidentIdChecksum"),
        (parcel_code, "350921103201010001", "ParcelCodeLength"),
        (parcel_code, "350921103201010001A", "ParcelCodeCharacters"),
        (parcel_code, "3509211030000100012", "ParcelCodeIssuer"),
        (parcel_code, "3509211032010100000", "ParcelCodeOrder"),
        (unit_code, "350921103201JC00012", "UnitCodeLength"),
        (unit_code, "35092110320XJC00012F00010001", "UnitCodeCharacters"),
        (unit_code, "350921103201GC00012F00010001", "UnitCodeParcel"),
        (unit_code, "350921000001JH00001W00000000", "UnitCodeParcel"),
        (unit_code, "350921103201JC00012W00000001", "UnitCodeThing"),
        (unit_code, "350921103201JC00012F00000000", "UnitCodeThing"),
        (division, "3509211", "DivisionLength"),
        (division, "35092A", "DivisionCharacters"),
        (division, "350921000201", "DivisionGap"),
    ],
)
def test_each_fault_has_its_own_code_and_a_sentence_in_two_lines(code: ModuleType, text: str, error: str) -> None:
    with pytest.raises(CodeError) as raised:
        code.validate(text)
    assert raised.value.code == error
    assert not code.is_valid(text)
    for lang in LANGS:
        what, mend = raised.value.say(lang).split("\n")
        assert text in what
        assert mend


@pytest.mark.parametrize("kind", ["N1", "N2", "N3", "N9"])
def test_rural_collectives_are_registered_by_agriculture(kind: str) -> None:
    first = f"{kind}350921MF1234567"
    assert uscc.is_valid(first + uscc.check_digit(first))


BODIES = st.text(uscc.ALPHABET, min_size=9, max_size=9)


@given(BODIES, st.integers(0, 17), st.sampled_from(uscc.ALPHABET))
def test_one_wrong_character_of_a_credit_code_is_always_seen(body: str, place: int, other: str) -> None:
    first = f"N2350921{body}"
    right = first + uscc.check_digit(first)
    wrong = right[:place] + other + right[place + 1 :]
    assert uscc.is_valid(right)
    assert uscc.is_valid(wrong) == (wrong == right)


@given(st.dates(min_value=date(1900, 1, 1)), st.integers(0, 999), st.integers(0, 16))
def test_two_neighbours_swapped_in_an_identity_number_are_always_seen(day: date, order: int, place: int) -> None:
    first = f"350921{day:%Y%m%d}{order:03d}"
    right = first + resident_id.check_digit(first)
    swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert resident_id.is_valid(right)
    assert resident_id.is_valid(swapped) == (swapped == right)


def test_what_a_person_reads() -> None:
    assert resident_id.format("11010519491231002X") == "110105**********2X"
    assert unit_code.format("350921103201JC00012F00010001") == "350921 103201 JC00012 F00010001"
    assert parcel_code.format("3509211032010100012") == "35092110320101 00012"
    assert division.format("350921103201") == "350921-103-201"
    assert division.format("35092110320102") == "350921-103-201-02"
