"""Last act: somebody with the database in hand alters one cell, so that `verify` has something to find.

It writes past the indexer on purpose: as nobody should, and as the page says that the demo did.
"""

from dataclasses import replace

from sqlalchemy import update

from ledger.assets.mirror import assets
from ledger.sample.record import Played
from ledger.store.db import writing
from ledger.store.mirror import Mirror
from ledger.store.schema import CHAIN
from ledger.store.view import viewing

__all__ = ["alter"]

_FACTOR = 10


def alter(mirror: Mirror, played: Played) -> Played:
    """Make the story's field ten times as large in SQL; returns the record with the cell, before and after."""
    asset = bytes.fromhex(played.asset[2:])
    with viewing(mirror) as view:
        row = view.one(assets, assets.c.asset == asset)
    assert row is not None, "the story's asset is mirrored"
    after = row.quantity * _FACTOR
    with writing(mirror.engine) as connection:
        own = (assets.c[CHAIN] == mirror.chain_id, assets.c.asset == asset)
        connection.execute(update(assets).where(*own).values(quantity=after))
    cell = {"table": assets.name, "key": {"asset": played.asset}, "column": "quantity"}
    return replace(played, altered={**cell, "before": row.quantity, "after": after})
