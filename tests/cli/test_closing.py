"""What is over by its date is ended without anybody asking: by `ledger up`; or by hand, with `ledger expire`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import orjson
import pytest
from click.testing import CliRunner
from sqlalchemy import update

from ledger.chain import clock, network
from ledger.chain.node import Node
from ledger.cli.closer import keep_closing
from ledger.cli.command import Settings
from ledger.cli.main import root
from ledger.cli.opened import Opened
from ledger.kit.home import Home
from ledger.kit.ids import AssetId, RecordId
from ledger.kit.numbers import AssetKind, OrderKind, OrderState, RightKind, Role
from ledger.orders import commands as orders
from ledger.orders import mirror as order_tables
from ledger.orders import queries
from ledger.orders.commands import NewOrder
from ledger.rights import commands as rights
from ledger.rights import queries as right_queries
from ledger.rights.commands import NewRight
from ledger.rights.queries import Term
from ledger.store.db import writing
from tests.county import DAY, MANDATE, YEAR, Body, County

pytestmark = pytest.mark.node

Told = list[tuple[str, dict[str, object]]]


@pytest.fixture(scope="module")
def own(tool: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Opened, County]]:
    """A county in a home of its own, as the commands open it."""
    tool("anvil")
    home = Home(tmp_path_factory.mktemp("closing")).ready()
    node = Node(home.chain, network.load("embedded"), port=0)
    node.start(genesis_time=clock.wall() - 2 * YEAR)
    with node.rpc() as rpc:
        county = County(node, rpc, node.network, home.root)
        county.chain.deployment.save(home.chain / "deployment.json")
        opened = Opened(home, node.network)
        yield opened, county
        opened.close()
    node.stop()


@pytest.fixture(scope="module")
def village(own: tuple[Opened, County]) -> Body:
    return own[1].village()


def sealed(county: County, asset: AssetId, days: int) -> RecordId:
    order = NewOrder(OrderKind.SEAL, county.now() + days * DAY, next(county.numbers), county.paper("order"))
    county.two(county.court, Role.ORDER, orders.lay(county.court.id, asset, order))
    return orders.order_id(county.chain, asset, order.number)


def state(county: County, order: RecordId) -> OrderState:
    with county.view() as view:
        found = queries.order(view, order)
    assert found is not None
    return found.state


@contextmanager
def closing(own: Opened) -> Iterator[Told]:
    """`ledger up`'s own closing goes on meanwhile; what it says."""
    told: Told = []
    own.tell = lambda key, fields: told.append((key, dict(fields)))
    stop = Event()
    thread = Thread(target=keep_closing, args=(own, stop, 0.02))
    thread.start()
    try:
        yield told
    finally:
        stop.set()
        thread.join()


def until(true: Callable[[], bool]) -> None:
    pause = Event()
    for _ in range(600):
        if true():
            return
        pause.wait(0.05)
    pytest.fail("it never happened")


def test_up_ends_what_is_over_and_says_so(own: tuple[Opened, County], village: Body) -> None:
    opened, county = own
    [sea] = county.confirmed(village, "sea", kind=AssetKind.SEA_AREA)
    row = NewRight(sea, RightKind.SEA_USE, village.id, 1, 1, county.paper("contract"), county.now() + 5 * DAY)
    for call in rights.issue(village.id, [row], MANDATE):
        county.two(village, Role.REGISTER, call)
    first, second = sealed(county, sea, 4), sealed(county, sea, 30)
    county.pass_days(6)
    with closing(opened) as told:
        until(lambda: bool(told))
    assert told == [("cli.expire.by_itself", {"expired": 1, "lapsed": 1})]
    assert (state(county, first), state(county, second)) == (OrderState.EXPIRED, OrderState.LIVE)
    with county.view() as view:
        [right] = right_queries.of_asset(view, sea)
    assert right.term is Term.LAPSED


def test_it_is_over_though_no_block_was_made_since(own: tuple[Opened, County], village: Body) -> None:
    """The embedded node makes a block only when something waits: what is over counts by the next block's time."""
    opened, county = own
    [asset] = county.register(village, county.new_assets("field"))
    order, height = sealed(county, asset, 1), county.rpc.height()
    county.indexer.sync()
    county.rpc.call("evm_setTime", county.now() + 2 * DAY)
    assert county.rpc.height() == height
    with closing(opened) as told:
        until(lambda: bool(told))
    assert state(county, order) is OrderState.EXPIRED
    assert county.rpc.height() > height


def test_what_the_contracts_refuse_is_said_once_and_keeps_no_other_back(
    own: tuple[Opened, County], village: Body
) -> None:
    opened, county = own
    one, two = county.register(village, county.new_assets("one", "two"))
    running, ended = sealed(county, one, 100), sealed(county, two, 1)
    county.pass_days(2)
    county.indexer.sync()
    table = order_tables.orders
    with writing(opened.indexer.mirror.engine) as connection:
        connection.execute(update(table).where(table.c.order_id == running).values(until=1))
    with closing(opened) as told:
        until(lambda: len(told) == 2)
        Event().wait(0.3)
    assert told == [
        ("cli.expire.by_itself", {"expired": 1, "lapsed": 0}),
        ("cli.expire.refused", {"thing": "0x" + running.hex(), "error": "OrderRuns"}),
    ]
    assert state(county, ended) is OrderState.EXPIRED
    with writing(opened.indexer.mirror.engine) as connection:
        connection.execute(update(table).where(table.c.order_id == running).values(until=county.now() + 98 * DAY))


def test_a_node_that_is_down_is_left_to_the_follower(own: tuple[Opened, County]) -> None:
    opened, county = own
    county.node.stop()
    with closing(opened) as told:
        Event().wait(0.3)
    assert told == []
    county.node.start()


def test_anybody_may_do_the_same_by_hand(own: tuple[Opened, County], village: Body) -> None:
    opened, county = own
    county.indexer.resync()
    [asset] = county.register(village, county.new_assets("field"))
    order = sealed(county, asset, 1)
    county.pass_days(2)
    given = {"LEDGER_HOME": str(opened.home.root), "LEDGER_NETWORK": "embedded"}
    for wanted in ({"expired": 1, "lapsed": 0, "refused": []}, {"expired": 0, "lapsed": 0, "refused": []}):
        said = CliRunner().invoke(root, ["expire", "--json"], obj=Settings("en"), env=given)
        assert said.exit_code == 0, said.output
        assert orjson.loads(said.stdout) == wanted
    assert state(county, order) is OrderState.EXPIRED
