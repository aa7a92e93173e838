"""A shelf on a real node, with a mirror of it that is right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.indexer.shelf import Node, World, fresh, play


@pytest.fixture(scope="module")
def honest(tool: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    node = Node.start(tool("anvil"))
    made = fresh(node.rpc, tmp_path_factory.mktemp("honest"))
    play(made)
    made.indexer.sync()
    yield made
    node.stop()
