"""No bit of a certificate may be turned.

├── a bit of a complete one (header, seals, proofs, records, documents, a closed field, a told code): refused, as it is
│   and with the number put right, by a typed reason and nothing else; every seventh here, all in scripts/torture
├── under QBFT with votes and under Clique as under witnesses
└── a bit that is turned in the block, the proofs or the records is refused by what guards them, not by the number alone
"""

from __future__ import annotations

import pytest

from ledger.assets.commands import NewAsset
from ledger.certificates.issue import Asked
from ledger.kit.ids import asset_id
from ledger.kit.natural_key import by_own_number, by_unit_code
from tests.certificates.conftest import Field
from tests.certificates.flips import STEP, verdicts
from tests.certificates.judges import Judges
from tests.certificates.office import Office
from tests.certificates.sealed import by_clique, by_qbft
from tests.county import County
from verifier import disclose, encoding
from verifier.encoding import unpack
from verifier.refusal import Reason

pytestmark = [pytest.mark.node, pytest.mark.slow]
OWN = ("N2330110MF1234567A", 2024, "FLIP-1")
CODE = "350921001001GB00099F00010001"


@pytest.fixture(scope="module")
def complete(file: bytes) -> bytes:
    """With a document of which one field is closed."""
    row = encoding.read(file)["documents"][0]
    return disclose.close(file, {unpack(row["root"]): frozenset({row["fields"][0][0]})})


def test_no_bit_of_a_complete_certificate_can_be_turned(complete: bytes, office: Office) -> None:
    parts = encoding.read(complete)
    assert all(parts[name] for name in ("nodes", "records", "documents"))
    assert any(row["closed"] for row in parts["documents"])
    told = verdicts(complete, office.trust_file)
    assert sum(told.values()) > 8 * len(complete) / STEP
    guards = {
        *(Reason.NOT_TEXT, Reason.NOT_CANONICAL, Reason.FORM, Reason.NUMBER, Reason.OTHER_NETWORK, Reason.HEADER),
        *(Reason.SEAL, Reason.SEAL_OUTSIDER, Reason.NODE_MISSING, Reason.WRITER_UNKNOWN, Reason.EVENT_UNKNOWN),
        *(Reason.ARGUMENT, Reason.HEAD, Reason.DOCUMENT),
    }
    assert guards <= set(told)
    assert set(told) <= {reason.value for reason in Reason}


def test_no_bit_of_a_told_code_can_be_turned(county: County, field: Field, office: Office) -> None:
    (row,) = county.new_assets("told")
    key = by_own_number(*OWN)
    county.register(field.village, [NewAsset(key, row.kind, row.area, row.quantity, row.document)])
    told = verdicts(office.issue(Asked("asset", asset_id(county.network.chain_id, key), (3, *OWN))), office.trust_file)
    assert Reason.ASKED in told
    own = asset_id(county.network.chain_id, by_unit_code(CODE))
    told = verdicts(office.issue(Asked("nothing", own, (1, CODE))), office.trust_file)
    assert Reason.ASKED in told


@pytest.mark.parametrize("consensus", ["qbft", "clique"])
def test_no_bit_can_be_turned_under_other_seals(
    county: County, field: Field, office: Office, judges: Judges, consensus: str
) -> None:
    own = asset_id(county.network.chain_id, by_unit_code(CODE))
    file = office.issue(Asked("nothing", own, (1, CODE)))
    sealed = by_qbft(file, office, 5) if consensus == "qbft" else by_clique(file, office, 4)
    assert isinstance(judges.judge(sealed.file, sealed.trust_file), dict)
    told = verdicts(sealed.file, sealed.trust_file)
    assert {Reason.SEAL, Reason.SEAL_OUTSIDER, Reason.HEADER, Reason.HEADERS_TORN} <= set(told)
