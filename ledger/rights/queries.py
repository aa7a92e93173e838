"""What is known of rights: layers with their sub-rights, terms, locks, values."""

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sqlalchemy import Row

from ledger.assets.mirror import assets
from ledger.kit.ids import PartyId, RightId, asset_of, kind_of, serial_of
from ledger.kit.jurisdiction import NATION, Jurisdiction, county
from ledger.kit.numbers import Act, Covenant, End, Lack, Method
from ledger.rights.mirror import lifted_covenants, locks, right_kinds, right_moves, rights, valuations
from ledger.store.view import View, within


class Term(StrEnum):
    """How it stands with a right's term."""

    RUNS = "runs"
    CONTINUES = "continues"
    """The date has passed, use goes on without term."""
    EXTENDED = "extended"
    """The date has passed, the law extends it (延包)."""
    OVER = "over"
    """Void by its date; the record of the lapse is still missing."""
    LAPSED = "lapsed"
    REISSUED = "reissued"
    """Lapsed, and its share was given to others."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock on a right. ``act`` 0: an order; SECURITY encumbers, all else bars."""

    cause: bytes
    right_id: RightId
    act: int
    covenant: Covenant
    place: int
    since: int
    lifted_for: bytes | None

    @property
    def bars(self) -> bool:
        """Whether it refuses every new act."""
        return self.act != Act.SECURITY


@dataclass(frozen=True, slots=True)
class Right:
    """A share of a kind of right in an asset. ``until`` 0: no end. ``holder`` of a lapsed one: the last."""

    right_id: RightId
    holder: PartyId
    numerator: int
    denominator: int
    until: int
    term: Term
    parent: RightId | None
    existing: bool
    lacks: frozenset[Lack]
    mandate: bytes | None
    document: bytes | None
    cause: bytes | None
    since: int
    locks: tuple[Lock, ...]
    subs: tuple["Right", ...] = ()

    @property
    def kind(self) -> int:
        """Its kind (``RightKind``)."""
        return kind_of(self.right_id)

    @property
    def serial(self) -> int:
        """Its serial within asset and kind."""
        return serial_of(self.right_id)

    @property
    def share(self) -> Fraction:
        """The exact fraction."""
        return Fraction(self.numerator, self.denominator)

    @property
    def live(self) -> bool:
        """Whether it binds now."""
        return self.term in (Term.RUNS, Term.CONTINUES, Term.EXTENDED)

    @property
    def encumbrances(self) -> int:
        """How many securities lie on it."""
        return sum(not lock.bars for lock in self.locks)

    @property
    def let_out(self) -> Fraction:
        """What its live sub-rights take together: more than one is leased twice."""
        return sum((sub.share for sub in self.subs if sub.live), Fraction(0))


@dataclass(frozen=True, slots=True)
class Layer:
    """All rights of one kind in an asset that have no parent; sub-rights hang under them."""

    kind: int
    rights: tuple[Right, ...]


@dataclass(frozen=True, slots=True)
class Valuation:
    """A value in fen as of ``valued_at``."""

    right_id: RightId
    valuer: PartyId
    method: Method
    valued_at: int
    fen: int
    document: bytes
    recorded: int


@dataclass(frozen=True, slots=True)
class Move:
    """Another holder, by the transfer ``cause``."""

    right_id: RightId
    holder: PartyId
    former: PartyId
    cause: bytes
    moved: int


def right(view: View, right: bytes) -> Right | None:
    """Return one right with its sub-rights, None if it is unknown."""
    return next((one for one in of_asset(view, right[:16]) if one.right_id == right), None)


def of_asset(view: View, asset: bytes) -> list[Right]:
    """Return every right in an asset by kind and serial, each with its sub-rights."""
    rows = view.all(rights, within(rights.c.right_id, asset[:16]))
    return _rights(view, rows, view.all(locks, within(locks.c.right_id, asset[:16])))


def layers(view: View, asset: bytes) -> list[Layer]:
    """Return an asset's rights as layers; a reissued share stays in its layer, marked."""
    found: dict[int, list[Right]] = {}
    for one in of_asset(view, asset):
        if one.parent is None:
            found.setdefault(one.kind, []).append(one)
    return [Layer(kind, tuple(each)) for kind, each in sorted(found.items())]


