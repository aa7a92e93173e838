"""The words that three languages share, as Solidity has them, against tests/vectors.

ids ────────── parties, assets, rights and their parts, derived ids
subjects ───── of assets, parties, rights and what is derived from them
jurisdictions  containment, counties, codes that are refused; recode by the real Postings
dossiers ───── records and heads, by the real Dossiers at the vector's writers, blocks and times
natural keys ─ by the ABI encoder of another library
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
import pytest
import solcx
from eth_abi.abi import encode

from contracts.compile import SETTINGS, SOLC
from contracts.test.chain import CHAIN_ID, Chain, Contract, address, start, under_test
from contracts.test.deployment import GOVERNMENT
from contracts.test.words import refused
from contracts.test.world import World
from ledger.chain.abi import Abi, combine, read
from ledger.kit.home import ROOT
from ledger.kit.keccak import keccak

SOURCE = "contracts/test/Words.sol"


@cache
def vectors(name: str) -> Any:
    return orjson.loads((ROOT / "tests" / "vectors" / f"{name}.json").read_bytes())


def bytes_of(text: str) -> bytes:
    return bytes.fromhex(text[2:])


@pytest.fixture(scope="module")
def alone() -> Iterator[Chain]:
    """A node of its own, whose chain id and clock the vectors set."""
    child, rpc = start("--timestamp", "1699990000")
    abi = under_test()
    yield Chain(rpc, abi if "Words" in abi.contracts else compiled())
    rpc.close()
    child.terminate()
    child.wait()


def compiled() -> Abi:
    """The libraries of `types`, behind one contract."""
    request = {
        "language": "Solidity",
        "sources": {SOURCE: {"content": (ROOT / SOURCE).read_text("utf-8")}},
        "settings": SETTINGS,
    }
    built = solcx.compile_standard(request, solc_binary=SOLC, base_path=str(ROOT))["contracts"][SOURCE]["Words"]
    return combine(
        [read({"contractName": "Words", "abi": built["abi"], "bytecode": built["evm"]["bytecode"]["object"]})]
    )


@pytest.fixture(scope="module")
def words(alone: Chain) -> Contract:
    alone.deploy("Words", by=address("anybody"))
    return Contract(alone, "Words")


@pytest.fixture
def on_chain(alone: Chain) -> Iterator[Any]:
    yield lambda number: alone.rpc.call("anvil_setChainId", number)
    alone.rpc.call("anvil_setChainId", CHAIN_ID)


def test_ids_of_parties(words: Contract, on_chain: Any) -> None:
    for row in vectors("ids")["parties"]:
        on_chain(row["chain_id"])
        assert words.party(row["jurisdiction"], bytes_of(row["salt"])) == bytes_of(row["id"])


def test_ids_of_assets(words: Contract, on_chain: Any) -> None:
    for row in vectors("ids")["assets"]:
        on_chain(row["chain_id"])
        assert words.asset(bytes_of(row["key"])) == bytes_of(row["id"])


def test_ids_of_rights_and_their_parts(words: Contract) -> None:
    for row in vectors("ids")["rights"]:
        parts = [bytes_of(row["asset"]), row["kind"], row["serial"]]
        assert words.right(*parts) == bytes_of(row["id"])
        assert list(words.parts(bytes_of(row["id"])).values()) == parts


def test_derived_ids_at_the_address_of_the_contract_that_derives(words: Contract, alone: Chain, on_chain: Any) -> None:
    """Invariant 17."""
    rows = vectors("ids")["records"]
    rows = rows if isinstance(rows, list) else [rows]
    code, home = alone.rpc.call("eth_getCode", "0x" + words.address.hex(), "latest"), words.address
    for row in rows:
        on_chain(row["chain_id"])
        alone.rpc.call("anvil_setCode", row["contract"], code)
        alone.places["Words"] = bytes_of(row["contract"])
        thing = bytes_of(row["thing"]).ljust(32, b"\0")
        assert words.derive(thing, int(row["number"])) == bytes_of(row["id"])
    alone.places["Words"] = home


def test_subjects(words: Contract) -> None:
    known = {1: words.ofAsset, 2: words.ofParty, 5: words.ofThing}
    rows = [row for row in vectors("ids")["subjects"] if row["kind"] in known]
    assert {row["kind"] for row in rows} >= {1, 2}
    for row in rows:
        assert known[row["kind"]](bytes_of(row["id"])) == bytes_of(row["subject"])


def test_subjects_of_rights_and_of_what_is_derived_from_them(words: Contract) -> None:
    for row in vectors("ids")["subjects_of_rights"]:
        right = bytes_of(row["right"])
        assert words.ofThing(right) == bytes_of(row["subject"])
        assert words.ofThing(right[:22] + b"\x77" * 10) == bytes_of(row["subject"])


def test_which_jurisdiction_contains_which(words: Contract) -> None:
    for row in vectors("jurisdictions")["contains"]:
        assert words.contains(row["outer"], row["inner"]) == row["contains"], row


def test_counties(words: Contract) -> None:
    for row in vectors("jurisdictions")["counties"]:
        assert words.county(row["code"]) == row["county"], row


@pytest.mark.parametrize("code", vectors("jurisdictions")["refused"])
def test_codes_that_are_nowhere_are_refused_on_either_side(words: Contract, code: int) -> None:
    for pair in ((code, 33_011_000_000_000), (33_011_000_000_000, code), (100_000_000_000_000, code)):
        with refused("JurisdictionInvalid", area=code):
            words.contains(*pair)


def test_records_and_heads_at_the_blocks_and_times_of_the_vector(alone: Chain) -> None:
    """Invariant 17."""
    rpc, entries = alone.rpc, vectors("dossiers")["entries"]
    snapshot = alone.snapshot()
    fresh = Chain(rpc)
    rpc.call("evm_setAutomine", True)
    manager = fresh.deploy("AccessManager", GOVERNMENT, by=GOVERNMENT)
    enrolments = fresh.deploy("Enrolments", manager, by=GOVERNMENT)
    fresh.deploy("Dossiers", enrolments, by=GOVERNMENT)
    for writer in {bytes_of(entry["writer"]) for entry in entries}:
        rpc.call("anvil_setCode", "0x" + writer.hex(), "0x00")  # an account without code is no contract
        fresh.send("Enrolments", "enrol", writer, 1, by=GOVERNMENT)
    subject, head = bytes_of(vectors("dossiers")["subject"]), bytes_of(vectors("dossiers")["first_head"])
    for entry in entries:
        assert fresh.read("Dossiers", "head", subject) == head
        while rpc.height() < entry["block"] - 1:
            rpc.call("evm_mine")
        fresh.at(entry["time"])
        topics = [bytes_of(topic) for topic in entry["topics"]]
        arguments = keccak(b"".join(topics[1:]) + bytes_of(entry["data"]))
        fresh.send("Dossiers", "append", subject, topics[0], arguments, by=bytes_of(entry["writer"]))
        head = bytes_of(entry["head"])
    assert fresh.read("Dossiers", "head", subject) == head
    alone.revert(snapshot)


def test_recode_by_the_real_postings(world: World) -> None:
    recode = vectors("jurisdictions")["recode"]
    for row in recode["successors"]:
        world.postings.recode(row["old"], row["new"], by=GOVERNMENT)
        assert world.postings.current(row["old"]) == row["new"]
        assert world.postings.current(row["new"]) == row["new"]


def test_natural_keys_are_what_the_abi_encoder_hashes() -> None:
    for row in vectors("ids")["natural_keys"]:
        content = bytes_of(row["content"])
        if row["form"] == 3:
            assert content == encode(["string", "uint16", "string"], row["parts"])
        assert keccak(encode(["uint8", "bytes"], [row["form"], content])) == bytes_of(row["key"])


def test_registering_a_vectors_key_gives_the_vectors_id(world: World) -> None:
    rows = [row for row in vectors("ids")["assets"] if row["chain_id"] == CHAIN_ID]
    for row in rows:
        world.register(1, naturalKey=bytes_of(row["key"]))
        assert world.assets.resolve(bytes_of(row["id"])) == bytes_of(row["id"])
    with refused("AssetExists", asset=bytes_of(rows[0]["id"])):
        world.register(1, naturalKey=bytes_of(rows[0]["key"]))
