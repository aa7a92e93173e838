"""What every test may use: what the machine must have, and what to do when it has not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.county import County
    from tests.postgres import Server
    from tests.stores import Place, Places

ROOT = Path(__file__).resolve().parent.parent
# No test is timed: a busy machine is no fault. Speed is `scripts/bench`'s.
settings.register_profile("ledger", deadline=None)
settings.load_profile("ledger")


def lacking(reason: str) -> NoReturn:
    """Skips the test that calls it; in CI, where nothing may be lacking, fails it. `reason`: what is missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must not lack this: {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def tool() -> Callable[[str], Path]:
    """`tool("anvil")`: the path of a program from node_modules or PATH; skips, or in CI fails, when there is none."""

    def find(name: str) -> Path:
        path = shutil.which(name, path=f"{ROOT / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}")
        if path is None:
            lacking(f"{name} is neither in node_modules nor in PATH")
        return Path(path)

    return find


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of the session's own; skips, or in CI fails, where none can be started."""
    from tests.postgres import serve

    yield from serve()


@pytest.fixture(scope="session")
def places(request: pytest.FixtureRequest) -> Places:
    """`places("sqlite" | "postgresql", folder)`: where a mirror and an office may lie. The server starts if need be."""
    from tests.stores import places

    return places(lambda: request.getfixturevalue("postgres"))


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, places: Places, tmp_path: Path) -> Iterator[Place]:
    """An empty mirror and an empty office; the test runs once on each kind of database."""
    made = places(request.param, tmp_path)
    server = request.getfixturevalue("postgres") if made.kind == "postgresql" else None
    yield made
    if server is not None:  # a few hundred of them would fill the disk
        server.drop(made.mirror)


@pytest.fixture(scope="session")
def county(tool: Callable[[str], Path], places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """One whole deployment for the stories of all concepts, on a chain that began twenty years ago.

    Where a PostgreSQL can be had, everything that the stories ask is asked of both databases.
    """
    # Only here: most tests need nothing of it.
    from ledger.chain import clock, network
    from ledger.chain.node import Node
    from tests.county import YEAR, County

    tool("anvil")
    folder, embedded = tmp_path_factory.mktemp("county"), network.load("embedded")
    node = Node(folder / "chain", embedded, port=0)
    try:
        twin = places("postgresql", folder).mirror
    except pytest.skip.Exception:
        twin = ""
    node.start(genesis_time=clock.wall() - 20 * YEAR)
    with node.rpc() as rpc:
        yield County(node, rpc, embedded, folder, twin)
    node.stop()