def held_by(view: View, party: bytes) -> list[Right]:
    """Return the rights that a party holds, or held when they lapsed."""
    ids = [row.right_id for row in view.all(rights, rights.c.holder == party)]
    found = {one.right_id: one for asset in dict.fromkeys(map(asset_of, ids)) for one in of_asset(view, asset)}
    return [found[right] for right in ids]


def valuations_of(view: View, asset: bytes) -> list[Valuation]:
    """Return the values of an asset's rights, the newest first."""
    rows = view.all(valuations, within(valuations.c.right_id, asset[:16]))
    return [
        Valuation(row.right_id, row.valuer, Method(row.method), row.valued_at, row.fen, row.document, row.recorded)
        for row in reversed(rows)
    ]


def moves_of(view: View, asset: bytes) -> list[Move]:
    """Return how an asset's rights changed hands, the oldest first."""
    rows = view.all(right_moves, within(right_moves.c.right_id, asset[:16]))
    return [Move(row.right_id, row.holder, row.former, row.cause, row.moved) for row in rows]


def over(view: View) -> list[RightId]:
    """Return the rights that are void by their date and whose lapse nobody has recorded."""
    passed = (rights.c.until > 0, rights.c.until <= view.now, rights.c.lapsed.is_(None), rights.c.reissued.is_(None))
    rows = view.all(rights, *passed)
    return [one.right_id for one in _rights(view, rows, []) if one.term is Term.OVER]


def term_ends(view: View) -> dict[tuple[int, int], int]:
    """Return what a term's end does, by kind and area of the catalogue on the chain."""
    return {(row.kind, row.area): row.term_end for row in view.all(right_kinds)}


def _rights(view: View, rows: list[Row[Any]], locked: list[Row[Any]]) -> list[Right]:
    causes = [row.cause for row in locked]
    lifted = {row.cause: row.lifted for row in view.all(lifted_covenants, lifted_covenants.c.cause.in_(causes))}
    lying: dict[bytes, list[Lock]] = {}
    for row in sorted(locked, key=lambda row: (row.place, row.since, row.cause)):
        lock = Lock(
            row.cause, row.right_id, row.act, Covenant(row.covenant), row.place, row.since, lifted.get(row.cause)
        )
        lying.setdefault(row.right_id, []).append(lock)
    ends = term_ends(view)
    areas = _areas(view, {asset_of(row.right_id) for row in rows})
    found = [_right(view, row, ends, areas[asset_of(row.right_id)], lying.get(row.right_id, [])) for row in rows]
    subs: dict[bytes | None, list[Right]] = {}
    for one in found:
        subs.setdefault(one.parent, []).append(one)
    return [replace(one, subs=tuple(subs.get(one.right_id, ()))) for one in found]


def _areas(view: View, ids: set[Any]) -> dict[bytes, Jurisdiction]:
    return {row.asset: row.area for row in view.all(assets, assets.c.asset.in_(ids))}


def _right(
    view: View,
    row: Row[Any],
    ends: dict[tuple[int, int], int],
    area: Jurisdiction,
    lying: list[Lock],
) -> Right:
    kind = kind_of(row.right_id)
    end = ends.get((kind, county(area)), ends.get((kind, NATION), End.EXTENDED))
    return Right(
        right_id=row.right_id,
        holder=row.holder,
        numerator=row.numerator,
        denominator=row.denominator,
        until=row.until,
        term=_term(view, row, end),
        parent=row.parent,
        existing=bool(row.existing),
        lacks=frozenset(lack for lack in Lack if row.lacks >> lack & 1),
        mandate=row.mandate,
        document=row.document,
        cause=row.cause,
        since=row.since,
        locks=tuple(lying),
    )


def _term(view: View, row: Row[Any], end: int) -> Term:
    if row.reissued is not None:
        return Term.REISSUED
    if row.lapsed is not None:
        return Term.LAPSED
    if not 0 < row.until <= view.now:
        return Term.RUNS
    return {End.LAPSES: Term.OVER, End.CONTINUES: Term.CONTINUES}.get(End(end), Term.EXTENDED)
