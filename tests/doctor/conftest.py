"""One ledger for all checks: a county that is whole, then one in which dates have passed; a node to be ill-treated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ledger.chain import clock, network
from ledger.chain.client import Call
from ledger.chain.government import scheduled
from ledger.chain.node import Node
from ledger.kit.home import Home
from ledger.kit.keccak import keccak
from ledger.kit.numbers import AssetKind, OrderKind, PartyKind, RightKind, Role, Standing, Way
from ledger.orders import commands as orders
from ledger.orders.commands import NewOrder
from ledger.parties import commands as parties
from ledger.postings import commands as postings
from ledger.postings.commands import NewPosting
from ledger.rights import commands as rights
from ledger.rights.commands import NewRight
from ledger.store.office import open_office
from ledger.transfers import commands as transfers
from ledger.vault.vault import Vault
from tests.county import COUNTY, DAY, MANDATE, YEAR, County
from tests.doctor.clinic import Clinic


@pytest.fixture(scope="session")
def clinic(tool: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A small county whose chain began three years ago: a village, an asset, a right; a household in the vault."""
    tool("anvil")
    folder = tmp_path_factory.mktemp("doctor")
    home = Home(folder / "home").ready()
    embedded = network.load("embedded")
    node = Node(home.chain, embedded, port=0)
    node.start(genesis_time=clock.wall() - 3 * YEAR)
    with node.rpc() as rpc:
        county = County(node, rpc, embedded, home.root)
        county.chain.deployment.save(home.chain / "deployment.json")
        village = county.village()
        county.confirmed(village, "field")
        office = open_office(str(county.documents._office.url))
        Vault(office, home.vault_key).put([(b"household", {"name": "Li"})])
        office.dispose()
        made = Clinic(county, home, folder)
        made.whole = made.copy()
        yield made
    node.stop()


@dataclass(frozen=True)
class Dates:
    """Homes at three moments, the chain's time standing at each. Times in UTC seconds."""

    due: Home
    later: Home
    end: Home
    filed: int
    order_until: int
    right_until: int
    office_until: int
    announced: int
    paused: int


@pytest.fixture(scope="session")
def dates(clinic: Clinic) -> Dates:
    """A filing, an order, an offer, a term, an office and an announced act, and the time that goes over them.

    ``due``: five and a half days later the filing is nearly over, order and term are. ``later``: the announced act can
    be done. ``end``: the system is paused and the office has ended.
    """
    county = clinic.county
    village = county.village("late village")
    [asset, field] = county.confirmed(village, "barred", "field")
    [sea] = county.confirmed(village, "sea", kind=AssetKind.SEA_AREA)
    right = county.layer(village, field, RightKind.CONTRACT, county.household(village))
    cooperative = county.party("cooperative", PartyKind.COOPERATIVE)
    terms = replace(
        county.transfer_terms(right, cooperative, Way.LEASE, days=4),
        kind=RightKind.MANAGEMENT,
        serial=1,
        numerator=1,
        denominator=1,
        term_until=county.now() + YEAR,
    )
    county.one(village, Role.HOLD, transfers.propose(terms))
    right_until = county.now() + 5 * DAY
    row = NewRight(sea, RightKind.SEA_USE, village.id, 1, 1, county.paper("contract"), right_until)
    for call in rights.issue(village.id, [row], MANDATE):
        county.two(village, Role.REGISTER, call)
    office_until = county.now() + 20 * DAY
    newcomer = NewPosting(keccak(b"new")[:20], COUNTY, office_until, frozenset({Role.LEND}), bytes(32))
    assert county.bank.admin is not None
    for call in postings.post(county.bank.id, [newcomer]):
        county.bank.admin.send(call)
    order_until = county.now() + 3 * DAY
    order = NewOrder(OrderKind.SEAL, order_until, next(county.numbers), county.paper("order"))
    county.two(county.court, Role.ORDER, orders.lay(county.court.id, asset, order))
    maker, _ = county.bureau.officers[Role.CONFIRM]
    filed = county.now()
    maker.file(parties.set_standing(county.bureau.id, village.id, Standing.SUSPENDED, bytes(32)))
    county.pass_days(5.5)
    announced = county.now()
    governor = county.sender(county.governor)
    governor.send(scheduled(county.chain, Call("Enrolments", "close", (county.chain.address("Transfers"),))))
    due = clinic.copy()
    county.pass_days(1.1)
    later = clinic.copy()
    paused = county.now()
    county.sender(county.guardian).send(Call("Postings", "pause", (True,)))
    county.pass_days(20)
    end = clinic.copy()
    county.sender(county.guardian).send(Call("Postings", "pause", (False,)))
    return Dates(due, later, end, filed, order_until, right_until, office_until, announced, paused)


@pytest.fixture
def spare(tool: Callable[[str], Path], tmp_path: Path) -> Iterator[Node]:
    """A node of its own in a home of its own, its clock an hour late on purpose."""
    tool("anvil")
    home = Home(tmp_path / "spare").ready()
    node = Node(home.chain, network.load("embedded"), port=0)
    node.start(genesis_time=clock.wall() - 3600)
    yield node
    node.stop()
