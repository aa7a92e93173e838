"""Certificates that real validators sealed: issued at the newest confirmed block, checked by Python and the browser.

├── three of the four stand behind the block, named by their organisations
├── a block without its confirmations gives none
└── headers too few, torn, or of an outsider are refused by the check
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
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
from tests.certificates.judges import Judges
from tests.cluster.cluster import Cluster
from tests.cluster.issuing import KINDS, Office, headers_of, with_headers
from tests.cluster.shire import Shire
from tests.county import Body
from verifier import header, rlp
from verifier.facts import Facts
from verifier.refusal import Reason

pytestmark = [pytest.mark.node, pytest.mark.slow]

_SEAL = 65
Judge = Callable[..., Facts | str]
"""Both checks, Python's and the browser's: the facts, or the reason of the refusal, the same from both."""


@pytest.fixture(scope="module")
def asset(shire: Shire, village: Body) -> AssetId:
    [found] = shire.register(village, shire.new_assets("sealed"))
    return found


@pytest.fixture(scope="module")
def office(shire: Shire) -> Office:
    return Office.of(shire, [one.address for one in shire.cluster.validators])


@pytest.fixture(scope="module")
def judge(judges: Judges, office: Office) -> Judge:
    return partial(judges.judge, believed=office.trust_file)


def test_three_of_four_validators_stand_behind_it(shire: Shire, office: Office, asset: AssetId, judge: Judge) -> None:
    height = shire.rpc.height()
    file = office.issue(Asked("asset", asset))
    facts = judge(file)
    assert isinstance(facts, dict)
    assert facts["block"] >= height
    assert facts["asset"]["id"] == "0x" + asset.hex()
    assert (facts["network"], facts["day"], facts["one_machine"]) == ("test", 1, False)
    kinds = [one["kind"] for one in facts["sealers"]]
    assert len(kinds) == 3
    assert judge(file, kinds=kinds) == facts
    assert judge(file, kinds=[*set(KINDS).difference(kinds)]) == Reason.KIND_MISSING


def test_nothing_is_proved_for_an_asset_that_was_never_registered(office: Office, judge: Judge) -> None:
    facts = judge(office.issue(Asked("nothing", bytes(15) + b"\1")))
    assert isinstance(facts, dict)
    assert facts["records"] == 0


def test_headers_that_prove_too_little_are_refused(shire: Shire, office: Office, asset: AssetId, judge: Judge) -> None:
    file = office.issue(Asked("asset", asset))
    first, second = headers_of(file)
    shire.cluster.advance([shire.node], 2)
    third = encoded(shire.node.block(header.read(second).number + 1))
    for headers, reason in (
        ([], Reason.SEALS_MISSING),
        ([first], Reason.SEALS_MISSING),
        ([second], Reason.HEADERS_TORN),
        ([second, first], Reason.HEADERS_TORN),
        ([first, third], Reason.HEADERS_TORN),
        ([first, first], Reason.HEADERS_TORN),
    ):
        assert judge(with_headers(file, headers)) == reason
    assert isinstance(judge(with_headers(file, [first, second, third])), dict)


def test_an_outsider_seals_nothing(office: Office, asset: AssetId, judge: Judge) -> None:
    file = office.issue(Asked("asset", asset))
    first, second = headers_of(file)
    forged = header.read(second)
    vanity = forged.extra[:-_SEAL]
    items = [*forged.items]
    items[header.EXTRA] = vanity + Signer.random().seal(forged.hash_with(vanity))
    assert judge(with_headers(file, [first, rlp.write(items)])) == Reason.SEAL_OUTSIDER


def test_who_believes_other_sealers_believes_none_of_it(
    shire: Shire, office: Office, asset: AssetId, judges: Judges
) -> None:
    strangers = Office.of(shire, [Signer.random().address for _ in shire.cluster.validators])
    assert judges.judge(office.issue(Asked("asset", asset)), strangers.trust_file) == Reason.SEAL_OUTSIDER


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
