"""The indexer of one chain: ``sync`` reads up to the confirmed head, ``follow`` goes on, the rest makes it anew."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from ledger.chain.errors import NodeBehind, NodeDown, NodeRefused
from ledger.kit.locale import say
from ledger.store.db import reading, writing
from ledger.store.errors import ChainDiverged, OtherDatabase
from ledger.store.heal import heal
from ledger.store.mirror import Checkpoint, Mirror
from ledger.store.source import Source

Tell = Callable[[str, dict[str, object]], None]
"""Takes the key of a sentence (``store...``) and its fields."""

_LOG = logging.getLogger("ledger.indexer")


def log(key: str, fields: dict[str, object]) -> None:
    """Say it in the log, in English."""
    _LOG.warning(say(key, "en", **fields))


@dataclass
class Indexer:
    """One chain, one database, one writer.

    ``confirmations``: blocks that must follow before a block counts. ``embedded``: the node is ours and may have been
    killed, so the mirror goes back with it; elsewhere a node that lost blocks is a fault.
    """

    source: Source
    mirror: Mirror
    confirmations: int = 0
    embedded: bool = False
    tell: Tell = log
    _unchecked: set[bytes] = field(default_factory=set)

    def start(self) -> None:
        """Make the tables. Refuses a node or database of another chain: WrongChain, WrongDeployment, OtherDatabase."""
        self.source.chain.deployment.check(self.source.chain.rpc)
        self.mirror.create()
        self._checkpoint()

    def sync(self) -> int:
        """Read every confirmed block that is missing. Returns how many were read.

        Raises NodeDown, NodeBehind, ChainDiverged, ChainTorn; what was read before stays, in whole chunks.
        """
        chain = self.source.chain
        at = self._settled()
        first = chain.deployment.start_block if at is None else at.number + 1
        count, before = 0, None if at is None else at.hash
        for chunk in self.source.chunks(first, chain.rpc.height() - self.confirmations):
            if before is not None and chunk.headers[0].parent != before:
                raise ChainDiverged(chunk.headers[0].number - 1, before, chunk.headers[0].parent)
            with writing(self.mirror.engine) as connection:
                self._unchecked |= self.mirror.append(connection, chunk, self.source.origin)
            count, before = count + len(chunk.headers), chunk.headers[-1].hash
        self._compare_heads()
        return count

    def follow(self, stop: Event, pause: float = 0.1) -> None:
        """Sync again and again until ``stop`` is set; ``pause`` in seconds. A node that is down is waited for."""
        waiting = False
        while not stop.is_set():
            try:
                self.sync()
                waiting = False
            except NodeDown:
                if not waiting:
                    self.tell("store.node_down", {"url": self.source.chain.rpc.url})
                waiting = True
            stop.wait(1.0 if waiting else pause)

    def rebuild(self) -> int:
        """Mend ``blocks`` and ``events`` from the node, then make every projection again from ``events``.

        Returns how many stored rows were not what the node says. MirrorMissing before the first sync.
        """
        with writing(self.mirror.engine) as connection:
            mended = heal(connection, self.mirror, self.source)
            self._unchecked = self.mirror.replay(connection)
        self._compare_heads()
        return mended

    def resync(self) -> int:
        """Forget this chain's mirror and read it again from the deployment. Returns how many blocks were read."""
        self.source.chain.deployment.check(self.source.chain.rpc)
        self.mirror.create()
        with writing(self.mirror.engine) as connection:
            self.mirror.clear(connection)
        self._unchecked = set()
        return self.sync()

    def rewind(self, number: int) -> None:
        """Forget every block above ``number``; the next sync reads them again."""
        with writing(self.mirror.engine) as connection:
            self._unchecked = self.mirror.cut(connection, number)

    def _settled(self) -> Checkpoint | None:
        """Return the checkpoint, once it is known that the node has its block."""
        at = self._checkpoint()
        if at is None:
            return None
        header = self.source.header(at.number)
        if header is not None and header.hash == at.hash:
            return at
        if not self.embedded:
            if header is None:
                raise NodeBehind(at.number, self.source.chain.rpc.height())
            raise ChainDiverged(at.number, at.hash, header.hash)
        common = self._common(at.number)
        self.rewind(common)
        self.tell("store.rewound", {"before": at.number, "number": common})
        return self._checkpoint()

    def _common(self, top: int) -> int:
        """Return the last block that mirror and node share; the one before the deployment if there is none."""
        low, high = self.source.chain.deployment.start_block - 1, min(top, self.source.chain.rpc.height())
        with reading(self.mirror.engine) as connection:
            while low < high:
                middle = (low + high + 1) // 2
                shared = self.mirror.hash_at(connection, middle) == self.source.hash_at(middle)
                low, high = (middle, high) if shared else (low, middle - 1)
        return low

    def _checkpoint(self) -> Checkpoint | None:
        with reading(self.mirror.engine) as connection:
            at = self.mirror.checkpoint(connection)
        if at is not None and at.origin != self.source.origin:
            raise OtherDatabase(str(self.source.origin), str(at.origin))
        return at

    def _compare_heads(self) -> None:
        """Compare the heads that grew with the chain's; a difference breaks the subject, nothing else."""
        if not self._unchecked:
            return
        with reading(self.mirror.engine) as connection:
            at = self.mirror.checkpoint(connection)
            ours = self.mirror.heads(connection, self._unchecked)
        if at is None:
            return
        try:
            theirs = dict(zip(ours, self.source.heads(list(ours), at.number), strict=True))
        except NodeRefused:
            return  # the node no longer has that block's state: the next sync asks at a newer block
        broken = {subject for subject, head in ours.items() if theirs[subject] != head}
        if broken:
            with writing(self.mirror.engine) as connection:
                self.mirror.mark(connection, broken, True)
            self.tell("store.broken", {"subjects": ", ".join("0x" + subject.hex() for subject in sorted(broken))})
        self._unchecked = set()
