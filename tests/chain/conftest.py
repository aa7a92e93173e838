"""A real Anvil for the chain's tests, and two of the real contracts on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger.chain import abi, blocks, clock, network
from ledger.chain.client import Chain
from ledger.chain.codec import encode
from ledger.chain.deployment import Deployment, code_hashes
from ledger.chain.network import Network
from ledger.chain.node import Node
from ledger.chain.rpc import Rpc
from ledger.chain.sender import Sender
from ledger.chain.signer import Signer, Transaction
from ledger.chain.wallet import Patience, Wallet
from tests.chain.founded import Founded

DAY = 86_400


@pytest.fixture(scope="session")
def embedded() -> Network:
    return network.load("embedded")


@pytest.fixture
def nodes(embedded: Network, tmp_path: Path) -> Iterator[Callable[..., Node]]:
    """Makes nodes of a folder under tmp_path on any free port, and ends them with the test."""
    made: list[Node] = []

    def make(folder: str = "chain", profile: Network = embedded) -> Node:
        made.append(Node(tmp_path / folder, profile, port=0))
        return made[-1]

    yield make
    for node in made:
        node.stop()


@pytest.fixture(scope="module")
def node(embedded: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """One node for all tests of a file."""
    own = Node(tmp_path_factory.mktemp("node"), embedded, port=0)
    own.start()
    yield own
    own.stop()


@pytest.fixture
def rpc(node: Node) -> Iterator[Rpc]:
    with node.rpc() as rpc:
        yield rpc


@pytest.fixture(scope="module")
def founded(embedded: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    """The whole system, on a chain that began 120 days ago."""
    node = Node(tmp_path_factory.mktemp("founded"), embedded, port=0)
    node.start(genesis_time=clock.wall() - 120 * DAY)
    with node.rpc() as rpc:
        yield Founded(node, rpc, embedded)
    node.stop()


@pytest.fixture
def governor() -> Signer:
    return Signer.random()


@pytest.fixture
def chain(rpc: Rpc, embedded: Network, governor: Signer) -> Chain:
    return government(rpc, embedded, governor)


@pytest.fixture
def sender(chain: Chain, embedded: Network, governor: Signer) -> Sender:
    return Sender(chain, embedded, governor, Patience(resend=0.5, give_up=60))


def government(rpc: Rpc, profile: Network, governor: Signer) -> Chain:
    """AccessManager and Kinds, governed by one key: real contracts whose calls need nothing else to stand."""
    wallet = Wallet(rpc, profile, governor)
    manager = create(wallet, "AccessManager", governor.address)
    kinds = create(wallet, "Kinds", manager, DAY)
    places = {"AccessManager": manager, "Kinds": kinds}
    codes = code_hashes(rpc, places.values())
    hashes = {name: codes[at] for name, at in places.items()}
    record = Deployment("embedded", rpc.chain_id(), blocks.genesis(rpc), 0, places, hashes)
    return Chain(rpc, record)


def create(wallet: Wallet, name: str, *args: object) -> bytes:
    """Deploys one contract of the committed artifacts."""
    contract = abi.load().contract(name)
    receipt = wallet.send([Transaction(None, contract.bytecode + encode(contract.constructor, args))])[0]
    assert receipt.contract is not None
    return receipt.contract
