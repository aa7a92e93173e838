"""What can be done with rights, as calls that an officer signs; moves and grants go through ``ledger.transfers``."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ledger.chain.client import Call, Chain
from ledger.chain.rows import BATCH, batches, refuse
from ledger.kit.ids import AssetId, PartyId, RightId, asset_of, right_id
from ledger.kit.numbers import Lack, Method

NO_MANDATE = bytes(32)


@dataclass(frozen=True, slots=True)
class NewRight:
    """A share of a layer. ``until`` 0: no end. Serials follow from the order, 1 first."""

    asset: AssetId
    kind: int
    holder: PartyId
    numerator: int
    denominator: int
    document: bytes
    until: int = 0


@dataclass(frozen=True, slots=True)
class ExistingRight:
    """A sub-right granted before the ledger (存量). ``serial``: the grantor's own; ``lacks``: what it lacks."""

    parent: RightId
    kind: int
    serial: int
    holder: PartyId
    numerator: int
    denominator: int
    until: int
    lacks: frozenset[Lack]
    document: bytes

    @property
    def id(self) -> RightId:
        """The id that it will have."""
        return right_id(asset_of(self.parent), self.kind, self.serial)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a lapsed right's share, given to somebody else under a serial that was not used."""

    serial: int
    holder: PartyId
    numerator: int
    until: int
    document: bytes


def issue(
    collective: PartyId, rows: Sequence[NewRight], mandate: bytes = NO_MANDATE, *, existing: bool = False
) -> list[Call]:
    """Issues layers whole; rows of one asset and kind must be neighbours and sum to one. Two persons.

    A layer never spreads over two calls. ContractError SharesDoNotSum, MandateMissing, EmptyBatch.
    """
    layers = [list(group) for _, group in groupby(rows, key=lambda row: (row.asset, row.kind))]
    for layer in layers:
        _demand_whole(layer)
        one = right_id(layer[0].asset, layer[0].kind, 1)
        if mandate == NO_MANDATE and (existing or any(row.holder != collective for row in layer)):
            refuse("MandateMissing", right=one)
    calls: list[list[NewRight]] = [[]]
    for layer in layers:
        if calls[-1] and len(calls[-1]) + len(layer) > BATCH:
            calls.append([])
        calls[-1] += layer
    if not calls[0]:
        refuse("EmptyBatch")
    return [Call("Rights", "issue", (collective, [_row(row) for row in call], mandate, existing)) for call in calls]


def missing(chain: Chain, rows: Sequence[NewRight]) -> list[NewRight]:
    """Return the rows whose layer is not issued yet: what an interrupted registration still has to sign."""
    layers = list(dict.fromkeys(right_id(row.asset, row.kind, 1) for row in rows))
    found: set[bytes] = set()
    for batch in batches(layers) if layers else ():
        answers = chain.views([Call("Rights", "right", (right,)) for right in batch])
        found |= {right for right, answer in zip(batch, answers, strict=True) if answer["denominator"]}
    return [row for row in rows if right_id(row.asset, row.kind, 1) not in found]


def record_existing(grantor: PartyId, rows: Sequence[ExistingRight], mandate: bytes = NO_MANDATE) -> list[Call]:
    """Records sub-rights from before the ledger, a hundred to a call. Two persons.

    ContractError LackMissing for a right without end that does not say so.
    """
    for row in rows:
        if row.until == 0 and Lack.NO_END_DATE not in row.lacks:
            refuse("LackMissing", right=row.id, lack=Lack.NO_END_DATE)
    return [
        Call("Rights", "recordExisting", (grantor, [_existing(row) for row in batch], mandate))
        for batch in batches(rows)
    ]


def reissue(collective: PartyId, lapsed: RightId, rows: Sequence[Share], mandate: bytes) -> Call:
    """Gives the share of a lapsed right to others, summing to it. Two persons."""
    shares = [
        {
            "serial": row.serial,
            "holder": row.holder,
            "numerator": row.numerator,
            "until": row.until,
            "document": row.document,
        }
        for row in rows
    ]
    return Call("Rights", "reissue", (collective, lapsed, shares, mandate))


def extend(right: RightId, until: int, mandate: bytes = NO_MANDATE) -> Call:
    """Renews a term: of a layer by its collective, of a sub-right by its parent's holder. Two persons."""
    return Call("Rights", "extend", (right, until, mandate))


def lapse(right: RightId) -> Call:
    """Writes the record of a right whose term has ended. Anybody."""
    return Call("Rights", "lapse", (right,))


def value(valuer: PartyId, right: RightId, method: Method, valued_at: int, fen: int, document: bytes) -> Call:
    """A valuer, not the holder, records a value in fen as of a date."""
    return Call("Rights", "value", (valuer, right, method, valued_at, fen, document))


def _demand_whole(layer: Sequence[NewRight]) -> None:
    total, denominator = sum(row.numerator for row in layer), layer[0].denominator
    if total != denominator or any(row.denominator != denominator for row in layer):
        refuse("SharesDoNotSum", asset=layer[0].asset, kind=layer[0].kind, sum=total, denominator=denominator)


def _row(row: NewRight) -> dict[str, object]:
    share = {"holder": row.holder, "numerator": row.numerator, "denominator": row.denominator, "until": row.until}
    return {"asset": row.asset, "kind": row.kind, **share, "document": row.document}


def _existing(row: ExistingRight) -> dict[str, object]:
    share = {"holder": row.holder, "numerator": row.numerator, "denominator": row.denominator, "until": row.until}
    lacks = sum(1 << lack for lack in row.lacks)
    return {
        "parent": row.parent,
        "kind": row.kind,
        "serial": row.serial,
        **share,
        "lacks": lacks,
        "document": row.document,
    }
