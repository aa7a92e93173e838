"""A whole deployment: everything stands, power is handed over, and the deployer holds nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from contracts.test import gates
from ledger.chain import government
from ledger.chain.client import Call, Chain
from ledger.chain.deploy import Foundation, created, deploy
from ledger.chain.errors import ContractError, DeploymentFailed
from ledger.chain.network import Network
from ledger.chain.signer import Signer
from ledger.chain.wallet import Wallet
from ledger.kit import catalogue
from ledger.kit.home import ROOT
from ledger.kit.numbers import PartyKind
from tests.chain.conftest import create
from tests.chain.founded import COUNTY, Founded, refused


def test_every_contract_stands_where_it_was_predicted_and_is_the_committed_one(founded: Founded) -> None:
    founded.record.check(founded.rpc)
    names = list(founded.record.addresses)
    assert [founded.record.addresses[name] for name in names] == [
        created(founded.deployer.address, nonce) for nonce in range(len(names))
    ]
    assert set(names) == {path.stem for path in (ROOT / "contracts" / "abi").glob("*.json")}


def test_the_catalogue_is_on_chain_row_by_row(founded: Founded) -> None:
    view = founded.chain.view
    for asset in catalogue.asset_kinds():
        assert tuple(view("Kinds", "assetKind", asset.number, asset.area).values()) == asset.row
    for right in catalogue.right_kinds():
        assert tuple(view("Kinds", "rightKind", right.number, right.area).values()) == right.row
        assert int.from_bytes(view("Kinds", "assetsOf", right.number, right.area)) == right.assets
    for party in catalogue.party_kinds():
        assert tuple(view("Kinds", "partyKind", party.number).values()) == party.row
    for order in catalogue.order_kinds():
        assert tuple(view("Kinds", "orderKind", order.number).values()) == order.row
    assert view("Kinds", "publicityDay") == founded.network.delays.publicity_day


def test_a_founder_and_its_administrator_are_admitted(founded: Founded) -> None:
    party = founded.founder.party(31337)
    assert founded.chain.view("Parties", "party", party)["kind"] == PartyKind.BUREAU
    assert founded.chain.view("Postings", "posting", founded.admin.address)["party"] == party


def test_the_deployer_holds_nothing(founded: Founded) -> None:
    chain, deployer = founded.chain, founded.sender(founded.deployer)
    for role in (government.ADMIN, government.GOVERNOR, government.GUARDIAN):
        assert chain.view("AccessManager", "hasRole", role, deployer.address) == (False, 0)
    for call in (
        Call("Enrolments", "close", (chain.address("Orders"),)),
        Call("Kinds", "setPartyKind", (1, (1, 0))),
        Call("Postings", "pause", (True,)),
        Call("AccessManager", "grantRole", (government.GOVERNOR, deployer.address, 0)),
        Call("AccessManager", "setTargetClosed", (chain.address("Assets"), True)),
        government.scheduled(chain, Call("Postings", "pause", (True,))),
    ):
        with pytest.raises(ContractError) as error:
            deployer.send(call)
        assert error.value.code.startswith("AccessManage")
    assert not any(chain.view("Postings", "posting", deployer.address)["party"])


def test_nobody_holds_the_admin_role(founded: Founded) -> None:
    for account in (founded.bureau.address, founded.regulator.address, founded.chain.address("AccessManager")):
        assert founded.chain.view("AccessManager", "hasRole", government.ADMIN, account) == (False, 0)


def test_the_governor_acts_after_its_delay_only(founded: Founded) -> None:
    bureau, chain = founded.sender(founded.bureau), founded.chain
    court = founded.new_founder(PartyKind.COURT, Signer.random())
    row = {"kind": court.kind, "area": COUNTY, "until": 0, "kept": False, "salt": court.salt, "document": bytes(32)}
    call = Call("Parties", "admit", (row,))
    with refused("AccessManagerNotScheduled"):
        bureau.send(call)
    bureau.send(government.scheduled(chain, call))
    with refused("AccessManagerNotReady"):
        bureau.send(call)

    founded.node.advance(founded.network.delays.government)
    bureau.send(call)

    assert chain.view("Parties", "party", court.party(31337))["kind"] == PartyKind.COURT


@pytest.mark.parametrize("function", ["enrol", "grantRole", "revokeRole"])
def test_the_guardian_cancels_what_the_governor_scheduled(founded: Founded, function: str) -> None:
    bureau, regulator, chain = founded.sender(founded.bureau), founded.sender(founded.regulator), founded.chain
    stranger = Signer.random().address
    call = {
        "enrol": Call("Enrolments", "enrol", (stranger, 7)),
        "grantRole": Call("AccessManager", "grantRole", (government.GOVERNOR, stranger, 0)),
        "revokeRole": Call("AccessManager", "revokeRole", (government.GUARDIAN, regulator.address)),
    }[function]
    bureau.send(government.scheduled(chain, call))

    regulator.send(government.cancelled(chain, bureau.address, call))

    founded.node.advance(founded.network.delays.government)
    with refused("AccessManagerNotScheduled"):
        bureau.send(call)


def test_the_guardian_pauses_at_once_and_the_governor_does_not(founded: Founded) -> None:
    regulator = founded.sender(founded.regulator)
    regulator.send(Call("Postings", "pause", (True,)))
    regulator.send(Call("Postings", "pause", (False,)))
    with refused("AccessManagedUnauthorized"):
        founded.sender(founded.bureau).send(Call("Postings", "pause", (True,)))


def test_a_role_can_be_given_to_a_new_key(founded: Founded) -> None:
    bureau, chain, heir = founded.sender(founded.bureau), founded.chain, Signer.random()
    delay = founded.network.delays.government
    call = Call("AccessManager", "grantRole", (government.GUARDIAN, heir.address, 0))
    bureau.send(government.scheduled(chain, call))
    founded.node.advance(delay)
    bureau.send(call)

    assert chain.view("AccessManager", "hasRole", government.GUARDIAN, heir.address) == (True, 0)


def test_the_table_of_government_is_what_the_sources_restrict() -> None:
    restricted = {tuple(name.split(".")) for name, row in gates.table().items() if row["gate"] == "government"}
    governed = {
        (contract, name)
        for functions in government.FUNCTIONS.values()
        for contract, names in functions.items()
        for name in names
        if contract != "AccessManager"
    }
    assert governed == restricted


def test_a_deployer_that_has_sent_before_is_refused(founded: Founded, embedded: Network) -> None:
    used = Signer.random()
    create(Wallet(founded.rpc, embedded, used), "Enrolments", bytes(20))
    with pytest.raises(DeploymentFailed):
        deploy(founded.rpc, embedded, Foundation(bytes(20), bytes(20)), used)


def test_an_interrupted_deployment_leaves_no_record_and_the_next_one_stands(
    founded: Founded, embedded: Network
) -> None:
    class Interrupted(Exception):
        """Power cut."""

    def cut(step: str) -> None:
        if step == "constitution":
            raise Interrupted

    foundation = Foundation(founded.bureau.address, founded.regulator.address, [founded.founder])
    with pytest.raises(Interrupted):
        deploy(founded.rpc, embedded, foundation, progress=cut)

    again = deploy(founded.rpc, embedded, foundation)

    again.check(founded.rpc)
    assert set(again.addresses.values()).isdisjoint(founded.record.addresses.values())


def test_faults_are_named(founded: Founded) -> None:
    faults: Callable[..., list[str]] = government.faults
    stranger = Signer.random().address
    delay = founded.network.delays.government

    assert faults(founded.chain, stranger, founded.bureau.address, founded.regulator.address, delay) == []
    assert len(faults(founded.chain, founded.bureau.address, stranger, founded.regulator.address, delay)) == 2
    elsewhere = replace(founded.record, addresses={**founded.record.addresses, "Orders": stranger})
    assert faults(
        Chain(founded.rpc, elsewhere), stranger, founded.bureau.address, founded.regulator.address, delay
    ) == ["capabilities of Orders"]
