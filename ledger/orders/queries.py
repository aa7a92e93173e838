"""What is known of orders: on what they lie, whether they still bind, which one comes first."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from ledger.kit.ids import PartyId, RecordId, kind_of
from ledger.kit.numbers import OrderKind, OrderState
from ledger.orders.mirror import orders
from ledger.store.view import View, within


@dataclass(frozen=True, slots=True)
class Order:
    """A bar on ``thing``: a right (32 bytes), an asset or a party (16 bytes).

    ``over``: still recorded as live, though its date has passed: anybody may call ``expire``. ``queue``: 1 binds, the
    others wait behind it (轮候); 0 for one that ended.
    """

    order_id: RecordId
    thing: bytes
    on_party: bool
    issuer: PartyId
    kind: OrderKind
    until: int
    over: bool
    queue: int
    document: bytes
    state: OrderState
    laid: int
    renewed: int | None
    ended: int | None
    ending_document: bytes | None


def order(view: View, order: bytes) -> Order | None:
    """Return one order, None if it is unknown."""
    return next((one for one in _orders(view, order[:22]) if one.order_id == order), None)


def of_asset(view: View, asset: bytes) -> list[Order]:
    """Return the orders on an asset and on its rights, the oldest first."""
    return [one for one in _orders(view, asset[:16]) if not one.on_party]


def of_party(view: View, party: bytes) -> list[Order]:
    """Return the orders on a party, the oldest first."""
    return [one for one in _orders(view, party[:16]) if one.on_party]


def over(view: View) -> list[Order]:
    """Return the orders whose date has passed and whose end nobody has recorded."""
    rows = view.all(orders, orders.c.state == OrderState.LIVE, orders.c.until <= view.now)
    return [_order(view, row, 0) for row in rows]


def _orders(view: View, prefix: bytes) -> list[Order]:
    rows = view.all(orders, within(orders.c.order_id, prefix))
    queues: dict[bytes, int] = {}
    found = []
    for row in sorted(rows, key=lambda row: (row.block, row.log)):
        place = 0
        if row.state == OrderState.LIVE:
            place = queues[row.order_id[:22]] = queues.get(row.order_id[:22], 0) + 1
        found.append(_order(view, row, place))
    return found


def _order(view: View, row: Row[Any], queue: int) -> Order:
    state = OrderState(row.state)
    whole = row.party is not None or kind_of(row.right_id) == 0
    return Order(
        order_id=row.order_id,
        thing=row.order_id[:16] if whole else row.right_id,
        on_party=row.party is not None,
        issuer=row.issuer,
        kind=OrderKind(row.kind),
        until=row.until,
        over=state is OrderState.LIVE and row.until <= view.now,
        queue=queue,
        document=row.document,
        state=state,
        laid=row.laid,
        renewed=row.renewed,
        ended=row.ended,
        ending_document=row.ending_document,
    )
