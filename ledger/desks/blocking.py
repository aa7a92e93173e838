"""What stands against an act on a thing: every bar by its cause, and whether its date has passed.

The contracts count bars and know no time: ``Barred`` may be an order or an offer that is over, on which anybody may
call ``expire`` (``closing``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ledger.assets import queries as assets
from ledger.kit.ids import PartyId, RecordId
from ledger.orders import queries as orders
from ledger.parties import queries as parties
from ledger.rights import queries as rights
from ledger.rights.queries import Right
from ledger.store.view import View
from ledger.transfers import queries as transfers


class On(StrEnum):
    """What a bar lies on, as seen from the thing that was asked for."""

    RIGHT = "right"
    ASSET = "asset"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class Bar:
    """``by``: the authority of an order, or the holder of an offer that is open. ``over``: ``expire`` would end it."""

    cause: RecordId
    on: On
    thing: bytes
    is_order: bool
    by: PartyId
    until: int
    over: bool


def blocking(view: View, thing: bytes) -> list[Bar]:
    """Return the bars on a right and on its asset and holder (32 bytes), or on an asset or a party (16 bytes)."""
    if len(thing) == 32 and any(thing[16:]):
        right = rights.right(view, thing)
        return [] if right is None else of_right(view, right)
    short = thing[:16]
    return [
        *_bars(view, On.ASSET, short, assets.bars(view, short)),
        *_bars(view, On.PARTY, short, parties.bars(view, short)),
    ]


def of_right(view: View, right: Right) -> list[Bar]:
    """Return the bars on a right, on its asset and on its holder."""
    asset = right.right_id[:16]
    return [
        *_bars(view, On.RIGHT, right.right_id, [lock.cause for lock in right.locks if lock.bars]),
        *_bars(view, On.ASSET, asset, assets.bars(view, asset)),
        *_bars(view, On.PARTY, right.holder, parties.bars(view, right.holder)),
    ]


def _bars(view: View, on: On, thing: bytes, causes: Iterable[bytes]) -> list[Bar]:
    found = []
    for cause in causes:
        order = orders.order(view, cause)
        if order is not None:
            found.append(Bar(order.order_id, on, thing, True, order.issuer, order.until, order.over))
            continue
        transfer = transfers.transfer(view, cause)
        assert transfer is not None, "orders and offers are all that bars"
        found.append(Bar(transfer.transfer, on, thing, False, transfer.holder, transfer.until, transfer.over))
    return found
