"""A node for each test, and a deployed shelf on it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.indexer.shelf import Node, World, fresh


@pytest.fixture
def node(tool: Any) -> Iterator[Node]:
    started = Node.start(tool("anvil"))
    yield started
    started.stop()


@pytest.fixture
def made(node: Node, tmp_path: Path) -> World:
    return fresh(node.rpc, tmp_path)
