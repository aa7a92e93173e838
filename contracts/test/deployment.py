"""Places the system on a test chain and fills its catalogues.

Government here is one account without a delay, so that a test enrols, pauses or recodes in one line; the real
deployment with its delays and its handover is `ledger.chain.deploy`, which test_deployment.py proves.
"""

from contracts.test.chain import Chain, address
from ledger.chain.deploy import created
from ledger.chain.network import Network
from ledger.kit import catalogue
from ledger.kit.numbers import Capability

GOVERNMENT = address("government")
DEPLOYER = address("deployer")

CAPABILITIES = {
    "Parties": Capability.APPEND,
    "Postings": Capability.APPEND,
    "Assets": Capability.APPEND,
    "Rights": Capability.APPEND,
    "Orders": Capability.APPEND | Capability.LOCK,
    "Mortgages": Capability.APPEND | Capability.LOCK,
    "Transfers": Capability.APPEND | Capability.MOVE | Capability.LOCK,
}


def place(chain: Chain, network: Network) -> None:
    """All contracts, each with what it must know of the others."""
    delays = network.delays
    manager = chain.deploy("AccessManager", GOVERNMENT, by=DEPLOYER)
    enrolments = chain.deploy("Enrolments", manager, by=DEPLOYER)
    dossiers = chain.deploy("Dossiers", enrolments, by=DEPLOYER)
    kinds = chain.deploy("Kinds", manager, delays.publicity_day, by=DEPLOYER)
    postings = created(DEPLOYER, 5)
    parties = chain.deploy("Parties", manager, enrolments, postings, kinds, dossiers, by=DEPLOYER)
    chain.deploy("Postings", manager, parties, kinds, dossiers, delays.handover, delays.filing, by=DEPLOYER)
    assets = chain.deploy("Assets", enrolments, postings, parties, kinds, dossiers, by=DEPLOYER)
    rights = chain.deploy("Rights", enrolments, postings, parties, kinds, assets, dossiers, by=DEPLOYER)
    chain.deploy("Orders", postings, parties, kinds, assets, rights, dossiers, by=DEPLOYER)
    chain.deploy("Mortgages", postings, parties, rights, dossiers, by=DEPLOYER)
    chain.deploy("Transfers", postings, rights, dossiers, by=DEPLOYER)
    for name, capabilities in CAPABILITIES.items():
        chain.send("Enrolments", "enrol", chain.places[name], capabilities, by=GOVERNMENT)


def fill(chain: Chain) -> None:
    """The catalogues of chain-config, the nation's rows."""
    for asset in catalogue.asset_kinds():
        chain.send("Kinds", "setAssetKind", asset.number, asset.area, asset.row, by=GOVERNMENT)
    for right in catalogue.right_kinds():
        on = right.assets.to_bytes(32, "big")
        chain.send("Kinds", "setRightKind", right.number, right.area, right.row, on, by=GOVERNMENT)
    for party in catalogue.party_kinds():
        chain.send("Kinds", "setPartyKind", party.number, party.row, by=GOVERNMENT)
    for order in catalogue.order_kinds():
        chain.send("Kinds", "setOrderKind", order.number, order.row, by=GOVERNMENT)
