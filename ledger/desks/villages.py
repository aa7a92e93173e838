"""The villages' board: what each collective has on the register, how far it is, what lies on it."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, cast, func, select

from ledger.assets.mirror import assets, objections
from ledger.kit import catalogue
from ledger.kit.ids import PartyId
from ledger.kit.jurisdiction import NATION, Jurisdiction
from ledger.kit.numbers import Act, MortgageState, OrderState, PartyKind, Status, Unit
from ledger.mortgages.mirror import mortgages
from ledger.orders.mirror import orders
from ledger.parties.mirror import parties
from ledger.parties.queries import COLLECTIVES
from ledger.rights.mirror import locks, right_moves, rights
from ledger.store.schema import CHAIN, INT
from ledger.store.view import View, leading


@dataclass(frozen=True, slots=True)
class Village:
    """One collective. ``square``: sum of the areas in 0.01 m², of what is measured in area and not retired."""

    party: PartyId
    kind: PartyKind
    area: Jurisdiction
    document: bytes
    statuses: dict[Status, int]
    square: int
    rights: int
    mortgages: int
    orders: int
    open_objections: int

    @property
    def assets(self) -> int:
        """How many are on the register; what was taken off does not count."""
        return sum(count for status, count in self.statuses.items() if status is not Status.RETIRED)


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over the whole chain, for the head of the board."""

    parties: int
    assets: int
    rights: int
    moves: int
    mortgages: int
    orders: int


def villages(view: View) -> list[Village]:
    """Return every collective by area, also those that have nothing yet."""
    statuses: defaultdict[bytes, Counter[Status]] = defaultdict(Counter)
    square: Counter[bytes] = Counter()
    measured = {row.number for row in catalogue.asset_kinds() if row.area == NATION and row.unit is Unit.AREA}
    # PostgreSQL sums to numbers without limit.
    total = cast(func.sum(assets.c.quantity), INT).label("total")
    sums = (
        select(assets.c.collective, assets.c.kind, assets.c.status, func.count().label("found"), total)
        .where(assets.c[CHAIN] == view.chain_id)
        .group_by(assets.c.collective, assets.c.kind, assets.c.status)
    )
    for row in view.rows(sums):
        statuses[row.collective][Status(row.status)] += row.found
        if row.kind in measured and row.status != Status.RETIRED:
            square[row.collective] += row.total
    secured = _by_collective(view, locks, locks.c.right_id, locks.c.act == Act.SECURITY)
    held = _by_collective(view, rights, rights.c.right_id, and_(rights.c.lapsed.is_(None), rights.c.reissued.is_(None)))
    objected = _by_collective(view, objections, objections.c.objection, objections.c.closed.is_(None))
    on_things = and_(orders.c.state == OrderState.LIVE, orders.c.party.is_(None))
    ordered = _by_collective(view, orders, orders.c.order_id, on_things)
    rows = view.rows(
        view.select(parties, parties.c.kind.in_(COLLECTIVES)).order_by(parties.c.area, parties.c.registered)
    )
    return [
        Village(
            party=row.party,
            kind=PartyKind(row.kind),
            area=row.area,
            document=row.document,
            statuses=dict(statuses[row.party]),
            square=square[row.party],
            rights=held[row.party],
            mortgages=secured[row.party],
            orders=ordered[row.party],
            open_objections=objected[row.party],
        )
        for row in rows
    ]


def totals(view: View) -> Totals:
    """Return how much there is of everything that stands."""
    live = mortgages.c.state.in_((MortgageState.PENDING, MortgageState.EFFECTIVE))
    return Totals(
        parties=_count(view, parties),
        assets=_count(view, assets, assets.c.status != Status.RETIRED),
        rights=_count(view, rights, rights.c.lapsed.is_(None), rights.c.reissued.is_(None)),
        moves=_count(view, right_moves),
        mortgages=_count(view, mortgages, live),
        orders=_count(view, orders, orders.c.state == OrderState.LIVE),
    )


def _count(view: View, table: Table, *where: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(table.c[CHAIN] == view.chain_id, *where)
    [[count]] = view.rows(query)
    return int(count)


def _by_collective(view: View, table: Table, thing: ColumnElement[bytes], where: ColumnElement[bool]) -> Counter[bytes]:
    """Count rows about a thing of an asset, by the collective of the asset."""
    same = and_(assets.c[CHAIN] == table.c[CHAIN], assets.c.asset == leading(thing, 16))
    query = (
        select(assets.c.collective, func.count().label("found"))
        .select_from(table.join(assets, same))
        .where(table.c[CHAIN] == view.chain_id, where)
        .group_by(assets.c.collective)
    )
    return Counter({row.collective: row.found for row in view.rows(query)})
