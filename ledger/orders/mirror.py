"""Orders as a table, whatever they lie on; and the catalogue of their kinds."""

from ledger.store.rules import Entry, Insert, Update, Upsert
from ledger.store.schema import B16, B32, INT, maybe, table

orders = table(
    "orders",
    key=("order_id",),
    indexes=(("party",), ("issuer",), ("state",)),
    order_id=B32,
    issuer=B16,
    kind=INT,
    until=INT,
    document=B32,
    state=INT,
    laid=INT,
    block=INT,
    log=INT,
    right_id=maybe(B32),
    party=maybe(B16),
    renewed=maybe(INT),
    ended=maybe(INT),
    ending_document=maybe(B32),
)
"""On a right, on an asset as a whole (``right_id`` is its id and zeros), or on a party. Live ones on one thing stand
in the order of ``block`` and ``log``: the first binds, the others wait (轮候)."""

order_kinds = table("order_kinds", key=("kind",), kind=INT, issuers=INT, max_days=INT)

TABLES = (orders, order_kinds)

_ORDER = ("order_id",)


def _rules(on: str) -> tuple[Entry, ...]:
    laid = {"laid": "$time", "block": "$block", "log": "$log"}
    ended = {"ended": "$time"}
    lifted = {**ended, "ending_document": "document"}
    return (
        Insert(f"Orders.{on}Laid", "orders", key=_ORDER, also=laid, constants={"state": 1}),
        Update(f"Orders.{on}Renewed", "orders", key=_ORDER, columns=("until",), also={"renewed": "$time"}),
        Update(f"Orders.{on}Lifted", "orders", key=_ORDER, columns=(), also=lifted, constants={"state": 2}),
        Update(f"Orders.{on}Expired", "orders", key=_ORDER, columns=(), also=ended, constants={"state": 3}),
    )


RULES: tuple[Entry, ...] = (
    *_rules("Order"),
    *_rules("PartyOrder"),
    Upsert("Kinds.OrderKindSet", "order_kinds", key=("kind",)),
)
