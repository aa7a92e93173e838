"""One state of the mirror, to read from: what every query takes.

What time alone decides (a term that is over, an offer that ran out) is computed against ``now``, the time of the last
mirrored block, never stored and never read from a clock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, select

from ledger.store import base
from ledger.store.db import reading
from ledger.store.errors import MirrorMissing
from ledger.store.mirror import Mirror
from ledger.store.raw import Decoder
from ledger.store.schema import CHAIN

PAGE = 50
"""Rows of a page where nobody says how many."""


@dataclass(frozen=True, slots=True)
class View:
    """The mirror as of one block. ``now``: that block's time, UTC seconds."""

    connection: Connection
    chain_id: int
    block: int
    now: int
    decoder: Decoder

    def select(self, table: Table, *where: ColumnElement[bool]) -> Select[Any]:
        """Return a query of whole rows of this chain."""
        return select(table).where(table.c[CHAIN] == self.chain_id, *where)

    def all(self, table: Table, *where: ColumnElement[bool]) -> list[Row[Any]]:
        """Return rows of this chain in the order of their key."""
        return self.rows(self.select(table, *where).order_by(*table.primary_key.columns))

    def one(self, table: Table, *where: ColumnElement[bool]) -> Row[Any] | None:
        """Return the row that the conditions single out, None where there is none."""
        return self.connection.execute(self.select(table, *where)).first()

    def rows(self, query: Select[Any]) -> list[Row[Any]]:
        """Run a query that already names the chain."""
        return list(self.connection.execute(query))


@contextmanager
def viewing(mirror: Mirror) -> Iterator[View]:
    """Read one state of a mirror, whatever is written meanwhile. MirrorMissing before the first block."""
    with reading(mirror.engine) as connection:
        at = mirror.checkpoint(connection)
        if at is None:
            raise MirrorMissing(mirror.chain_id)
        head = (base.blocks.c[CHAIN] == mirror.chain_id, base.blocks.c.number == at.number)
        now: int = connection.execute(select(base.blocks.c.time).where(*head)).scalar_one()
        yield View(connection, mirror.chain_id, at.number, now, mirror.decoder)


def within(column: ColumnElement[Any], prefix: bytes) -> ColumnElement[bool]:
    """Ids of 32 bytes that begin with these bytes: the rights of an asset, the mortgages of a right."""
    return column.between(prefix.ljust(32, b"\0"), prefix.ljust(32, b"\xff"))


def leading(column: ColumnElement[Any], size: int) -> ColumnElement[Any]:
    """The first bytes of an id: 16 name its asset, 22 its right."""
    return func.substr(column, 1, size)
