"""Orders: they queue on one thing, bind until their date, and end by lifting or expiry."""

import pytest

from ledger.kit.ids import RecordId
from ledger.kit.numbers import OrderKind, OrderState, PartyKind, RightKind, Role
from ledger.orders import commands, queries
from ledger.orders.commands import NewOrder
from tests.county import DAY, Body, County

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def village(county: County) -> Body:
    return county.village()


def laid(county: County, thing: bytes, days: int = 30) -> RecordId:
    row = NewOrder(OrderKind.SEAL, county.now() + days * DAY, next(county.numbers), county.paper("order"))
    county.two(county.court, Role.ORDER, commands.lay(county.court.id, thing, row))  # type: ignore[arg-type]
    return commands.order_id(county.chain, thing, row.number)


def test_orders_on_one_thing_queue_and_the_next_moves_up(county: County, village: Body) -> None:
    [asset] = county.confirmed(village, "field")
    right = county.layer(village, asset, RightKind.CONTRACT, county.household(village))
    first, second, whole = laid(county, right), laid(county, right), laid(county, asset)
    with county.view() as view:
        found = {one.order_id: one for one in queries.of_asset(view, asset)}
    assert [(found[one].thing, found[one].queue) for one in (first, second, whole)] == [
        (right, 1),
        (right, 2),
        (asset, 1),
    ]
    county.two(county.court, Role.ORDER, commands.lift(first, county.paper("order")))
    with county.view() as view:
        lifted, waiting = queries.order(view, first), queries.order(view, second)
    assert lifted is not None
    assert waiting is not None
    assert (lifted.state, lifted.queue) == (OrderState.LIFTED, 0)
    assert (waiting.state, waiting.queue) == (OrderState.LIVE, 1)


def test_an_order_is_over_by_its_date_until_anybody_records_it(county: County, village: Body) -> None:
    [asset] = county.register(village, county.new_assets("field"))
    order = laid(county, asset, days=10)
    until = county.now() + 20 * DAY
    county.two(county.court, Role.ORDER, commands.renew(order, until, county.paper("order")))
    county.pass_days(21)
    with county.view() as view:
        [found] = queries.of_asset(view, asset)
        assert order in [one.order_id for one in queries.over(view)]
    assert (found.until, found.over, found.state) == (until, True, OrderState.LIVE)
    county.anybody(commands.expire(order))
    with county.view() as view:
        [ended] = queries.of_asset(view, asset)
        assert order not in [one.order_id for one in queries.over(view)]
    assert (ended.over, ended.state) == (False, OrderState.EXPIRED)


def test_an_order_on_a_party_is_the_partys(county: County) -> None:
    party = county.party("cooperative", PartyKind.COOPERATIVE)
    row = NewOrder(OrderKind.FREEZE, county.now() + DAY, 7, county.paper("order"))
    county.two(county.court, Role.ORDER, commands.lay_on_party(county.court.id, party.id, row))
    with county.view() as view:
        [found] = queries.of_party(view, party.id)
        assert queries.of_asset(view, party.id) == []
    assert (found.order_id, found.thing, found.on_party) == (
        commands.order_id(county.chain, party.id, 7),
        party.id,
        True,
    )
