"""Real headers of two releases of Besu, and real votes, from files that are not ours to copy: judged by both checks."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.certificates.headers import keys, sealed_by, trusting
from tests.certificates.judges import refused
from verifier import header
from verifier.refusal import Reason, Refusal
from verifier.seals import qbft
from verifier.trust import Sealers

pytestmark = pytest.mark.usefixtures("browser")


def besu(name: str) -> Any:
    """Real blocks, from files that are not ours to copy: the one skip that fails no CI."""
    folder = os.environ.get("LEDGER_BESU_VECTORS")
    if not folder:
        pytest.skip("LEDGER_BESU_VECTORS names no folder with vectors of real blocks")
    return json.loads((Path(folder) / name).read_text("utf-8"))


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text[2:])


@pytest.mark.parametrize("name", ["qbft-besu-25.4.1-london.json", "qbft-besu-26.4.0-cancun.json"])
def test_real_headers_of_besu_are_judged_as_the_chain_did(name: str) -> None:
    found = besu(name)
    members = tuple(sorted(_bytes(one) for one in found["trustedValidators"]))
    trust = replace(trusting("qbft", keys(4)), sealers=(Sealers(0, members, 3),))
    for row in found["headers"]:
        block = header.read(_bytes(row["headerRlp"]))
        # The one that is called equivocation can only be told by who holds both blocks.
        if row["expect"].startswith("reject"):
            with pytest.raises(Refusal):
                sealed_by(trust, block)
        else:
            assert sealed_by(trust, block) == len(row["signers"])
            if "blockHash" in row:
                assert qbft.block_hash(block) == _bytes(row["blockHash"])


def test_real_votes_are_followed_and_real_rounds_taken() -> None:
    rows = {row["number"]: row for row in besu("qbft-rounds-votes.json")["headers"]}
    blocks = {number: header.read(_bytes(row["headerRlp"])) for number, row in rows.items()}
    members = tuple(sorted(_bytes(one) for one in rows[100]["validators"]))
    trust = replace(trusting("qbft", keys(4)), sealers=(Sealers(0, members, 3),))
    assert {number: "0x" + qbft.block_hash(block).hex() for number, block in blocks.items()} == {
        number: row["hash"] for number, row in rows.items()
    }
    removal = [blocks[number] for number in (107, 108, 109, 110)]
    addition = [blocks[number] for number in (115, 116)]
    assert sealed_by(trust, blocks[100]) == sealed_by(trust, blocks[106]) == 3
    assert sealed_by(trust, blocks[111], removal) == 2
    assert sealed_by(trust, blocks[118], [*removal, *addition]) == 3
    refused(Reason.SEALERS_CHANGED, lambda: sealed_by(trust, blocks[112]))
    refused(Reason.HEADERS_TORN, lambda: sealed_by(trust, blocks[112], [removal[0], *removal[2:]]))


def test_extra_data_is_read_strictly() -> None:
    vectors = besu("qbft-extra-data-codec.json")
    for row in vectors["accept"]:
        extra = qbft.read(_bytes(row["hex"]))
        assert extra.items(extra.round, extra.seals) == _bytes(row["hex"])
    for row in vectors["reject"]:
        refused(Reason.HEADER, lambda row=row: qbft.read(_bytes(row["hex"])))  # type: ignore[misc]
