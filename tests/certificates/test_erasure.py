"""What may be closed and what is erased, while everything that was proved stays proved.

├── a field, or a document, is closed by whoever holds the file; number and proof stay
├── a file altered under the pretext of closing is refused
├── the office keeps certificates without documents, and encloses what may be seen now
└── a destroyed key: documents of the person are gone, the certificate still verifies
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.assets.commands import NewAsset
from ledger.certificates.issue import Asked, enclosed
from ledger.certificates.store import Certificates, State, moved_in
from ledger.documents.store import Documents
from ledger.kit.ids import asset_id
from ledger.kit.numbers import RightKind
from ledger.store.db import sqlite_url
from ledger.store.office import open_office
from ledger.vault.vault import Vault
from tests.certificates.conftest import Field
from tests.certificates.office import Office
from tests.county import County
from tests.stores import Place
from verifier import disclose, encoding
from verifier.check import check
from verifier.refusal import Reason, Refusal

pytestmark = pytest.mark.node


def test_a_field_or_a_document_is_closed_and_number_and_proof_stay(field: Field, office: Office) -> None:
    file = office.issue(Asked("asset", field.asset))
    before = check(file, office.trust)
    first, second = (bytes.fromhex(root[2:]) for root in list(before["documents"])[:2])
    passed_on = disclose.close(file, {first: frozenset({"/name"}), second: None})
    after = check(passed_on, office.trust)
    assert after["number"] == before["number"]
    assert after["documents"]["0x" + first.hex()]["closed"] == 1
    assert "/name" not in after["documents"]["0x" + first.hex()]["fields"]
    assert after["not_enclosed"] == ["0x" + second.hex()]
    assert {name: after[name] for name in ("asset", "rights", "burdens")} == {
        name: before[name] for name in ("asset", "rights", "burdens")
    }


def test_what_is_not_there_cannot_be_closed(field: Field, office: Office) -> None:
    file = office.issue(Asked("asset", field.asset))
    root = bytes.fromhex(next(iter(check(file, office.trust)["documents"]))[2:])
    wrong: list[dict[bytes, frozenset[str] | None]] = [{bytes(32): None}, {root: frozenset({"/nothing"})}]
    for closed in wrong:
        with pytest.raises(Refusal) as refused:
            disclose.close(file, closed)
        assert refused.value.reason is Reason.NOT_THERE


def test_one_field_alone_is_shown_of_a_document(field: Field, office: Office) -> None:
    file = office.issue(Asked("asset", field.asset))
    before = check(file, office.trust)["documents"]
    root = next(iter(before))
    after = check(disclose.only(file, {bytes.fromhex(root[2:]): frozenset({"/name"})}), office.trust)["documents"]
    assert after[root] == {"fields": {"/name": before[root]["fields"]["/name"]}, "closed": 1}
    assert {name: one for name, one in after.items() if name != root} == {
        name: one for name, one in before.items() if name != root
    }
    for shown in ({bytes(32): frozenset({"/name"})}, {bytes.fromhex(root[2:]): frozenset({"/nothing"})}):
        with pytest.raises(Refusal) as refused:
            disclose.only(file, shown)
        assert refused.value.reason is Reason.NOT_THERE


def test_a_leaf_that_is_exchanged_under_the_pretext_of_closing_is_refused(field: Field, office: Office) -> None:
    content = encoding.read(office.issue(Asked("asset", field.asset)))
    content["documents"][0]["closed"] = [encoding.pack(b"\1" * 32)]
    content["documents"][0]["fields"].pop()
    with pytest.raises(Refusal) as refused:
        check(encoding.write(content), office.trust)
    assert refused.value.reason is Reason.DOCUMENT


def test_the_office_keeps_no_documents_and_encloses_them_again(
    county: County, field: Field, office: Office, tmp_path: Path
) -> None:
    kept = Certificates(open_office(sqlite_url(tmp_path / "office.db")), county.network.chain_id)
    file = office.issue(Asked("asset", field.asset))
    number = kept.keep(file, check(file, office.trust))
    assert kept.keep(file, check(file, office.trust)) == number
    found = kept.get(number.lower())
    assert (found.state, encoding.read(found.content)["documents"]) == (State.CURRENT, [])
    assert check(found.content, office.trust)["number"] == number
    assert enclosed(found.content, office.trust, county.documents.get) == file


def test_a_later_one_supersedes_and_a_revoked_one_says_so(
    county: County, field: Field, office: Office, tmp_path: Path
) -> None:
    kept = Certificates(open_office(sqlite_url(tmp_path / "office.db")), county.network.chain_id)
    (asset,) = county.confirmed(field.village, "pond")
    numbers = []
    for _ in range(2):
        file = office.issue(Asked("asset", asset))
        numbers.append(kept.keep(file, check(file, office.trust)))
        if len(numbers) == 1:
            county.layer(field.village, asset, RightKind.OWNERSHIP, field.village)
    assert (kept.get(numbers[0]).state, kept.get(numbers[0]).by) == (State.SUPERSEDED, numbers[1])
    assert kept.get(numbers[1]).state is State.CURRENT
    kept.revoke(numbers[1], "issued for the wrong bank")
    assert (kept.get(numbers[1]).state, kept.get(numbers[1]).reason) == (State.REVOKED, "issued for the wrong bank")
    assert kept.get(numbers[0]).by is None
    assert [one.number for one in kept.of(asset)] == numbers[::-1]


def test_what_was_recorded_since_is_said_before_and_after_a_later_one(
    county: County, field: Field, office: Office, place: Place
) -> None:
    """Of whatever kind the later one is, in both databases."""
    engine = open_office(place.office)

    def issued(asked: Asked) -> str:
        file = office.issue(asked)
        return Certificates(engine, county.network.chain_id).keep(file, check(file, office.trust))

    def stands(number: str) -> State:
        with county.view() as view:
            return Certificates(engine, county.network.chain_id, moved_in(view)).get(number).state

    rows = county.new_assets("meadow")
    own = rows[0].id(county.network.chain_id)
    nothing = issued(Asked("nothing", own))
    assert stands(nothing) is State.CURRENT
    county.register(field.village, rows)
    assert stands(nothing) is State.OUTDATED
    registered = issued(Asked("asset", own))
    assert (stands(nothing), stands(registered)) == (State.SUPERSEDED, State.CURRENT)
    engine.dispose()


def test_who_is_forgotten_is_gone_from_documents_and_the_certificate_still_verifies(
    county: County, field: Field, office: Office, tmp_path: Path
) -> None:
    engine = open_office(sqlite_url(tmp_path / "office.db"))
    vault = Vault(engine, tmp_path / "vault.key")
    private, whose = Documents(engine, vault), field.holder.id
    root = private.put({"name": "周某某", "telephone": "13800000000"}, whose)
    (row,) = county.new_assets("orchard")
    named = NewAsset(row.key, row.kind, row.area, row.quantity, root)
    county.register(field.village, [named])
    asked = Asked("asset", asset_id(county.network.chain_id, row.key))
    with county.view() as view:
        file = office.issuer.issue(view, asked, private.get)
        assert "周某某".encode() in file
        kept = Certificates(engine, county.network.chain_id)
        number = kept.keep(file, check(file, office.trust))

        vault.destroy(whose)
        again = office.issuer.issue(view, asked, private.get)
    assert "周某某".encode() not in again
    assert check(again, office.trust)["not_enclosed"] == ["0x" + root.hex()]
    assert enclosed(kept.get(number).content, office.trust, private.get) == again
    engine.dispose()
    assert "周某某".encode() not in (tmp_path / "office.db").read_bytes()
