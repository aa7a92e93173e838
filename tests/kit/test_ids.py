"""Ids and natural keys agree with the vectors."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from eth_abi.abi import encode
from hypothesis import given
from hypothesis import strategies as st

from ledger.kit import ids, natural_key
from ledger.kit.errors import LedgerError
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.keccak import keccak
from ledger.kit.numbers import KeyForm, SubjectKind

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "ids.json").read_text("utf-8"))
BY_FORM: dict[int, Callable[..., ids.NaturalKey]] = {
    KeyForm.UNIT_CODE: natural_key.by_unit_code,
    KeyForm.PARCEL_CODE: natural_key.by_parcel_code,
    KeyForm.OWN_NUMBER: natural_key.by_own_number,
}


def unhex(text: str) -> bytes:
    return bytes.fromhex(text[2:])


@pytest.mark.parametrize("case", VECTORS["natural_keys"], ids=lambda case: case["key"][:10])
def test_natural_key(case: dict[str, Any]) -> None:
    assert BY_FORM[case["form"]](*case["parts"]) == unhex(case["key"])


@pytest.mark.parametrize("case", VECTORS["natural_keys_refused"], ids=lambda case: repr(case["parts"][-1])[:20])
def test_natural_key_refused(case: dict[str, Any]) -> None:
    with pytest.raises(LedgerError):
        BY_FORM[case["form"]](*case["parts"])


@pytest.mark.parametrize("case", VECTORS["parties"], ids=lambda case: case["id"])
def test_party(case: dict[str, Any]) -> None:
    area = Jurisdiction(case["jurisdiction"])
    assert ids.party_id(case["chain_id"], area, unhex(case["salt"])) == unhex(case["id"])


@pytest.mark.parametrize("case", VECTORS["assets"], ids=lambda case: case["id"])
def test_asset(case: dict[str, Any]) -> None:
    assert ids.asset_id(case["chain_id"], ids.NaturalKey(unhex(case["key"]))) == unhex(case["id"])


@pytest.mark.parametrize("case", VECTORS["rights"], ids=lambda case: case["id"][34:46])
def test_right(case: dict[str, Any]) -> None:
    right = ids.right_id(ids.AssetId(unhex(case["asset"])), case["kind"], case["serial"])

    assert right == unhex(case["id"])
    assert (ids.asset_of(right), ids.kind_of(right)) == (unhex(case["asset"]), case["kind"])
    assert ids.serial_of(right) == case["serial"]


@pytest.mark.parametrize("case", VECTORS["records"], ids=lambda case: case["id"][34:])
def test_record(case: dict[str, Any]) -> None:
    made = ids.record_id(case["chain_id"], unhex(case["contract"]), unhex(case["thing"]), int(case["number"]))

    assert made == unhex(case["id"])
    assert made[:22] == unhex(case["thing"])[:22]


@pytest.mark.parametrize("case", VECTORS["subjects"], ids=lambda case: case["kind"])
def test_subject(case: dict[str, Any]) -> None:
    assert ids.subject(SubjectKind(case["kind"]), unhex(case["id"])) == unhex(case["subject"])


@pytest.mark.parametrize("case", VECTORS["subjects_of_rights"], ids=lambda case: case["subject"][:4])
def test_subject_of_a_right(case: dict[str, Any]) -> None:
    assert ids.subject_of_right(unhex(case["right"])) == unhex(case["subject"])


@given(
    st.text("0123456789ABCXYZ", min_size=1, max_size=40),
    st.integers(1949, 9999),
    st.text("A-集9", min_size=1, max_size=64),
)
def test_own_numbers_are_hashed_as_abi_encode_has_them(credit_code: str, year: int, number: str) -> None:
    content = encode(["string", "uint16", "string"], [credit_code, year, number])
    expected = keccak(encode(["uint8", "bytes"], [3, content]))

    assert natural_key.by_own_number(credit_code, year, number) == expected


@given(st.text(min_size=1, max_size=64))
def test_a_compacted_number_is_accepted_or_has_nothing_to_show(text: str) -> None:
    number = natural_key.compact(text)

    if 1 <= len(number) <= 64 and number.isprintable() and natural_key.compact(number) == number:
        assert len(natural_key.by_own_number("N2", 2020, number)) == 32
    else:
        with pytest.raises(LedgerError):
            natural_key.by_own_number("N2", 2020, number)


@pytest.mark.parametrize("text", ["", "0x", "00" * 16, "0x" + "0" * 31, "0x" + "zz" * 16, "0x" + "00" * 15])
def test_a_malformed_id_is_refused(text: str) -> None:
    with pytest.raises(LedgerError, match="16 bytes"):
        ids.from_text(text, 16)


def test_text_and_back() -> None:
    assert ids.from_text(ids.to_text(b"\1" * 16), 16) == b"\1" * 16


def test_serials_count_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        ids.right_id(ids.AssetId(bytes(16)), 1, 0)
