"""`ledger rebuild`, `resync`, `rewind`: the mirror made again, from its events, from the chain, or from a block on."""

import click

from ledger.cli.command import Io, command
from ledger.cli.opened import Opened, opened
from ledger.store.db import reading
from ledger.store.digest import mirror_digest


@command("rebuild")
def rebuild(io: Io) -> None:
    """Mend blocks and events from the node, then make every projection again."""
    own = opened()
    with own.writing():
        mended = own.indexer.rebuild()
        own.indexer.sync()
    _answer(io, own, "rebuilt", mended=mended)


@command("resync")
def resync(io: Io) -> None:
    """Forget this chain's mirror and read it again."""
    own = opened()
    with own.awake():
        with own.writing():
            blocks = own.unstarted.resync()
        lacking = len(missing(own))
        _answer(io, own, "resynced", blocks=blocks, missing=lacking)


@command("rewind")
@click.argument("block", type=click.IntRange(min=0))
def rewind(io: Io, block: int) -> None:
    """Forget every block above this one; the next sync reads them again."""
    own = opened()
    with own.writing():
        own.indexer.rewind(block)
    with reading(own.indexer.mirror.engine) as connection:
        at = own.indexer.mirror.checkpoint(connection)
    # A block that was not mirrored yet is nowhere to go back to.
    _answer(io, own, "rewound", block=block if at is None else at.number)


def missing(own: Opened) -> list[bytes]:
    """Return the documents that the chain names and this office does not hold."""
    from ledger.store.roots import document_roots

    with reading(own.indexer.mirror.engine) as connection:
        roots = document_roots(connection, own.indexer.mirror)
    return own.documents.missing(roots)


def _answer(io: Io, own: Opened, word: str, **numbers: int) -> None:
    mirror = own.indexer.mirror
    with reading(mirror.engine) as connection:
        digest = "0x" + mirror_digest(connection, mirror.tables, mirror.chain_id).hex()
    io.result({word: True, **numbers, "digest": digest}, [io.say(f"mirror.{word}", digest=digest, **numbers)])
