"""What is wrong outside: each fault is one clear sentence and exit 1, and nothing is half-written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.chain import network
from ledger.chain.node import Node
from tests.county import County
from tests.flows.conftest import Sample

pytestmark = pytest.mark.node


def stored(home: Path) -> list[str]:
    """Every row of the mirror and of the office, as SQL."""
    rows: list[str] = []
    for name in ("mirror.db", "office.db"):
        with closing(sqlite3.connect(home / name)) as connection:
            rows += connection.iterdump()
    return rows


def fault(sample: Sample, *words: str, **environment: str) -> str:
    """The code of the error that a command ends with; its sentence goes to stderr, no traceback, no row changes."""
    before = stored(sample.shell.home)
    result = sample.shell.run(*words, "--json", code=1, **environment)
    assert stored(sample.shell.home) == before
    assert "Traceback" not in result.output
    import orjson

    error = orjson.loads(result.stdout)["error"]
    assert error["says"] in result.stderr
    assert "\n" in error["says"] or error["says"].endswith(".")
    return str(error["code"])


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Node]:
    """A node of another chain."""
    node = Node(tmp_path / "chain", replace(network.load("embedded"), chain_id=31_999), port=0)
    node.start()
    yield node
    node.stop()


@pytest.fixture
def late(sample: Sample) -> Iterator[Node]:
    """A node of the same chain that has not seen its newest blocks."""
    node = Node(sample.behind, network.load("embedded"), port=0)
    node.start()
    yield node
    node.stop()


@pytest.mark.parametrize("words", [["verify"], ["chain", "status"], ["asset", "show", "0x" + "00" * 16], ["resync"]])
def test_the_node_is_down(sample: Sample, words: list[str]) -> None:
    assert fault(sample, *words, LEDGER_RPC="http://127.0.0.1:9") == "NodeDown"
    sample.shell.run("chain", "status")


def test_the_node_serves_another_chain(sample: Sample, stranger: Node) -> None:
    assert fault(sample, "verify", LEDGER_RPC=stranger.url) == "WrongChain"


def test_the_node_serves_another_deployment(sample: Sample, county: County) -> None:
    assert fault(sample, "resync", LEDGER_RPC=county.rpc.url) == "WrongDeployment"


def test_the_node_is_behind(sample: Sample, late: Node) -> None:
    before = sample.shell.json("chain", "status")["block"]
    with sample.node.rpc() as rpc:
        rpc.call("anvil_mine", "0x3")
    assert sample.shell.json("chain", "status")["mirrored"] == before + 3
    assert fault(sample, "verify", LEDGER_RPC=late.url) == "NodeBehind"


def test_the_database_is_of_another_deployment(sample: Sample, county: County) -> None:
    county.indexer.sync()
    other = county.indexer.mirror.engine.url.render_as_string(hide_password=False)
    assert fault(sample, "chain", "status", LEDGER_MIRROR=other) == "OtherDatabase"


def test_nothing_was_deployed_yet(sample: Sample, tmp_path: Path) -> None:
    assert fault(sample, "verify", LEDGER_HOME=str(tmp_path)) == "DeploymentMissing"
