"""The indexer of one chain: ``sync`` reads up to the confirmed head, ``follow`` goes on, the rest makes it anew."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from functools import partial
from threading import Event

from sqlalchemy import Connection

from ledger.chain.errors import NodeBehind
from ledger.indexer import heads
from ledger.indexer.heads import Compared
from ledger.kit.collecting import seldom
from ledger.kit.errors import LedgerError, of_system
from ledger.kit.locale import say
from ledger.store.behind import Behind, Step
from ledger.store.db import durable, reading
from ledger.store.errors import ChainDiverged, ChainTorn, OtherDatabase
from ledger.store.heal import heal
from ledger.store.joining import joined
from ledger.store.mirror import Batch, Checkpoint, Mirror
from ledger.store.source import Chunk, Source

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
    killed, so the mirror goes back with it; elsewhere a node that lost blocks is a fault. ``held``: subjects remembered
    between two comparisons of heads; a backfill makes more.
    """

    source: Source
    mirror: Mirror
    confirmations: int = 0
    embedded: bool = False
    tell: Tell = log
    held: int = 20_000
    _due: set[bytes] | None = None
    """Subjects whose heads are to be compared with the chain's: all that grew since they were, up to ``_known``. None:
    more than we hold, or another process wrote; then the database tells."""
    _known: int | None = None
    _indexed: bool = False

    def start(self) -> None:
        """Make the tables. Refuses a node or database of another chain: WrongChain, WrongDeployment, OtherDatabase."""
        self.source.chain.deployment.check(self.source.chain.rpc)
        self.mirror.create()
        self._checkpoint()

    @seldom()
    def sync(self) -> int:
        """Read every confirmed block that is missing. Returns how many were read.

        Raises NodeDown, NodeBehind, ChainDiverged, ChainTorn; what was read before stays, in whole chunks.
        """
        chain = self.source.chain
        at, height = self._settled()
        self._recall(at)
        first = chain.deployment.start_block if at is None else at.number + 1
        count, before = 0, None if at is None else at.hash
        with Behind(self.mirror.engine.dialect) as behind:
            for chunk in joined(self.source.chunks(first, height - self.confirmations)):
                if before is not None and chunk.headers[0].parent != before:
                    behind.wait()
                    if self.embedded:  # it was killed and is back while we read
                        return count + self.sync()
                    raise ChainDiverged(chunk.headers[0].number - 1, before, chunk.headers[0].parent)
                # What a chunk does is found out while the one before it is written.
                batch = self.mirror.batch(chunk)
                behind.then(partial(self._append, chunk, batch, before))
                behind.go()
                count, before = count + len(chunk.headers), chunk.headers[-1].hash
            if at is None or not self._indexed:
                behind.then(lambda: self._index)
            behind.go()
            found = self._compared()
        # One transaction writes at a time: the indexes are made by now.
        self._note(found)
        return count

    def follow(
        self, stop: Event, pause: float = 0.1, turn: Callable[[], AbstractContextManager[None]] = nullcontext
    ) -> None:
        """Sync again and again until ``stop`` is set; ``pause`` in seconds; ``turn`` is entered around each sync.

        Nothing that a person can mend ends it: what keeps it from reading is told once and tried again every
        second, be it a node or a database that is down, a full disk, or a chain that is not ours.
        """
        said = ""
        while not stop.is_set():
            try:
                with turn():
                    self.sync()
            except (LedgerError, OSError) as error:
                fault = error if isinstance(error, LedgerError) else of_system(error)
                if fault.code != said:
                    self.tell(f"errors.{fault.code}", fault.fields)
                said = fault.code
            else:
                if said:
                    self.tell("store.goes_on", {})
                said = ""
            stop.wait(1.0 if said else pause)

    @seldom()
    def rebuild(self) -> int:
        """Mend ``blocks`` and ``events`` from the node, then make every projection again from ``events``.

        Returns how many stored rows were not what the node says. MirrorMissing before the first sync.
        """
        with self.mirror.writing() as connection:
            durable(connection)
            mended = heal(connection, self.mirror, self.source)
            self.mirror.replay(connection)
            self._due, self._known = None, self._number(connection)
        self._note(self._compared())
        return mended

    def resync(self) -> int:
        """Forget this chain's mirror and read it again from the deployment. Returns how many blocks were read."""
        self.source.chain.deployment.check(self.source.chain.rpc)
        self.mirror.renew()
        with self.mirror.writing() as connection:
            self.mirror.clear(connection)
        return self.sync()

    @seldom()
    def rewind(self, number: int) -> None:
        """Forget every block above ``number``; the next sync reads them again."""
        with self.mirror.writing() as connection:
            durable(connection)
            self.mirror.cut(connection, number)
            self._due, self._known = None, self._number(connection)

    def _append(self, chunk: Chunk, batch: Batch, before: bytes | None) -> Step:
        """Write a chunk; what is returned commits it."""
        with ExitStack() as transaction:
            connection = transaction.enter_context(self.mirror.writing())
            grown = self.mirror.append(connection, chunk, batch, self.source.origin, before)
            return partial(self._commit, transaction.pop_all(), chunk.headers[-1].number, grown)

    def _commit(self, transaction: ExitStack, number: int, grown: set[bytes]) -> None:
        transaction.close()
        if self._due is not None:
            self._due |= grown
            if len(self._due) > self.held:
                self._due = None
        self._known = number

    def _index(self) -> None:
        self.mirror.index()
        self._indexed = True

    def _settled(self) -> tuple[Checkpoint | None, int]:
        """Return the checkpoint, once it is known that the node has its block, and the node's height."""
        at = self._checkpoint()
        if at is None:
            return None, self.source.chain.rpc.height()
        header, height = self.source.tip(at.number)
        if header is not None and header.hash == at.hash:
            return at, height
        # Another chain, or one without our contracts, is not ours gone backwards.
        rpc = self.source.chain.rpc
        self.source.chain.deployment.check(rpc)
        height = rpc.height()
        if header is None and height >= at.number:
            raise ChainTorn(at.number, height)
        if not self.embedded:
            if header is None:
                raise NodeBehind(at.number, height)
            raise ChainDiverged(at.number, at.hash, header.hash)
        common = self._common(at.number)
        self.rewind(common)
        self.tell("store.rewound", {"before": at.number, "number": common})
        return self._checkpoint(), rpc.height()

    def _common(self, top: int) -> int:
        """Return the last block that mirror and node share; the one before the deployment if there is none."""
        low, high = self.source.chain.deployment.start_block - 1, min(top, self.source.chain.rpc.height())
        with reading(self.mirror.engine) as connection:
            while low < high:
                middle = (low + high + 1) // 2
                theirs = self.source.hash_at(middle)
                if theirs is None:
                    raise ChainTorn(middle, top)
                shared = self.mirror.hash_at(connection, middle) == theirs
                low, high = (middle, high) if shared else (low, middle - 1)
        return low

    def _checkpoint(self) -> Checkpoint | None:
        with reading(self.mirror.engine) as connection:
            at = self.mirror.checkpoint(connection)
        if at is not None and at.origin != self.source.origin:
            raise OtherDatabase(str(self.source.origin), str(at.origin))
        return at

    def _number(self, connection: Connection) -> int | None:
        at = self.mirror.checkpoint(connection)
        return None if at is None else at.number

    def _recall(self, at: Checkpoint | None) -> None:
        """Learn which heads are due when another process, or one that was killed, wrote what we do not know of."""
        number = None if at is None else at.number
        if self._known != number:
            self._due, self._known = None, number

    def _compared(self) -> Compared | None:
        return None if self._due == set() else heads.compare(self.mirror, self.source, self._due)

    def _note(self, found: Compared | None) -> None:
        """Keep what the comparison of heads found; a difference breaks the subject, nothing else."""
        if found is None:
            return
        heads.note(self.mirror, found)
        if found.broken:
            self.tell("store.broken", {"subjects": ", ".join("0x" + one.hex() for one in sorted(found.broken))})
        self._due = set()
