"""One village's register, from a workbook to a discharged mortgage. After every step mirror and heads are whole.

The same story is played on the embedded node and on four validators.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ledger.assets import commands as assets
from ledger.assets import queries as asset_queries
from ledger.intake.signing import sign
from ledger.kit.ids import AssetId, RecordId, RightId, asset_id, right_id
from ledger.kit.numbers import Method, MortgageState, OrderKind, Outcome, PartyKind, RightKind, Role, Status, Way
from ledger.mortgages import commands as mortgages
from ledger.mortgages import queries as mortgage_queries
from ledger.notices import queries as notices
from ledger.orders import commands as orders
from ledger.orders.commands import NewOrder
from ledger.rights import commands as rights
from ledger.rights import queries as right_queries
from ledger.transfers import commands as transfers
from tests.cast import DAY, YEAR, Body, refused
from tests.flows import registers
from tests.realm import Realm

Step = Callable[[], None]


def told(county: Realm, body: Body) -> list[str]:
    """What a party is told, the oldest first."""
    with county.view() as view:
        return [one.event for one in notices.of_party(view, body.id, limit=1000)][::-1]


def status(county: Realm, asset: AssetId) -> Status:
    with county.view() as view:
        found = asset_queries.asset(view, asset)
    assert found is not None
    assert county.chain.view("Assets", "asset", asset)["status"] == found.status
    return found.status


def holder(county: Realm, right: RightId) -> bytes:
    with county.view() as view:
        found = right_queries.right(view, right)
    assert found is not None
    assert county.chain.view("Rights", "right", right)["holder"] == found.holder
    return found.holder


def ladder(county: Realm, right: RightId) -> list[tuple[bytes, int | None]]:
    with county.view() as view:
        return [(one.lender, one.rank) for one in mortgage_queries.burdens(view, right[:16])]


def imported(county: Realm, village: Body, tmp_path: Path) -> list[AssetId]:
    plan = registers.plan(registers.write(tmp_path / "register.xlsx", ["水田", "旱地", "鱼塘边地"], prefix="CUN"))
    steps = list(sign(county.chain, village.officers[Role.REGISTER][0], village.id, county.documents, plan))
    assert [(one.signed, one.total) for one in steps] == [(0, 3), (3, 3)]
    return [asset_id(county.network.chain_id, row.natural) for row in plan.rows]


def lives(county: Realm, whole: Step, tmp_path: Path, between: Step) -> None:
    """Play it. ``whole``: called after each step; ``between``: what befalls the node amid the story."""
    village = county.village()
    neighbour = county.household(village)
    grower = county.party("grower", PartyKind.COOPERATIVE)
    successor = county.party("successor", PartyKind.COOPERATIVE)
    whole()

    # The workbook is signed by the village's clerk; its documents lie in the office before.
    field, second, disputed = imported(county, village, tmp_path)
    assert [status(county, one) for one in (field, second, disputed)] == [Status.REGISTERED] * 3
    with county.view() as view:
        row = asset_queries.asset(view, field)
    assert row is not None
    assert county.documents.get(row.document).values["/name"] == "水田"
    assert row.quantity == 333_333
    whole()

    # Publicity: nothing is confirmed before its end, and a household objects to one of them.
    for call in assets.announce(village.id, [field, second, disputed], county.paper("notice")):
        county.one(village, Role.REGISTER, call)
    with refused("PublicityRuns"):
        [early] = assets.confirm(county.bureau.id, assets.heads(county.chain, [field]))
        county.two(county.bureau, Role.CONFIRM, early)
    number = next(county.numbers)
    with refused("InterestedReceiver"):
        assets.raise_objection(neighbour.id, disputed, neighbour.id, number, county.paper("objection"))
    call = assets.raise_objection(county.bureau.id, disputed, neighbour.id, number, county.paper("objection"))
    county.one(county.bureau, Role.RECEIVE, call)
    objection = assets.objection_id(county.chain, disputed, number)
    assert status(county, field) == Status.ANNOUNCED
    assert "ObjectionRaised" in told(county, village)
    county.pass_days(16)
    with refused("PublicityOver"):
        late = assets.raise_objection(county.bureau.id, second, neighbour.id, number, county.paper("too late"))
        county.one(county.bureau, Role.RECEIVE, late)
    whole()

    # Two officers confirm; the objection holds one asset back until it is settled.
    with refused("ObjectionsOpen"):
        [held] = assets.confirm(county.bureau.id, assets.heads(county.chain, [disputed]))
        county.two(county.bureau, Role.CONFIRM, held)
    [call] = assets.confirm(county.bureau.id, assets.heads(county.chain, [field, second]))
    county.two(county.bureau, Role.CONFIRM, call)
    assert [status(county, one) for one in (field, disputed)] == [Status.CONFIRMED, Status.ANNOUNCED]
    close = assets.close_objection(county.bureau.id, objection, Outcome.DISMISSED, county.paper("settled"))
    county.one(county.bureau, Role.CONFIRM, close)
    [call] = assets.confirm(county.bureau.id, assets.heads(county.chain, [disputed]))
    county.two(county.bureau, Role.CONFIRM, call)
    assert status(county, disputed) == Status.CONFIRMED
    assert told(county, neighbour) == ["ObjectionRaised", "ObjectionClosed"]
    whole()

    # The field is the village's own; a management right in it is granted to a cooperative.
    layer = rights.NewRight(field, RightKind.OWNERSHIP, village.id, 1, 1, county.paper("ownership"))
    for call in rights.issue(village.id, [layer]):
        county.two(village, Role.REGISTER, call)
    own = right_id(field, RightKind.OWNERSHIP, 1)
    terms = replace(
        county.transfer_terms(own, grower, Way.LEASE),
        kind=RightKind.MANAGEMENT,
        serial=1,
        numerator=1,
        denominator=1,
        term_until=county.now() + 8 * YEAR,
    )
    county.transfer(terms, village, grower)
    right = terms.granted
    assert holder(county, right) == grower.id
    assert told(county, grower) == ["TransferProposed", "RightGranted"]
    whole()

    between()
    whole()

    # Bank A accepts at rank 1, bank B at the rank 2 that it expected.
    first = RecordId(county.mortgage(right, grower, county.bank, 1))
    seen = county.head(right)
    second_mortgage = county.mortgage(right, grower, county.next_bank, 2)
    assert ladder(county, right) == [(county.bank.id, 1), (county.next_bank.id, 2)]
    assert told(county, county.bank)[-1] == "MortgageAccepted"
    whole()

    # Who states a head from before that, or another rank than there is, is refused; nothing is written.
    offer = county.mortgage_terms(right, county.bank)
    county.one(grower, Role.HOLD, mortgages.propose(offer))
    proposer = grower.officers[Role.HOLD][0].address
    with refused("DossierMoved"):
        county.two(county.bank, Role.LEND, mortgages.accept(offer, proposer, 3, seen))
    with refused("RankDiffers"):
        county.two(county.bank, Role.LEND, mortgages.accept(offer, proposer, 2, county.head(right)))
    with refused("TermsDiffer"):
        other = replace(offer, document=county.paper("other terms"))
        county.two(county.bank, Role.LEND, mortgages.accept(other, proposer, 3, county.head(right)))
    county.one(grower, Role.HOLD, mortgages.withdraw(offer.id(county.chain)))
    assert len(ladder(county, right)) == 2
    whole()

    # It is valued by a body that neither holds nor lends, then moves; the burden follows and bank A is told.
    value = rights.value(county.valuer.id, right, Method.INCOME, county.now() - DAY, 50_000_000, county.paper("value"))
    county.one(county.valuer, Role.VALUE, value)
    county.transfer(county.transfer_terms(right, successor), grower, successor)
    assert holder(county, right) == successor.id
    assert ladder(county, right) == [(county.bank.id, 1), (county.next_bank.id, 2)]
    assert told(county, county.bank)[-2:] == ["RightValued", "RightMoved"]
    whole()

    # A court seals the field: every new act is refused until it ends, also on the date alone.
    number = next(county.numbers)
    seal = NewOrder(OrderKind.SEAL, county.now() + 45 * county.day, number, county.paper("writ"))
    county.two(county.court, Role.ORDER, orders.lay(county.court.id, field, seal))
    with refused("Barred"):
        county.one(successor, Role.HOLD, mortgages.propose(county.mortgage_terms(right, county.bank)))
    with refused("Barred"):
        county.one(successor, Role.HOLD, transfers.propose(county.transfer_terms(right, grower)))
    assert told(county, county.bank)[-1] == "OrderLaid"
    order = orders.order_id(county.chain, field, number)
    with refused("OrderRuns"):
        county.anybody(orders.expire(order))
    county.pass_until(seal.until)
    county.anybody(orders.expire(order))
    whole()

    # Only the lender discharges, once; who is behind moves up and is told.
    with refused("NotActingFor"):
        county.two(county.next_bank, Role.LEND, mortgages.discharge(first, county.paper("not ours")))
    county.two(county.bank, Role.LEND, mortgages.discharge(first, county.paper("paid")))
    with refused("MortgageNotLive"):
        county.two(county.bank, Role.LEND, mortgages.discharge(first, county.paper("twice")))
    assert ladder(county, right) == [(county.next_bank.id, 1)]
    assert told(county, county.next_bank)[-1] == "MortgageDischarged"
    with county.view() as view:
        ended = mortgage_queries.mortgage(view, first)
        lives = mortgage_queries.mortgage(view, second_mortgage)
    assert ended is not None
    assert lives is not None
    assert (ended.state, lives.state) == (MortgageState.DISCHARGED, MortgageState.EFFECTIVE)
    whole()
