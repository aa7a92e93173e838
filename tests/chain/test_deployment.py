"""The record of a deployment, and nodes that are not the ones it was made on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.chain import deployment
from ledger.chain.client import Chain
from ledger.chain.errors import CallUnknown, DeploymentMissing, NodeBehind, WrongChain, WrongDeployment
from ledger.chain.network import Network
from ledger.chain.node import Node
from ledger.chain.signer import Signer
from tests.chain.conftest import government


def test_a_record_is_read_back_as_written(chain: Chain, tmp_path: Path) -> None:
    path = tmp_path / "chain" / "deployment.json"
    chain.deployment.save(path)

    assert deployment.load(path) == chain.deployment
    assert [file.name for file in path.parent.iterdir()] == ["deployment.json"]
    with pytest.raises(DeploymentMissing):
        deployment.load(tmp_path / "other.json")


def test_the_node_it_was_made_on_passes(chain: Chain) -> None:
    chain.deployment.check(chain.rpc)
    assert chain.deployment.contract_at(chain.address("Kinds")) == "Kinds"
    assert chain.deployment.contract_at(bytes(20)) is None
    with pytest.raises(CallUnknown):
        chain.address("Nothing")


def test_another_genesis_other_code_and_another_chain_are_refused(chain: Chain) -> None:
    record = chain.deployment
    with pytest.raises(WrongChain):
        replace(record, chain_id=1).check(chain.rpc)
    with pytest.raises(WrongDeployment, match="genesis"):
        replace(record, genesis=bytes(32)).check(chain.rpc)
    with pytest.raises(WrongDeployment, match="Kinds"):
        replace(record, code_hashes={**record.code_hashes, "Kinds": bytes(32)}).check(chain.rpc)


def test_a_new_chain_with_the_same_id_is_another_deployment(
    chain: Chain, nodes: Callable[..., Node], embedded: Network
) -> None:
    node = nodes()
    node.start(genesis_time=1_700_000_000)
    with node.rpc() as rpc:
        government(rpc, embedded, Signer.random())
        with pytest.raises(WrongDeployment):
            chain.deployment.check(rpc)


def test_a_block_to_come_is_a_node_behind(chain: Chain) -> None:
    assert chain.block(0).hash == chain.deployment.genesis
    with pytest.raises(NodeBehind):
        chain.block(chain.block().number + 1)
