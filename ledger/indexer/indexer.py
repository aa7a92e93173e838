"""The indexer of one chain: ``sync`` reads up to the confirmed head, ``follow`` goes on, the rest makes it anew."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from threading import Event

from sqlalchemy import Connection

from ledger.chain.errors import NodeBehind, NodeRefused
from ledger.kit.collecting import seldom
from ledger.kit.errors import LedgerError, of_system
from ledger.kit.locale import say
from ledger.store.db import durable, reading
from ledger.store.dossiers import State
from ledger.store.errors import ChainDiverged, ChainTorn, OtherDatabase
from ledger.store.heal import heal
from ledger.store.mirror import Checkpoint, Mirror
from ledger.store.source import Source

Tell = Callable[[str, dict[str, object]], None]
"""Takes the key of a sentence (``store...``) and its fields."""

_LOG = logging.getLogger("ledger.indexer")
_AT_ONCE = 3_000
"""Heads that are compared at once: enough for all requests in flight, little enough for memory."""


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
    _due: set[bytes] = field(default_factory=set)
    """Subjects whose heads are to be compared with the chain's: all that grew since they were, up to ``_known``."""
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
        for chunk in self.source.chunks(first, height - self.confirmations):
            if before is not None and chunk.headers[0].parent != before:
                if self.embedded:  # it was killed and is back while we read
                    return count + self.sync()
                raise ChainDiverged(chunk.headers[0].number - 1, before, chunk.headers[0].parent)
            with self.mirror.writing() as connection:
                self._due |= self.mirror.append(connection, chunk, self.source.origin, before)
            self._known = chunk.headers[-1].number
            count, before = count + len(chunk.headers), chunk.headers[-1].hash
        if at is None or not self._indexed:
            self.mirror.index()
            self._indexed = True
        self._compare_heads()
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
            self._due, self._known = self.mirror.replay(connection), self._number(connection)
        self._compare_heads()
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
            self._due, self._known = self.mirror.cut(connection, number), self._number(connection)

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
            with reading(self.mirror.engine) as connection:
                self._due, self._known = self.mirror.due(connection), number

    def _compare_heads(self) -> None:
        """Compare the heads that grew with the chain's; a difference breaks the subject, nothing else."""
        if not self._due:
            return
        with reading(self.mirror.engine) as connection:
            at = self.mirror.checkpoint(connection)
            if at is None:
                return
            try:
                broken, mended = self._compared(connection, at.number)
                if broken and self.source.hash_at(at.number) != at.hash:
                    return  # these are the heads of another history: the next sync sees to it
            except NodeRefused:
                return  # the node no longer has that block's state: the next sync asks at a newer block
        with self.mirror.writing() as connection:
            if broken or mended:
                durable(connection)
            self.mirror.mark(connection, broken, True)
            self.mirror.mark(connection, mended, False)
            self.mirror.set_compared(connection, at.number)
        if broken:
            self.tell("store.broken", {"subjects": ", ".join("0x" + subject.hex() for subject in sorted(broken))})
        self._due = set()

    def _compared(self, connection: Connection, block: int) -> tuple[set[bytes], set[bytes]]:
        """Return the subjects that are due and differ, and those that no longer do; a few thousand are held at once."""
        broken: set[bytes] = set()
        mended: set[bytes] = set()
        due = sorted(self._due)
        for start in range(0, len(due), _AT_ONCE):
            ours = self.mirror.states(connection, due[start : start + _AT_ONCE])
            differing = self._differing(ours, block)
            # Asked again: one confused answer of a node is no reason for an alarm.
            differing = self._differing({subject: ours[subject] for subject in differing}, block)
            broken |= differing
            mended |= {subject for subject, state in ours.items() if state.broken} - differing
        return broken, mended

    def _differing(self, ours: dict[bytes, State], block: int) -> set[bytes]:
        theirs = self.source.heads(list(ours), block)
        pairs = zip(ours.items(), theirs, strict=True)
        return {subject for (subject, state), head in pairs if state.head != head}
