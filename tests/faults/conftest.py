"""A node, a liar in front of it, and one mirror that is read through either."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.chain.rpc import Rpc
from ledger.store.db import sqlite_url
from tests.faults.proxy import Proxy
from tests.indexer.shelf import Node, World, deploy, world


@pytest.fixture
def node(tool: Any) -> Iterator[Node]:
    started = Node.start(tool("anvil"))
    yield started
    started.stop()


@pytest.fixture
def proxy(node: Node) -> Iterator[Proxy]:
    with Proxy(node.rpc.url) as between:
        yield between


@pytest.fixture
def honest(node: Node, tmp_path: Path) -> World:
    """The truth: the node itself, and the mirror that the others use through the proxy."""
    made = world(node.rpc, deploy(node.rpc), sqlite_url(tmp_path / "mirror.db"))
    made.mirror.create()
    return made


@pytest.fixture
def lied(honest: World, proxy: Proxy) -> Iterator[World]:
    """The same mirror, read through the proxy."""
    url = honest.mirror.engine.url.render_as_string(hide_password=False)
    with Rpc(proxy.url, timeout=5) as rpc:
        yield world(rpc, honest.chain.deployment, url)
