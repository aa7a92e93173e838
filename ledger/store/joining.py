"""Chunks joined into larger ones: what is written in one transaction touches a page of the database once.

Ids are hashes, so rows lie all over a large file: twice as many in a transaction touch less than twice as many pages,
and what happens to one row meanwhile is written once. Larger requests would do the same at ten times the memory.
"""

from collections.abc import Iterable, Iterator

from ledger.kit.errors import LedgerError
from ledger.store.source import Chunk

AT_ONCE = 20_000
"""Logs that are written in one transaction, when there are so many."""


def joined(chunks: Iterable[Chunk], wanted: int = AT_ONCE) -> Iterator[Chunk]:
    """Yield the same blocks in fewer chunks, of ``wanted`` logs or a little more each.

    Only what follows each other is joined. What was read before a fault comes first, then the fault.
    """
    held: Chunk | None = None
    try:
        for chunk in chunks:
            if held is None:
                held = chunk
            elif chunk.headers[0].parent == held.headers[-1].hash:
                held = Chunk(held.headers + chunk.headers, held.logs + chunk.logs)
            else:
                yield held
                held = chunk
            if len(held.logs) >= wanted:
                yield held
                held = None
    except LedgerError:
        if held is not None:
            yield held
        raise
    if held is not None:
        yield held
