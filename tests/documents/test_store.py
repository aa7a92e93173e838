"""Documents by their root: salts are kept, drafts keep their salts, what is private is sealed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ledger.documents.encoding import encode
from ledger.documents.errors import DocumentMissing
from ledger.documents.store import Documents
from ledger.documents.tree import DocumentAltered, seal
from ledger.store.office import open_office
from ledger.vault.errors import VaultForgotten
from ledger.vault.vault import Vault
from tests.stores import Place

POND = {"name": "东塘", "area": 120_000, "neighbours": ["路", "渠"]}
ASSET, PARTY = b"\x01" * 16, b"\x02" * 16


@pytest.fixture
def office(place: Place) -> Iterator[Engine]:
    engine = open_office(place.office)
    yield engine
    engine.dispose()


def test_a_document_comes_back_by_its_root(office: Engine) -> None:
    root = Documents(office).put(POND, ASSET)
    found = Documents(office).get(root)
    assert found.root == root
    assert found.values["/name"] == "东塘"


def test_the_same_draft_keeps_its_salts_another_subject_has_its_own(office: Engine) -> None:
    documents = Documents(office)
    first, again, other = documents.put_all([(POND, ASSET), (dict(reversed(POND.items())), ASSET), (POND, PARTY)])
    assert first == again
    assert first != other


def test_missing_names_roots_in_order_and_once(office: Engine) -> None:
    documents = Documents(office)
    root = documents.put(POND, ASSET)
    assert documents.missing([b"\x09" * 32, root, b"\x08" * 32, b"\x09" * 32]) == [b"\x09" * 32, b"\x08" * 32]
    with pytest.raises(DocumentMissing):
        documents.get(b"\x09" * 32)


def test_a_document_of_others_is_taken_only_with_its_root(office: Engine) -> None:
    documents, theirs = Documents(office), seal(POND)
    with pytest.raises(DocumentAltered):
        documents.keep(b"\x09" * 32, encode(theirs), ASSET)
    documents.keep(theirs.root, encode(theirs), ASSET)
    documents.keep(theirs.root, encode(theirs), ASSET)
    assert documents.get(theirs.root) == theirs


def test_a_private_document_is_sealed_and_goes_with_its_subjects_key(office: Engine, tmp_path: Path) -> None:
    vault = Vault(office, tmp_path / "vault.key")
    documents = Documents(office, vault)
    root = documents.put({"name": "王小芳"}, PARTY)
    assert documents.put({"name": "王小芳"}, PARTY) == root
    assert documents.get(root).values == {"/name": "王小芳"}
    assert "王小芳".encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("office.db*"))
    vault.destroy(PARTY)
    with pytest.raises(VaultForgotten):
        documents.get(root)
