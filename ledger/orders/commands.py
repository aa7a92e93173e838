"""What can be done with orders, as calls that an authority's officers sign; expiry anybody."""

from dataclasses import dataclass

from ledger.chain.client import Call, Chain
from ledger.kit.ids import AssetId, PartyId, RecordId, RightId, record_id
from ledger.kit.keccak import left
from ledger.kit.numbers import OrderKind


@dataclass(frozen=True, slots=True)
class NewOrder:
    """``until``: UTC seconds, within what the law lets the kind stand; ``number``: the issuer's own, gives the id."""

    kind: OrderKind
    until: int
    number: int
    document: bytes

    def row(self) -> dict[str, object]:
        """As the contract takes it."""
        return {"kind": self.kind, "until": self.until, "number": self.number, "document": self.document}


def order_id(chain: Chain, thing: bytes, number: int) -> RecordId:
    """The id of an order on a right, an asset or a party under the issuer's number."""
    return record_id(chain.deployment.chain_id, chain.address("Orders"), thing, number)


def lay(issuer: PartyId, thing: RightId | AssetId, order: NewOrder) -> Call:
    """Bars a right, or an asset as a whole. Two persons."""
    return Call("Orders", "lay", (issuer, left(thing), order.row()))


def lay_on_party(issuer: PartyId, party: PartyId, order: NewOrder) -> Call:
    """Bars a party: nothing that it holds moves. Two persons."""
    return Call("Orders", "layOnParty", (issuer, party, order.row()))


def renew(order: RecordId, until: int, document: bytes) -> Call:
    """Renews an order before its date. Two persons of the same authority."""
    return Call("Orders", "renew", (order, until, document))


def lift(order: RecordId, document: bytes) -> Call:
    """The authority that laid it lifts it. Two persons."""
    return Call("Orders", "lift", (order, document))


def expire(order: RecordId) -> Call:
    """Writes the end of an order whose date has passed. Anybody."""
    return Call("Orders", "expire", (order,))
