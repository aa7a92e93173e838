"""Documents agree with the vectors; fields can be shown and erased alone, and nothing else passes."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.encoding import decode, encode
from ledger.documents.fields import DocumentInvalid, Scalar, fields
from ledger.documents.tree import Document, DocumentAltered, Field, check, merkle_root, scan_hash, seal

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "documents.json").read_text("utf-8"))
flat = st.dictionaries(
    st.text("abc/~é", min_size=1, max_size=4),
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), st.text(max_size=8)),
    min_size=1,
    max_size=9,
)


def unhex(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def known(case: dict[str, Any]) -> Document:
    return Document(tuple(Field(one["pointer"], one["value"], unhex(one["salt"])) for one in case["fields"]))


class TestVectors:
    @pytest.mark.parametrize("case", VECTORS["documents"], ids=lambda case: case["root"][:10])
    def test_fields_leaves_and_root(self, case: dict[str, Any]) -> None:
        assert fields(case["document"]) == {one["pointer"]: one["value"] for one in case["fields"]}
        assert [field.leaf for field in known(case).fields] == [unhex(one["leaf"]) for one in case["fields"]]
        assert known(case).root == unhex(case["root"])

    @pytest.mark.parametrize("case", VECTORS["documents"], ids=lambda case: case["root"][:10])
    def test_paths(self, case: dict[str, Any]) -> None:
        for one in case["fields"]:
            (shown,) = known(case).show([one["pointer"]])
            assert list(shown.beside) == [unhex(step["node"]) for step in one["path"]]
            assert list(shown.lefts) == [step["left"] for step in one["path"]]

    @pytest.mark.parametrize("case", VECTORS["roots"], ids=lambda case: len(case["leaves"]))
    def test_roots_of_every_small_count(self, case: dict[str, Any]) -> None:
        assert merkle_root([unhex(leaf) for leaf in case["leaves"]]) == unhex(case["root"])

    @pytest.mark.parametrize("document", VECTORS["refused"], ids=repr)
    def test_refused(self, document: dict[str, Any]) -> None:
        with pytest.raises(DocumentInvalid):
            fields(document)

    def test_scan(self) -> None:
        scan = VECTORS["scan"]
        assert scan_hash(unhex(scan["salt"]), unhex(scan["content"])) == unhex(scan["hash"])


@given(flat, st.data())
def test_any_fields_can_be_shown(document: dict[str, Scalar], data: st.DataObject) -> None:
    sealed = seal(fields_free_of_clashes(document))
    pointers = data.draw(st.lists(st.sampled_from(sorted(sealed.values)), unique=True))

    assert check(sealed.root, sealed.show(pointers)) == {pointer: sealed.values[pointer] for pointer in pointers}


@given(flat, st.data())
def test_any_fields_can_be_erased_and_the_rest_still_shown(document: dict[str, Scalar], data: st.DataObject) -> None:
    sealed = seal(fields_free_of_clashes(document))
    gone = data.draw(st.lists(st.sampled_from(sorted(sealed.values)), unique=True))
    left = sealed.erase(gone)

    assert left.root == sealed.root
    assert set(left.values) == set(sealed.values) - set(gone)
    assert check(sealed.root, left.show(left.values)) == left.values
    assert decode(encode(left), sealed.root) == left


def fields_free_of_clashes(document: dict[str, Scalar]) -> dict[str, Scalar]:
    """Names that are one name after NFC are refused, which is not what these tests are about."""
    return {f"{place}{name}": value for place, (name, value) in zip("pqrstuvwx", document.items(), strict=False)}


SEALED = seal({"name": "鱼塘", "area": 66_667, "owner": {"name": "张三"}})


@pytest.mark.parametrize(
    "change",
    [{"value": "池塘"}, {"pointer": "/title"}, {"salt": bytes(16)}],
    ids=lambda change: str(next(iter(change))),
)
def test_an_altered_field_is_found(change: dict[str, Any]) -> None:
    (shown,) = SEALED.show(["/name"])

    with pytest.raises(DocumentAltered):
        check(SEALED.root, [replace(shown, field=replace(shown.field, **change))])


def test_a_path_of_another_field_is_found() -> None:
    name, owner = SEALED.show(["/name", "/owner/name"])

    with pytest.raises(DocumentAltered):
        check(SEALED.root, [replace(name, beside=owner.beside, lefts=owner.lefts)])


def test_a_true_is_not_a_one() -> None:
    salt = bytes(16)
    assert Field("/a", True, salt).leaf != Field("/a", 1, salt).leaf


def test_an_erased_field_cannot_be_shown() -> None:
    with pytest.raises(KeyError):
        SEALED.erase(["/name"]).show(["/name"])


def test_two_documents_with_the_same_fields_have_different_roots() -> None:
    assert seal({"a": 1}).root != seal({"a": 1}).root


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"\xff", b'{"fields": [], "erased": []}', b'{"fields": 1, "erased": []}']
)
def test_what_is_no_document(content: bytes) -> None:
    with pytest.raises(DocumentInvalid):
        decode(content, bytes(32))


def test_another_document_under_the_same_hash_is_found() -> None:
    with pytest.raises(DocumentAltered):
        decode(encode(seal({"a": 1})), SEALED.root)


@pytest.mark.parametrize(("value", "salt"), [("e\u0301", bytes(16)), ("a", bytes(15)), (2**53, bytes(16))])
def test_a_field_that_no_other_language_would_hash_alike(value: Scalar, salt: bytes) -> None:
    with pytest.raises(DocumentInvalid):
        Field("/a", value, salt).leaf  # noqa: B018
