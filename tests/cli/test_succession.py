"""`ledger chain succeed`: announced by the governor, completed after the delay, the record exchanged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from ledger.chain import clock, deployment, network
from ledger.chain.client import Chain
from ledger.chain.deploy import Foundation, deploy
from ledger.chain.keystore import DemoKeystores
from ledger.chain.node import Node
from ledger.chain.signer import Signer
from ledger.cli.command import Settings
from ledger.cli.main import root
from ledger.kit.numbers import Capability

pytestmark = pytest.mark.node
PROFILE = network.load("embedded")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home whose chain began a year ago, so that its time can pass; the governor's key lies in it."""
    node = Node(tmp_path / "chain", PROFILE, port=0)
    node.start(genesis_time=clock.wall() - 365 * 86_400)
    with node.rpc() as rpc:
        governor = DemoKeystores(tmp_path / "keystores", rpc).provide("governor")
        record = deploy(rpc, PROFILE, Foundation(governor.address, Signer.random().address))
        record.save(tmp_path / "chain" / "deployment.json")
        yield tmp_path
    node.stop()


def run(home: Path, *words: str) -> Result:
    environment = {"LEDGER_HOME": str(home), "LEDGER_NETWORK": "embedded"}
    given = ["chain", "succeed", *words, "--json"]
    return CliRunner().invoke(root, given, obj=Settings("en"), env=environment)


def test_it_is_announced_and_completed_after_the_delay(home: Path) -> None:
    old = deployment.load(home / "chain" / "deployment.json")
    announced = orjson.loads(run(home, "Mortgages", "--key", "governor").stdout)
    assert deployment.load(home / "chain" / "deployment.json") == old
    words = announced["then"].split()[3:]
    early = run(home, *words)
    assert early.exit_code == 1
    assert orjson.loads(early.stdout)["error"]["code"] == "AccessManagerNotReady"

    Node(home / "chain", PROFILE).advance(PROFILE.delays.government + 1)
    assert run(home, *words).exit_code == 0
    new = deployment.load(home / "chain" / "deployment.json")
    assert "0x" + new.address("Mortgages").hex() == announced["successor"]
    assert [(one.name, one.address) for one in new.former] == [("Mortgages", old.address("Mortgages"))]
    with Node(home / "chain", PROFILE).rpc() as rpc:
        chain = Chain(rpc, new)
        held = [
            chain.view("Enrolments", "capabilities", at) for at in (old.address("Mortgages"), new.address("Mortgages"))
        ]
    assert held == [Capability.APPEND, Capability.APPEND | Capability.LOCK]


def test_the_kernel_is_no_choice(home: Path) -> None:
    assert run(home, "Rights", "--key", "governor").exit_code == 2
