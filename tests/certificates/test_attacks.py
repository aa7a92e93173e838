"""Whoever tampers with a certificate is refused, by Python and by the browser alike, for the reason of what he touched.

├── records: dropped, repeated, exchanged, taken from another asset, altered, written by a rogue
├── proofs: another asset's, an older block's, another network's, nodes left out, added, in another order
├── seals: one short, twice, of an outsider, in their second form; sets of another time; kinds that are demanded
└── trust files that name other contracts, code or times
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from ledger.certificates.issue import Asked
from ledger.chain.signer import Signer
from ledger.kit.ids import AssetId
from ledger.kit.numbers import RightKind
from tests.certificates.conftest import Field
from tests.certificates.judges import NOW, Judges
from tests.certificates.office import Office, forged
from tests.county import County
from verifier import encoding
from verifier.encoding import pack, unpack

pytestmark = pytest.mark.node
Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def neighbour(county: County, field: Field) -> AssetId:
    """Another asset of the same village."""
    (asset,) = county.confirmed(field.village, "neighbour")
    return asset


@pytest.fixture(scope="module")
def other(office: Office, neighbour: AssetId) -> dict[str, Any]:
    content: dict[str, Any] = encoding.read(office.issue(Asked("asset", neighbour)))
    return content


def test_both_checks_tell_the_same_of_a_file_that_holds(file: bytes, office: Office, judges: Judges) -> None:
    facts = judges.judge(file, office.trust_file)
    assert isinstance(facts, dict)
    assert facts["number"] == encoding.read(file)["number"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda c: c["records"].pop(), "head"),
        (lambda c: c["records"].pop(0), "head"),
        (lambda c: c["records"].insert(1, c["records"][0]), "head"),
        (lambda c: c["records"].append(c["records"][-1]), "head"),
        (lambda c: c["records"].reverse(), "head"),
        (lambda c: c["records"][0].update(block=c["records"][0]["block"] + 1), "head"),
        (lambda c: c["records"][0].update(time=c["records"][0]["time"] - 1), "head"),
        (lambda c: c["records"][0].update(event="Assets.AssetAmended"), "argument"),
        (lambda c: c["records"][0].update(event="Assets.AssetPainted"), "event_unknown"),
        (lambda c: c["records"][0].update(event="Rights.RightIssued"), "event_unknown"),
        (lambda c: c["records"][0].update(writer=pack(b"\1" * 20)), "writer_unknown"),
        (lambda c: c["records"][0].update(block=-1), "form"),
        (lambda c: c["records"][0]["args"].pop(), "argument"),
        (lambda c: c["records"][0]["args"].__setitem__(0, pack(bytes(16))), "head"),
        (lambda c: c["records"][0]["args"].__setitem__(0, pack(bytes(15))), "form"),
        (lambda c: c.update(records={}), "form"),
        (lambda c: c.update(records=[]), "head"),
    ],
)
def test_records_that_are_not_the_chains_are_refused(
    file: bytes, office: Office, judges: Judges, change: Change, reason: str
) -> None:
    assert judges.judge(forged(file, change), office.trust_file) == reason


def test_a_record_of_another_asset_is_refused(
    file: bytes, other: dict[str, Any], office: Office, judges: Judges
) -> None:
    for at in range(len(other["records"])):
        stolen = forged(file, lambda c, at=at: c["records"].append(other["records"][at]))  # type: ignore[misc]
        assert judges.judge(stolen, office.trust_file) == "head"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda c, o: c.update(nodes=o["nodes"]), "node_missing"),
        (lambda c, o: c.update(nodes=o["nodes"], records=o["records"], documents=o["documents"]), "node_missing"),
        (lambda c, o: c.update(asked=o["asked"]), "head"),
        (lambda c, o: c["nodes"].pop(), "node_missing"),
        (lambda c, o: c["nodes"].reverse(), "nodes_unused"),
        (lambda c, o: c["nodes"].append(c["nodes"][0]), "nodes_unused"),
        (lambda c, o: c["nodes"].append(o["nodes"][-1]), "nodes_unused"),
        (lambda c, o: c["nodes"].append(pack(b"\1")), "nodes_unused"),
        (lambda c, o: c["chain"].update(id=1), "other_network"),
        (lambda c, o: c["chain"].update(genesis=pack(bytes(32))), "other_network"),
    ],
)
def test_proofs_of_something_else_are_refused(
    file: bytes, other: dict[str, Any], office: Office, judges: Judges, change: Callable[..., object], reason: str
) -> None:
    foreign = copy.deepcopy(other)
    found = judges.judge(forged(file, lambda c: change(c, foreign)), office.trust_file)
    # Nodes that both proofs share may let another reason come first; never is it let through.
    assert found in {reason, "head", "node_missing", "nodes_unused"}


def test_an_older_head_does_not_prove_todays_records(
    county: County, field: Field, office: Office, neighbour: AssetId, judges: Judges
) -> None:
    older = encoding.read(office.issue(Asked("asset", neighbour)))
    county.layer(field.village, neighbour, RightKind.OWNERSHIP, field.village)
    newer = office.issue(Asked("asset", neighbour))
    mixed = forged(newer, lambda c: c.update(block=older["block"], nodes=older["nodes"]))
    assert judges.judge(mixed, office.trust_file) == "head"
    assert judges.judge(forged(newer, lambda c: c.update(records=older["records"])), office.trust_file) == "head"
    old = encoding.write(older)
    assert isinstance(judges.judge(old, office.trust_file), dict)


def test_seals_that_do_not_suffice_are_refused(file: bytes, office: Office, judges: Judges) -> None:
    def seals(change: Callable[[list[str]], object]) -> bytes:
        return forged(file, lambda c: change(c["block"]["seals"]))

    stranger = pack(Signer.random().seal(b"\1" * 32))
    second = pack(_second(unpack(encoding.read(file)["block"]["seals"][0])))
    for version, reason in (
        (seals(lambda found: found.__delitem__(slice(1, None))), "seals_missing"),
        (seals(lambda found: found.append(found[0])), "seal_twice"),
        (seals(lambda found: found.append(stranger)), "seal_outsider"),
        (seals(lambda found: found.__setitem__(0, second)), "seal"),
        (forged(file, lambda c: c["block"]["headers"].append(c["block"]["header"])), "form"),
    ):
        assert judges.judge(version, office.trust_file) == reason


def test_bodies_that_are_demanded_must_be_among_the_sealers(file: bytes, office: Office, judges: Judges) -> None:
    assert isinstance(judges.judge(file, office.trust_file, ["bank", "bureau"]), dict)
    for kinds in (["court"], ["bank", "court"]):
        assert judges.judge(file, office.trust_file, kinds) == "kind_missing"


def test_trust_of_another_time_or_other_sealers_refuses(
    county: County, file: bytes, office: Office, judges: Judges
) -> None:
    strangers = Office(county)
    assert judges.judge(file, strangers.trust_file) == "seal_outsider"
    assert judges.judge(file, office.trust_file, now=NOW + 10**10) == "trust_expired"
    later = copy.deepcopy(office.draft)
    later["sealers"][0]["from"] = 10**6
    assert judges.judge(file, office.signed(later, office.keys)) == "before_sealers"
    other_code = copy.deepcopy(office.draft)
    for contract in other_code["contracts"]:
        if contract["name"] == "Dossiers":
            contract["code_hash"] = pack(bytes(32))
    assert judges.judge(file, office.signed(other_code, office.keys)) == "code"
    without = copy.deepcopy(office.draft)
    without["contracts"] = [one for one in without["contracts"] if one["name"] != "Mortgages"]
    without["events"] = {n: rows for n, rows in without["events"].items() if not n.startswith("Mortgages.")}
    assert judges.judge(file, office.signed(without, office.keys)) == "writer_unknown"


def _second(seal: bytes) -> bytes:
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    return seal[:32] + (order - int.from_bytes(seal[32:64])).to_bytes(32) + bytes([1 - seal[64]])
