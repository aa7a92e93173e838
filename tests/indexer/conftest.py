"""A node for each test, and a deployed shelf on it, mirrored into each kind of database."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.indexer.shelf import Node, World, fresh
from tests.stores import Place


@pytest.fixture
def node(tool: Any) -> Iterator[Node]:
    started = Node.start(tool("anvil"))
    yield started
    started.stop()


@pytest.fixture
def made(node: Node, place: Place) -> Iterator[World]:
    world = fresh(node.rpc, place.mirror)
    yield world
    world.mirror.engine.dispose()
