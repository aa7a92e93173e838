"""Along the chain: each part is proved, compared with ``blocks`` and ``events``, and its logs handed on."""

from collections.abc import Iterator

from sqlalchemy import Connection

from ledger.audit.asked import Asked
from ledger.audit.compare import Comparison
from ledger.audit.findings import Finding
from ledger.audit.progress import Tell
from ledger.audit.proof import Proof, Proven
from ledger.store import base, stored
from ledger.store.errors import ChainTorn
from ledger.store.mirror import Mirror
from ledger.store.raw import Raw
from ledger.store.schema import CHAIN
from ledger.store.source import Source


class Walk:
    """From block ``first``, whose parent is ``before`` where that is known. ``findings``: what the node said falsely;
    ``blocks``, ``events``: the tables; ``tip``: the hash of the last block of the mirror, as proved."""

    def __init__(
        self, mirror: Mirror, source: Source, connection: Connection, first: int, before: bytes | None = None
    ) -> None:
        self.asked = Asked(source.chain.rpc, source.writers)
        self.blocks = Comparison(base.blocks, mirror.chain_id)
        self.events = Comparison(base.events, mirror.chain_id)
        self.findings: list[Finding] = []
        self.tip = b""
        self._proof = Proof(mirror.chain_id, source.writers, before)
        self._chain = mirror.chain_id
        self._connection = connection
        self._next = first

    def compared(self, last: int, tell: Tell) -> Iterator[tuple[Raw, int]]:
        """Compare all blocks up to ``last``. Yields their logs in order, each with its block's time."""
        first = self._next
        for proven, rows in self._proven(last):
            low, high = proven.headers[0].number, proven.headers[-1].number
            self.blocks.part(((self._chain, *header) for header in proven.headers), rows)
            where = base.events.c[CHAIN] == self._chain, base.events.c.block.between(low, high)
            found = stored.rows(self._connection, base.events, *where, by_key=True)
            self.events.part(((self._chain, *raw) for raw in proven.logs), found)
            self.tip = proven.headers[-1].hash
            yield from _timed(proven)
            tell("chain", high + 1 - first, last + 1 - first)

    def beyond(self, last: int) -> Iterator[tuple[Raw, int]]:
        """Yield the logs of the blocks up to ``last``, which the mirror need not hold yet.

        ChainTorn when they do not hold together: above the confirmed line that is no lie.
        """
        first, before = self._next, len(self.findings)
        for proven, _ in self._proven(last):
            if len(self.findings) > before:
                raise ChainTorn(first, last)
            yield from _timed(proven)

    def _proven(self, last: int) -> Iterator[tuple[Proven, list[stored.Row]]]:
        """Part after part, each with the stored rows of its blocks."""
        for part in self.asked.parts(self._next, last):
            low, high = part.first, part.first + len(part.headers) - 1
            where = base.blocks.c[CHAIN] == self._chain, base.blocks.c.number.between(low, high)
            rows = list(stored.rows(self._connection, base.blocks, *where, by_key=True))
            proven = self._proof.prove(part, {row[1]: row for row in rows if isinstance(row[1], int)})
            self.findings.extend(proven.findings)
            self._next = high + 1
            yield proven, rows


def _timed(proven: Proven) -> Iterator[tuple[Raw, int]]:
    times = {header.number: header.time for header in proven.headers}
    for raw in proven.logs:
        yield raw, times[raw.block]
