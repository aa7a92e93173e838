"""The trust file: who signed it, what it is compared with, how it is renewed; and what is not issued.

├── every organisation signs; one signature short, twice, of a stranger, or over another content: refused
├── its fingerprint is of what was signed
├── a later one is believed when more than half of the earlier one's organisations signed it, and is of the same chain
├── sets, quorums and contracts that mean nothing are refused
└── a broken dossier and a file that is too large are not issued
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger.certificates import believed
from ledger.certificates.errors import CertificateRefused, proving
from ledger.certificates.issue import Asked
from ledger.chain.signer import Signer
from ledger.kit.ids import subject_of_right
from ledger.kit.locale import LANGS
from ledger.store.view import viewing
from tests.certificates.conftest import Field
from tests.certificates.judges import Judges, refused
from tests.certificates.office import Office
from tests.county import County
from verifier import encoding, trust
from verifier.check import check
from verifier.encoding import pack
from verifier.refusal import Reason, Refusal
from verifier.words import sentence

pytestmark = pytest.mark.node


def test_every_organisation_must_have_signed(office: Office) -> None:
    stranger = Signer.random()
    for keys in (
        office.keys[:2],
        [*office.keys, office.keys[0]],
        [*office.keys[:2], stranger],
        [*office.keys, stranger],
    ):
        refused(Reason.TRUST_SIGNATURE, lambda keys=keys: trust.read(office.signed(office.draft, keys)))  # type: ignore[misc]
    other = office.signed({**office.draft, "day": 1}, office.keys)
    refused(Reason.TRUST_SIGNATURE, lambda: trust.read(other.replace(b'"day":1,', b'"day":2,')))


def test_the_fingerprint_is_told_by_another_way(office: Office) -> None:
    shown = office.trust.fingerprint.hex()
    trust.demand_fingerprint(office.trust, f"0x{shown[:32].upper()} {shown[32:]}")
    refused(Reason.TRUST_FINGERPRINT, lambda: trust.demand_fingerprint(office.trust, "00" + shown[2:]))
    assert trust.fingerprint(office.draft) == office.trust.fingerprint


@pytest.mark.parametrize(("kept", "good"), [(3, True), (2, True), (1, False), (0, False)])
def test_more_than_half_of_the_old_organisations_sign_the_new_file(office: Office, kept: int, good: bool) -> None:
    keys = [*office.keys[:kept], *(Signer.random() for _ in range(3 - kept))]
    draft = {**copy.deepcopy(office.draft), "since": 1}
    for row, key in zip(draft["organisations"], keys, strict=True):
        row["account"] = pack(key.address)
    new = trust.read(office.signed(draft, keys))
    if good:
        trust.demand_renewed(office.trust, new)
    else:
        refused(Reason.TRUST_NOT_RENEWED, lambda: trust.demand_renewed(office.trust, new))


@pytest.mark.parametrize("change", [{"chain": {"id": 1, "genesis": pack(bytes(32))}}, {"since": 0}, {"since": 5}])
def test_a_file_of_another_chain_or_one_that_begins_no_later_renews_nothing(
    office: Office, change: dict[str, Any]
) -> None:
    old = trust.read(office.signed({**office.draft, "since": 5}, office.keys))
    new = trust.read(office.signed({**office.draft, "since": 6, "day": 2, **change}, office.keys))
    refused(Reason.TRUST_NOT_RENEWED, lambda: trust.demand_renewed(old, new))


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(trust=2),
        lambda d: d.update(more=1),
        lambda d: d.update(consensus="proof of work"),
        lambda d: d.update(until=0),
        lambda d: d.update(epoch=0),
        lambda d: d.update(sealers=[]),
        lambda d: d["sealers"][0].update(quorum=1),
        lambda d: d["sealers"][0].update(quorum=4),
        lambda d: d["sealers"][0]["accounts"].reverse(),
        lambda d: d["sealers"].append(d["sealers"][0]),
        lambda d: d["organisations"].append(d["organisations"][0]),
        lambda d: d["contracts"].append(d["contracts"][0]),
        lambda d: d["contracts"].clear(),
        lambda d: d["events"].update({"Strange.Thing": []}),
        lambda d: d["events"].update({"Rights.RightMoved": [["only a name"]]}),
        lambda d: d["contracts"][0]["layout"].update(head="zero"),
        lambda d: d["contracts"][0].update(layout=5),
        lambda d: d["contracts"][0].update(layout=[]),
        lambda d: d.update(trust=True),
        lambda d: d.update(events=[]),
        lambda d: d.update(organisations={}),
        lambda d: d.update(sealers={}),
        lambda d: d["sealers"][0].update(accounts={}),
        lambda d: d.update(consensus=["witness"]),
    ],
)
def test_a_file_that_means_nothing_is_refused(
    office: Office, judges: Judges, change: Callable[[dict[str, Any]], object]
) -> None:
    draft = copy.deepcopy(office.draft)
    change(draft)
    with pytest.raises(Refusal) as ours:
        trust.read(office.signed(draft, office.keys))
    assert ours.value.reason in (Reason.TRUST_FORM, Reason.TRUST_SIGNATURE)
    assert judges.judge(b"{}", office.signed(draft, office.keys)) == ours.value.reason


@pytest.mark.parametrize("signatures", [None, {}, "", 0, [None], [[]]])
def test_signatures_of_another_form_are_none(office: Office, judges: Judges, signatures: object) -> None:
    unsigned = encoding.write({**office.draft, "signatures": signatures})
    assert judges.judge(b"{}", unsigned) == Reason.TRUST_SIGNATURE


def test_a_file_that_names_nobody_is_signed_by_nobody(office: Office, judges: Judges) -> None:
    nobodys = encoding.write({**office.draft, "organisations": [], "signatures": []})
    assert judges.judge(b"{}", nobodys) == Reason.TRUST_FORM


def test_this_machines_file_is_refused_for_another_deployment(county: County, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "trust.json"
    with pytest.raises(CertificateRefused) as missing:
        believed.given(path, county.chain.deployment)
    assert missing.value.code == "TrustMissing"
    assert believed.install(path, office.trust_file) == office.trust
    assert believed.given(path, county.chain.deployment) == office.trust
    other = county.chain.deployment.succeeded("Mortgages", b"\1" * 20, bytes(32))
    with pytest.raises(CertificateRefused) as stale:
        believed.given(path, other)
    assert stale.value.code == "TrustOther"


def test_what_its_reader_would_refuse_is_not_issued(office: Office, field: Field) -> None:
    for change, reason in (
        ({"since": 0, "until": 1}, "trust_expired"),
        ({"since": 2**39, "until": 2**40}, "trust_early"),
    ):
        believed_ = trust.read(office.signed({**office.draft, **change}, office.keys))
        with pytest.raises(CertificateRefused) as error, proving():
            check(office.issue(Asked("asset", field.asset)), believed_)
        assert (error.value.code, error.value.fields["reason"]) == ("CertificateUnproved", reason)
        assert all(sentence(f"refusal.{reason}", lang) in error.value.say(lang) for lang in LANGS)


def test_a_broken_dossier_gets_no_certificate(county: County, field: Field, office: Office) -> None:
    own = subject_of_right(field.asset)
    mirror = county.indexer.mirror
    with mirror.writing() as connection:
        mirror.mark(connection, [own], True)
    with viewing(mirror) as view, pytest.raises(CertificateRefused) as error:
        office.issuer.issue(view, Asked("asset", field.asset), county.documents.get)
    assert error.value.code == "CertificateBroken"
    with mirror.writing() as connection:
        mirror.mark(connection, [own], False)
    assert office.issue(Asked("asset", field.asset))


def test_a_file_that_is_too_large_is_not_issued(county: County, field: Field, office: Office) -> None:
    (row,) = county.new_assets("large")
    root = county.documents.put({"name": "large", "text": "长" * 400_000}, b"large")
    large = type(row)(row.key, row.kind, row.area, row.quantity, root)
    (asset,) = county.register(field.village, [large])
    with pytest.raises(CertificateRefused) as error:
        office.issue(Asked("asset", asset))
    assert error.value.code == "CertificateTooLarge"
