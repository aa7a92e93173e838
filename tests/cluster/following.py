"""A mirror in a database that follows one node, in a thread, as `ledger up` does."""

from __future__ import annotations

from threading import Event, Thread

from ledger.chain.client import Chain
from ledger.chain.deployment import Deployment
from ledger.chain.network import Network
from ledger.indexer.opening import open_indexer
from ledger.store.db import reading
from ledger.store.digest import table_digest
from ledger.store.mirror import Checkpoint
from tests.cluster.validator import Validator

HARMLESS = {"errors.NodeDown", "errors.NodeGarbled", "errors.NodeBehind", "store.goes_on"}
"""What it may be told of: that its node is away, has come back, or is not yet where it was."""


class Follower:
    """``told``: the keys of all that the indexer said."""

    def __init__(self, deployment: Deployment, network: Network, url: str, node: Validator) -> None:
        self._deployment, self._network, self._url = deployment, network, url
        self.told: list[str] = []
        self._stop, self._thread = Event(), Thread()
        self.follow(node)

    def follow(self, node: Validator) -> None:
        """From here on this node is asked."""
        self.node = node
        self.indexer = open_indexer(
            Chain(node.rpc, self._deployment), self._network, self._url, lambda key, fields: self.told.append(key)
        )
        self.indexer.start()
        self.go()

    def go(self) -> None:
        self._stop = Event()
        self._thread = Thread(target=self.indexer.follow, args=(self._stop,), daemon=True)
        self._thread.start()

    def halt(self) -> None:
        self._stop.set()
        self._thread.join()

    def at(self) -> Checkpoint | None:
        with reading(self.indexer.mirror.engine) as connection:
            return self.indexer.mirror.checkpoint(connection)

    def digests(self) -> dict[str, bytes]:
        """Of every table."""
        mirror = self.indexer.mirror
        with reading(mirror.engine) as connection:
            return {table.name: table_digest(connection, table, mirror.chain_id) for table in mirror.tables}
