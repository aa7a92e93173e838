"""The real deployment: predicted addresses, catalogues, founders, delays; the deployer holds nothing at the end.

after `ledger.chain.deploy`
├── nobody holds the manager's ADMIN role, the deployer no role at all, and no posting
├── the governor waits for the delay, the guardian may cancel meanwhile, and pause at once
├── contracts know each other by the addresses that were predicted
├── each contract has the capabilities it needs and no more
└── every dossier is what the logs say
a deployer that has sent before is refused
"""

import subprocess
from collections.abc import Iterator

import pytest

from contracts.test.cast import COUNTY, FAR, paper, salt
from contracts.test.chain import CHAIN_ID, Chain, address, start
from contracts.test.deployment import CAPABILITIES
from contracts.test.heads import Heads
from contracts.test.words import refused
from ledger.chain import government, network
from ledger.chain.codec import calldata
from ledger.chain.deploy import Foundation, Founder, deploy
from ledger.chain.errors import DeploymentFailed
from ledger.chain.signer import Signer
from ledger.kit.jurisdiction import NATION, Jurisdiction
from ledger.kit.numbers import PartyKind, Role

GOVERNOR, GUARDIAN, DEPLOYER = address("governor"), address("guardian"), Signer.random()
DELAY = network.load("embedded").delays.government
ADMIN = 0
BUREAU = Founder(
    kind=PartyKind.BUREAU, area=Jurisdiction(COUNTY), salt=salt("founder"), document=paper("founder"),
    admin=address("founder's admin"), admin_area=NATION, until=2**40 - 1, appointment=paper("appointment"),
)  # fmt: skip


@pytest.fixture(scope="module")
def own_node() -> Iterator[tuple[subprocess.Popen[bytes], Chain]]:
    child, rpc = start()
    record = deploy(rpc, network.load("embedded"), Foundation(GOVERNOR, GUARDIAN, [BUREAU]), DEPLOYER)
    chain = Chain(rpc)
    chain.places = dict(record.addresses)
    chain.names = {"0x" + place.hex(): name for name, place in record.addresses.items()}
    yield child, chain
    rpc.close()
    child.terminate()
    child.wait()


@pytest.fixture
def chain(own_node: tuple[subprocess.Popen[bytes], Chain]) -> Iterator[Chain]:
    """The deployed system; what a test does to it is taken back."""
    chain = own_node[1]
    snapshot = chain.snapshot()
    yield chain
    chain.revert(snapshot)


def roles(chain: Chain, account: bytes) -> set[int]:
    numbers = range(8)
    rows = chain.read_many("AccessManager", "hasRole", [(number, account) for number in numbers])
    public = {2**64 - 1}
    return {number for number, row in zip(numbers, rows, strict=True) if row["isMember"]} - public


def test_the_deployer_holds_nothing(chain: Chain) -> None:
    """Invariant 16."""
    assert roles(chain, DEPLOYER.address) == set()
    assert chain.read("Postings", "posting", DEPLOYER.address)["party"] == bytes(16)
    with refused("AccessManagedUnauthorized", caller=DEPLOYER.address):
        chain.send("Postings", "pause", True, by=DEPLOYER.address)
    with refused("AccessManagerUnauthorizedAccount"):
        chain.send("AccessManager", "grantRole", ADMIN, DEPLOYER.address, 0, by=DEPLOYER.address)
    with refused("NoPosting", officer=DEPLOYER.address):
        chain.send("Postings", "file", bytes(20), bytes(32), by=DEPLOYER.address)


def test_nobody_holds_the_managers_admin_role(chain: Chain) -> None:
    """Invariant 16."""
    grants = chain.rpc.call("eth_getLogs", {"fromBlock": "0x0", "address": "0x" + chain.places["AccessManager"].hex()})
    accounts = {bytes.fromhex(topic[-40:]) for log in grants for topic in log["topics"][1:]}
    assert DEPLOYER.address in accounts
    assert [account for account in accounts if ADMIN in roles(chain, account)] == []


def closing(chain: Chain) -> tuple[bytes, bytes]:
    """An act of government: Transfers takes no new business."""
    entry = chain.abi.function("Enrolments", "close")
    return chain.places["Enrolments"], calldata(entry, (chain.places["Transfers"],))


def test_the_governor_waits_for_the_delay(chain: Chain) -> None:
    target, data = closing(chain)
    with refused("AccessManagerNotScheduled"):
        chain.raw(target, data, GOVERNOR)
    chain.send("AccessManager", "schedule", target, data, 0, by=GOVERNOR)
    with refused("AccessManagerNotReady"):
        chain.raw(target, data, GOVERNOR)
    chain.travel(DELAY)
    chain.raw(target, data, GOVERNOR)


def test_the_guardian_cancels_and_pauses_and_does_nothing_else(chain: Chain) -> None:
    target, data = closing(chain)
    with refused("AccessManagedUnauthorized", caller=GUARDIAN):
        chain.raw(target, data, GUARDIAN)
    chain.send("AccessManager", "schedule", target, data, 0, by=GOVERNOR)
    chain.send("AccessManager", "cancel", GOVERNOR, target, data, by=GUARDIAN)
    chain.travel(DELAY)
    with refused("AccessManagerNotScheduled"):
        chain.raw(target, data, GOVERNOR)
    chain.send("Postings", "pause", True, by=GUARDIAN)
    with refused("AccessManagedUnauthorized", caller=GOVERNOR):
        chain.send("Postings", "pause", False, by=GOVERNOR)


def test_each_contract_has_the_capabilities_it_needs(chain: Chain) -> None:
    found = {name: chain.read("Enrolments", "capabilities", place) for name, place in chain.places.items()}
    assert found == {name: CAPABILITIES.get(name, 0) for name in chain.places}
    assert dict(government.CAPABILITIES) == CAPABILITIES


def test_the_founder_names_its_officers_at_once(chain: Chain) -> None:
    party = BUREAU.party(CHAIN_ID)
    row = {
        "officer": address("clerk"), "area": COUNTY, "until": chain.now() + FAR,
        "roles": 1 << Role.REGISTER, "document": paper("appointment"),
    }  # fmt: skip
    chain.send("Postings", "post", party, [row], by=BUREAU.admin)


def test_every_dossier_is_what_the_logs_say(chain: Chain) -> None:
    heads = Heads(names=chain.names)
    touched = sorted(heads.add(chain.rpc.call("eth_getLogs", {"fromBlock": "0x0", "toBlock": "latest"})))
    assert touched
    found = chain.read_many("Dossiers", "head", [(subject,) for subject in touched])
    assert found == [heads.heads[subject] for subject in touched]


def test_a_deployer_that_has_sent_before_is_refused(chain: Chain) -> None:
    with pytest.raises(DeploymentFailed):
        deploy(chain.rpc, network.load("embedded"), Foundation(GOVERNOR, GUARDIAN), DEPLOYER)
