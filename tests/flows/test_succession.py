"""Mortgages is succeeded while mortgages are live: each is closed where it began, ranks go over both, one mirror.

├── the new contract may do nothing before government has enrolled it
├── an indexer with the old record stops before the block in which it would begin to miss records
├── with the new record it goes on, and what the new contract writes is mirrored beside the old one's
├── new business goes to the new one alone; the old one is discharged where it began
├── a neighbour of the other contract takes a place, and ranks follow
└── verify finds every head right, and the mirror made anew is the same
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.audit.verify import verify
from ledger.chain import clock, deployment, network, succession
from ledger.chain.client import Chain
from ledger.chain.errors import CallUnknown, ContractError, DeploymentFailed, WriterUnknown
from ledger.chain.node import Node
from ledger.indexer.indexer import Indexer
from ledger.indexer.opening import open_indexer
from ledger.kit.ids import RecordId
from ledger.kit.numbers import Capability, ChangeKind, RightKind, Role
from ledger.mortgages import commands as mortgages
from ledger.mortgages import queries
from ledger.store.db import reading, sqlite_url
from ledger.store.digest import mirror_digest
from ledger.store.office import open_office
from tests.county import DAY, YEAR, Body, County, refused

pytestmark = pytest.mark.node


@pytest.fixture
def own(tmp_path: Path) -> Iterator[County]:
    """A county of its own, because its contracts are exchanged."""
    profile = network.load("embedded")
    node = Node(tmp_path / "chain", profile, port=0)
    node.start(genesis_time=clock.wall() - 20 * YEAR)
    with node.rpc() as rpc:
        yield County(node, rpc, profile, tmp_path)
    node.stop()


def test_the_old_lives_until_its_last_record_is_closed(own: County, tmp_path: Path) -> None:
    village = own.village()
    holder = own.household(village)
    (asset,) = own.confirmed(village, "field")
    right = own.layer(village, asset, RightKind.CONTRACT, holder)
    first = own.mortgage(right, holder, own.bank, 1)
    old = own.chain.address("Mortgages")

    successor = succession.place(own.chain, own.network, "Mortgages")
    with pytest.raises(DeploymentFailed):
        succession.record(own.chain, "Mortgages", successor)
    with pytest.raises(ContractError):
        own.anybody(succession.calls(own.chain, "Mortgages", successor)[0])
    own.govern(succession.calls(own.chain, "Mortgages", successor))

    with pytest.raises(WriterUnknown) as unknown, own.view():
        pass
    assert unknown.value.fields["writer"] == "0x" + successor.hex()
    _everybody_has(own, succession.record(own.chain, "Mortgages", successor), tmp_path, [holder])
    assert own.chain.address("Mortgages") == successor
    assert own.chain.deployment.writers[old] == own.chain.deployment.writers[successor] == "Mortgages"

    second = own.mortgage(right, holder, own.next_bank, 2)
    late = own.mortgage_terms(right, own.bank)
    own.one(holder, Role.HOLD, mortgages.propose(late).to(old))
    with refused("NotEnrolled"):
        proposer = holder.officers[Role.HOLD][0].address
        own.two(own.bank, Role.LEND, mortgages.accept(late, proposer, 3, own.head(right)).to(old))
    assert _ladder(own, right) == [(1, first, old), (2, second, successor)]

    _swap(own, holder, first, second, old)
    assert _ladder(own, right) == [(1, second, successor), (2, first, old)]
    own.two(own.bank, Role.LEND, mortgages.discharge(RecordId(first), own.paper("paid")).to(old))
    assert _ladder(own, right) == [(1, second, successor)]
    with refused("MortgageNotLive"):
        own.two(own.next_bank, Role.LEND, mortgages.discharge(RecordId(second), own.paper("paid")).to(old))

    assert verify(own.indexer.mirror, own.indexer.source, open_office(sqlite_url(tmp_path / "office.db"))).ok
    again = open_indexer(own.chain, own.network, sqlite_url(tmp_path / "again.db"))
    again.start()
    again.sync()
    own.indexer.sync()
    assert _digest(again) == _digest(own.indexer)


def test_the_kernel_is_frozen(county: County) -> None:
    with pytest.raises(CallUnknown):
        succession.place(county.chain, county.network, "Rights")
    assert county.chain.view("Enrolments", "capabilities", county.chain.address("Rights")) == Capability.APPEND


def _everybody_has(own: County, record: deployment.Deployment, folder: Path, holders: list[Body]) -> None:
    """The record that government hands out is read back by all; the mirror is opened with it and goes on."""
    record.save(folder / "deployment.json")
    own.chain = Chain(own.rpc, deployment.load(folder / "deployment.json"))
    own.chain.deployment.check(own.rpc)
    for body in (own.bank, own.next_bank, *holders):
        for pair in body.officers.values():
            for sender in pair:
                sender.chain = own.chain
    own.indexer = open_indexer(own.chain, own.network, sqlite_url(folder / "mirror.db"))
    own.indexer.start()


def _swap(own: County, holder: Body, falling: bytes, rising: bytes, writer: bytes) -> None:
    """The bank lets the next bank's mortgage, of the other contract, go first."""
    until, paper = own.now() + DAY, own.paper("order of ranks")
    change = mortgages.Change(
        RecordId(falling), ChangeKind.RANK, until, next(own.numbers), paper, other=RecordId(rising)
    )
    own.one(own.bank, Role.LEND, mortgages.propose_change(change).to(writer))
    proposer, ladder = own.bank.officers[Role.LEND][0].address, [RecordId(falling), RecordId(rising)]
    own.two(holder, Role.HOLD, mortgages.change_rank(change, proposer, own.head(falling), ladder).to(writer))


def _ladder(own: County, right: bytes) -> list[tuple[int | None, bytes, bytes]]:
    with own.view() as view:
        return [(one.rank, one.mortgage, one.writer) for one in queries.burdens(view, right)]


def _digest(indexer: Indexer) -> bytes:
    with reading(indexer.mirror.engine) as connection:
        return mirror_digest(connection, indexer.mirror.tables, indexer.mirror.chain_id)
