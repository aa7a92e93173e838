"""A county to play stories in, on the embedded node: the chain began years ago and its time is moved by the tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.chain.network import Network
from ledger.chain.node import Node
from ledger.chain.rpc import Rpc
from ledger.indexer.opening import open_indexer
from ledger.store.view import View, viewing
from tests.cast import COUNTY, DAY, MANDATE, PAPERS, VILLAGE, YEAR, Body, refused
from tests.realm import Realm
from tests.twin import Twin

__all__ = ["COUNTY", "DAY", "MANDATE", "PAPERS", "VILLAGE", "YEAR", "Body", "County", "refused"]


class County(Realm):
    """On the embedded node."""

    def __init__(self, node: Node, rpc: Rpc, network: Network, folder: Path, twin: str = "") -> None:
        """``twin``: URL of a second database that mirrors the same chain; then every view asks both."""
        self.node = node
        super().__init__(rpc, network, folder)
        self.twin = open_indexer(self.chain, network, twin) if twin else None
        if self.twin is not None:
            self.twin.start()

    @contextmanager
    def view(self) -> Iterator[View]:
        """As both mirrors have it."""
        with super().view() as view:
            if self.twin is None:
                yield view
                return
            self.twin.sync()
            with viewing(self.twin.mirror) as other:
                yield Twin.of(view, other)
