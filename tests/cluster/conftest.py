"""The network that all these tests share, and the village whose story it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger.chain import network
from tests.certificates.judges import Judges
from tests.cluster.cluster import Cluster
from tests.cluster.geth import build
from tests.cluster.shire import Shire
from tests.county import Body
from tests.stores import Places


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(build(), tmp_path_factory.mktemp("cluster"), network.load("test"))
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def shire(cluster: Cluster, places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shire]:
    made = Shire(cluster, tmp_path_factory.mktemp("shire"), places)
    yield made
    for one in made.followers:
        one.halt()


@pytest.fixture(scope="session")
def village(shire: Shire) -> Body:
    return shire.village()


@pytest.fixture(scope="session")
def judges(tool: Callable[[str], Path]) -> Iterator[Judges]:
    both = Judges(tool("node"))
    yield both
    both.close()
