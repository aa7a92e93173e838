"""`ledger chain deploy` on a real node: a ledger with the bureau as its one founder, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner

from ledger.chain import clock, network
from ledger.chain.client import Chain
from ledger.chain.deployment import load
from ledger.chain.node import Node
from ledger.cli.command import Settings
from ledger.cli.main import root
from ledger.kit.home import Home
from ledger.kit.jurisdiction import parse
from ledger.kit.numbers import PartyKind, Role

pytestmark = pytest.mark.node

GOVERNOR, GUARDIAN, ADMIN = ("0x" + byte * 20 for byte in ("a1", "b2", "c3"))
WORDS = ["--governor", GOVERNOR, "--guardian", GUARDIAN, "--bureau-admin", ADMIN, "--area", "330110"]


@pytest.fixture(scope="module")
def node(tool: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A chain without contracts."""
    tool("anvil")
    found = Node(tmp_path_factory.mktemp("deploy"), network.load("embedded"), port=0)
    found.start()
    yield found
    found.stop()


def run(node: Node, home: Path, *words: str, code: int = 0) -> dict[str, Any]:
    given = {"LEDGER_HOME": str(home), "LEDGER_NETWORK": "embedded", "LEDGER_RPC": node.url}
    said = CliRunner().invoke(root, [*words, "--json"], obj=Settings("en"), env=given)
    assert said.exit_code == code, said.output
    found: dict[str, Any] = orjson.loads(said.stdout)
    return found


def test_a_ledger_with_one_founder_is_placed_and_recorded(node: Node, tmp_path: Path) -> None:
    found = run(node, tmp_path, "chain", "deploy", *WORDS)
    path = Home(tmp_path).chain / "deployment.json"
    assert found == {"deployment": str(path)}

    record = load(path)
    with node.rpc() as rpc:
        record.check(rpc)
        chain = Chain(rpc, record)
        office = chain.view("Postings", "posting", bytes.fromhex(ADMIN[2:]))
        party = chain.view("Parties", "party", office["party"])
        governs = chain.view("AccessManager", "hasRole", 1, bytes.fromhex(GOVERNOR[2:]))
        guards = chain.view("AccessManager", "hasRole", 2, bytes.fromhex(GUARDIAN[2:]))
    assert (office["roles"], office["area"]) == (1 << Role.ADMIN, parse("330110"))
    assert office["until"] > clock.wall() + 3 * 365 * 86_400
    assert (party["kind"], party["area"]) == (PartyKind.BUREAU, parse("330110"))
    assert (governs, guards) == ((True, 86_400), (True, 0))

    # The other commands take it from there.
    assert run(node, tmp_path, "chain", "status")["start_block"] == record.start_block
    assert run(node, tmp_path, "verify")["ok"]
    assert run(node, tmp_path, "documents") == {"missing": []}


def test_a_home_holds_one_deployment(node: Node, tmp_path: Path) -> None:
    run(node, tmp_path, "chain", "deploy", *WORDS)
    path = Home(tmp_path).chain / "deployment.json"
    before = path.read_bytes()
    with node.rpc() as rpc:
        height = rpc.height()
        assert run(node, tmp_path, "chain", "deploy", *WORDS, code=1)["error"]["code"] == "DeploymentExists"
        assert rpc.height() == height
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("option", "value", "error"),
    [
        ("--governor", "0x12", "IdMalformed"),
        ("--bureau-admin", "Li", "IdMalformed"),
        ("--area", "33x", "JurisdictionMalformed"),
    ],
)
def test_what_is_malformed_places_nothing(node: Node, tmp_path: Path, option: str, value: str, error: str) -> None:
    words = [*WORDS, option, value]
    with node.rpc() as rpc:
        height = rpc.height()
        assert run(node, tmp_path, "chain", "deploy", *words, code=1)["error"]["code"] == error
        assert rpc.height() == height
    assert not (Home(tmp_path).chain / "deployment.json").exists()


def test_a_deployment_that_broke_off_is_no_ledger_and_is_begun_anew(node: Node, tmp_path: Path) -> None:
    home = Home(tmp_path).ready()
    home.chain.mkdir()
    home.chain.chmod(0o700)
    # The record cannot be written: the contracts that were placed are nobody's.
    (home.chain / "deployment.draft").mkdir()
    assert run(node, tmp_path, "chain", "deploy", *WORDS, code=1)["error"]["code"] == "FileRefused"
    assert run(node, tmp_path, "chain", "status", code=1)["error"]["code"] == "DeploymentMissing"
    (home.chain / "deployment.draft").rmdir()
    run(node, tmp_path, "chain", "deploy", *WORDS)
    assert run(node, tmp_path, "documents") == {"missing": []}
