"""Certificates that real validators sealed: issued at the newest confirmed block, checked with nothing but two files.

├── three of the four stand behind the block, named by their organisations
├── a block without its confirmations gives none
└── headers too few, torn, or of an outsider are refused by the check
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.certificates.errors import CertificateRefused
from ledger.certificates.issue import Asked
from ledger.certificates.sealing import encoded
from ledger.chain.client import Chain
from ledger.chain.signer import Signer
from ledger.indexer.opening import open_indexer
from ledger.kit.ids import AssetId
from ledger.store.db import sqlite_url
from tests.cluster.cluster import Cluster
from tests.cluster.issuing import KINDS, Office, headers_of, with_headers
from tests.cluster.shire import Shire
from tests.county import Body
from verifier import header, rlp
from verifier.check import check
from verifier.refusal import Reason, Refusal

pytestmark = [pytest.mark.node, pytest.mark.slow]

_SEAL = 65


@pytest.fixture(scope="module")
def asset(shire: Shire, village: Body) -> AssetId:
    [found] = shire.register(village, shire.new_assets("sealed"))
    return found


@pytest.fixture(scope="module")
def office(shire: Shire) -> Office:
    return Office.of(shire)


def refused(file: bytes, office: Office) -> Reason:
    with pytest.raises(Refusal) as error:
        check(file, office.trust)
    return error.value.reason


def test_three_of_four_validators_stand_behind_it(shire: Shire, office: Office, asset: AssetId) -> None:
    height = shire.rpc.height()
    file = office.issue(Asked("asset", asset))
    facts = check(file, office.trust)
    assert facts["block"] >= height
    assert facts["asset"]["id"] == "0x" + asset.hex()
    assert (facts["network"], facts["day"], facts["one_machine"]) == ("test", 1, False)
    assert len(facts["sealers"]) == 3
    kinds = {one["kind"] for one in facts["sealers"]}
    check(file, office.trust, demand=kinds)
    with pytest.raises(Refusal) as missing:
        check(file, office.trust, demand=set(KINDS) - kinds)
    assert missing.value.reason is Reason.KIND_MISSING


def test_nothing_is_proved_for_an_asset_that_was_never_registered(office: Office) -> None:
    facts = check(office.issue(Asked("nothing", bytes(15) + b"\1")), office.trust)
    assert facts["records"] == 0


def test_headers_that_prove_too_little_are_refused(shire: Shire, office: Office, asset: AssetId) -> None:
    file = office.issue(Asked("asset", asset))
    first, second = headers_of(file)
    later = header.read(second).number + 1
    shire.cluster.advance([shire.node], 2)
    third = encoded(shire.node.block(later))
    assert refused(with_headers(file, []), office) is Reason.SEALS_MISSING
    assert refused(with_headers(file, [first]), office) is Reason.SEALS_MISSING
    assert refused(with_headers(file, [second]), office) is Reason.HEADERS_TORN
    assert refused(with_headers(file, [second, first]), office) is Reason.HEADERS_TORN
    assert refused(with_headers(file, [first, third]), office) is Reason.HEADERS_TORN
    assert refused(with_headers(file, [first, first]), office) is Reason.HEADERS_TORN
    check(with_headers(file, [first, second, third]), office.trust)


def test_an_outsider_seals_nothing(office: Office, asset: AssetId) -> None:
    file = office.issue(Asked("asset", asset))
    first, second = headers_of(file)
    forged = header.read(second)
    vanity = forged.extra[:-_SEAL]
    items = [*forged.items]
    items[header.EXTRA] = vanity + Signer.random().seal(forged.hash_with(vanity))
    assert refused(with_headers(file, [first, rlp.write(items)]), office) is Reason.SEAL_OUTSIDER


def test_who_believes_other_sealers_believes_none_of_it(office: Office, asset: AssetId) -> None:
    [pinned] = office.trust.sealers
    strangers = pinned.changed(tuple(sorted(Signer.random().address for _ in pinned.members)))
    file, trust = office.issue(Asked("asset", asset)), replace(office.trust, sealers=(strangers,))
    assert refused(file, replace(office, trust=trust)) is Reason.SEAL_OUTSIDER


def test_a_block_without_its_confirmations_gives_none(
    cluster: Cluster, shire: Shire, office: Office, asset: AssetId, tmp_path: Path
) -> None:
    lone = shire.large.node
    chain = Chain(lone.rpc, shire.chain.deployment)
    rash = open_indexer(chain, replace(shire.network, confirmations=0), sqlite_url(tmp_path / "rash.db"))
    rash.start()
    with cluster.alone(lone):
        rash.sync()
        with pytest.raises(CertificateRefused) as refusal:
            office.at(chain, rash.mirror, Asked("asset", asset))
    assert refusal.value.code == "CertificateUnsealed"
    shire.whole()
