"""The sample, played once for all stories that begin where it ends; and what every step of a story must leave whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner, Result

from ledger.audit.verify import verify
from ledger.chain.node import Node
from ledger.cli.command import Settings
from ledger.cli.main import root
from ledger.store.office import open_office
from tests.county import County


@dataclass
class Shell:
    """`ledger` on one home. `run` gives exit code and output; `json` the one document on stdout."""

    home: Path

    def run(self, *words: str, code: int = 0, lang: str = "en", **environment: str) -> Result:
        """Run a command that must end with this exit code."""
        given = {"LEDGER_HOME": str(self.home), "LEDGER_NETWORK": "embedded", **environment}
        result = CliRunner().invoke(root, [*words, "--lang", lang], obj=Settings("zh"), env=given)
        assert result.exit_code == code, (words, result.output, result.stderr, result.exception)
        return result

    def json(self, *words: str, code: int = 0, **environment: str) -> dict[str, Any]:
        """Run it with --json."""
        found: dict[str, Any] = orjson.loads(self.run(*words, "--json", code=code, **environment).stdout)
        return found


@dataclass
class Sample:
    """The sample as `ledger up` leaves it. `behind`: a copy of the chain's folder as it was then."""

    shell: Shell
    behind: Path
    asset: str
    node: Node


@pytest.fixture(scope="session")
def sample(tool: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    from ledger.chain import network
    from ledger.cli.opened import Opened
    from ledger.cli.serving import prepare
    from ledger.kit.home import Home
    from ledger.sample.record import load

    tool("anvil")
    folder = tmp_path_factory.mktemp("sample")
    own = Opened(Home(folder / "home").ready(), network.load("embedded"))
    prepare(own, lambda key, fields: None).close()
    own.close()
    own.node.stop()
    shutil.copytree(own.home.chain, folder / "behind")
    own.node.start()
    played = load(own.home)
    assert played is not None
    yield Sample(Shell(own.home.root), folder / "behind", played.asset, own.node)
    own.node.stop()


@pytest.fixture(scope="session")
def whole(county: County, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], None]:
    """Call it after a step: the mirror follows, and every table and every dossier's head is what the chain says."""
    office = open_office(f"sqlite:///{tmp_path_factory.mktemp('whole') / 'office.db'}")

    def check() -> None:
        county.indexer.sync()
        verdict = verify(county.indexer.mirror, county.indexer.source, office)
        assert verdict.ok, verdict.findings

    return check


@pytest.fixture
def unused_port() -> int:
    from ledger.chain.process import free_port

    return free_port(0)
