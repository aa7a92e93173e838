"""A certificate from issue to check.

├── who has the trust file and the file alone reads the asset, its holders' standing and every live burden by rank
├── it can be asked for an asset, a right, a mortgage, by a code, and for nothing
├── what cannot be proved is not issued
└── any bit that is altered is refused, by a reason of its own part
"""

from __future__ import annotations

import random

import pytest

from ledger.assets import commands as assets
from ledger.certificates.errors import CertificateRefused
from ledger.certificates.issue import Asked
from ledger.kit.ids import asset_id
from ledger.kit.natural_key import by_unit_code
from ledger.kit.numbers import MortgageState, Role
from tests.certificates.conftest import Field
from tests.certificates.office import Office, renumbered
from tests.county import County
from verifier import certificate, encoding
from verifier.check import check
from verifier.refusal import Reason, Refusal
from verifier.report import Report
from verifier.words import LANGS

pytestmark = pytest.mark.node


def test_the_file_alone_tells_asset_holder_and_burdens_by_rank(field: Field, office: Office) -> None:
    facts = check(office.issue(Asked("asset", field.asset)), office.trust)
    assert facts["asset"]["id"] == "0x" + field.asset.hex()
    assert [one["holder"] for one in facts["rights"]] == ["0x" + field.holder.id.hex()]
    assert [(one["rank"], one["id"]) for one in facts["burdens"]] == [
        (1, "0x" + field.first.hex()),
        (2, "0x" + field.second.hex()),
    ]
    assert facts["parties"]["0x" + field.holder.id.hex()]["keeper"] == "0x" + field.village.id.hex()
    assert facts["not_enclosed"] == []
    assert facts["one_machine"]


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_told_in_words(field: Field, office: Office, lang: str) -> None:
    told = "\n".join(Report(check(office.issue(Asked("asset", field.asset)), office.trust), lang).lines())
    assert "0x" + field.second.hex() in told
    assert "{" not in told
    assert "权证" not in told.replace("不是权属证书", "")


def test_a_right_and_a_mortgage_are_asked_for_by_their_ids(field: Field, office: Office) -> None:
    for asked, state in (
        (Asked("right", field.right), None),
        (Asked("mortgage", field.first), MortgageState.EFFECTIVE),
    ):
        found = check(office.issue(asked), office.trust)["asked"]
        assert found == {"kind": asked.kind, "id": "0x" + asked.id.hex(), "key": None, "state": state}


def test_nothing_is_proved_for_a_code_that_was_never_registered(county: County, office: Office) -> None:
    code = "350921001001GB00099F00010001"
    own = asset_id(county.network.chain_id, by_unit_code(code))
    facts = check(office.issue(Asked("nothing", own, (1, code))), office.trust)
    assert (facts["asked"]["key"], facts["records"]) == ([1, code], 0)


def test_a_code_that_was_pointed_elsewhere_leads_to_its_own_asset_alone(county: County, office: Office) -> None:
    village, code = county.village(), "350921001001GB00099F00020002"
    squatter, own = county.register(village, county.new_assets("squatter", "own"))
    key = by_unit_code(code)
    county.one(village, Role.REGISTER, assets.code(village.id, squatter, key))
    assert check(office.issue(Asked("asset", squatter, (1, code))), office.trust)["asset"]["codes"]
    call = assets.redirect(county.bureau.id, own, key, county.paper("decision"))
    county.two(county.bureau, Role.APPROVE, call)
    assert check(office.issue(Asked("asset", own, (1, code))), office.trust)["asked"]["key"] == [1, code]
    assert check(office.issue(Asked("asset", squatter)), office.trust)["asset"]["codes"] == []
    with pytest.raises(Refusal) as refused:
        check(office.issue(Asked("asset", squatter, (1, code))), office.trust)
    assert refused.value.reason is Reason.ASKED


def test_what_cannot_be_proved_is_not_issued(field: Field, office: Office) -> None:
    for code, asked in (
        ("CertificateExists", Asked("nothing", field.asset)),
        ("CertificateUnknown", Asked("asset", bytes(16))),
        ("CertificateUnknown", Asked("right", field.right[:20] + b"\7" + field.right[21:])),
    ):
        with pytest.raises(CertificateRefused) as refused:
            office.issue(asked)
        assert refused.value.code == code


def test_a_bit_that_is_altered_is_refused(field: Field, office: Office) -> None:
    file, dice, found = office.issue(Asked("asset", field.asset)), random.Random(1), set()
    for _ in range(1_500):
        place = dice.randrange(8 * len(file))
        altered = bytearray(file)
        altered[place // 8] ^= 1 << place % 8
        with pytest.raises(Refusal) as plain:
            check(bytes(altered), office.trust)
        found.add(plain.value.reason)
        forged = renumbered(bytes(altered))
        if forged == file:
            continue  # the bit was the number's own
        with pytest.raises(Refusal) as deeper:
            check(forged, office.trust)
        found.add(deeper.value.reason)
    assert {Reason.NUMBER, Reason.NOT_CANONICAL, Reason.HEAD, Reason.HEADER, Reason.DOCUMENT} <= found


def test_the_number_follows_from_the_content(field: Field, office: Office) -> None:
    content = encoding.read(office.issue(Asked("asset", field.asset)))
    assert content["number"] == certificate.number_of(content)
