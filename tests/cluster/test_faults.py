"""What may befall the validators while officers work and mirrors follow.

├── one is killed during an import, and comes back
├── two are killed: the chain halts, the sender says so, and what was sent is not lost
├── one is cut off, builds a block of its own, and comes back: that block is gone
└── the node that the officers ask dies, and another is asked

After each both mirrors are the same and right, and every act is on the chain once.
"""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from ledger.assets import commands as assets
from ledger.chain.client import Call, Chain
from ledger.chain.errors import ChainHalted, NodeDown, TransactionStuck
from ledger.chain.wallet import Patience
from ledger.indexer.opening import open_indexer
from ledger.intake.plan import Plan
from ledger.intake.signing import sign
from ledger.kit.numbers import Role
from ledger.store.db import sqlite_url
from ledger.store.errors import ChainDiverged
from tests.cluster.cluster import Cluster
from tests.cluster.paying import Paid
from tests.cluster.shire import Shire
from tests.county import Body
from tests.flows import registers

pytestmark = [pytest.mark.node, pytest.mark.slow]

HURRIED = Patience(resend=2, give_up=9)
_PATIENCE = 90


@pytest.fixture
def dice(request: pytest.FixtureRequest) -> random.Random:
    seed = random.randrange(2**32)
    print(f"{request.node.name}: seed {seed}")
    return random.Random(seed)


def clerk(village: Body, which: int = 0) -> Paid:
    found = village.officers[Role.REGISTER][which]
    assert isinstance(found, Paid)
    return found


def plan(folder: Path, prefix: str, count: int = 400) -> Plan:
    return registers.plan(registers.write(folder / "register.xlsx", [f"地块{at}" for at in range(count)], prefix))


def imported(shire: Shire, village: Body, officer: Paid, rows: Plan, midway: Event, batches: int = 0) -> None:
    """The whole register is on the chain, whatever of it was there. ``midway``: is set when so many batches of its
    four are there."""
    for step in sign(officer.chain, officer, village.id, shire.documents, rows):
        if step.signed >= 100 * batches:
            midway.set()
    assert step.signed == step.total


def registering(shire: Shire, village: Body) -> Call:
    [call] = assets.register(shire.network.chain_id, village.id, shire.new_assets("field"))
    return call


def test_a_validator_is_killed_during_an_import(
    cluster: Cluster, shire: Shire, village: Body, tmp_path: Path, dice: random.Random
) -> None:
    victim, batches, midway = dice.choice(cluster.validators[1:]), dice.randrange(4), Event()
    with ThreadPoolExecutor() as pool:
        work = pool.submit(imported, shire, village, clerk(village), plan(tmp_path, "KILL"), midway, batches)
        assert midway.wait(_PATIENCE)
        time.sleep(dice.uniform(0, 0.5))
        victim.kill()
        assert not work.done()
        cluster.advance(cluster.others(victim), 3)
        victim.start()
        work.result()
    cluster.whole()
    shire.whole()


def test_two_validators_are_killed_and_the_chain_halts(
    cluster: Cluster, shire: Shire, village: Body, dice: random.Random
) -> None:
    victims = dice.sample(cluster.validators[1:], 2)
    for one in victims:
        one.kill()
    height = cluster.halted(shire.node)
    call = registering(shire, village)
    with pytest.raises(ChainHalted) as halted:
        clerk(village).waiting(HURRIED).send(call)
    assert halted.value.fields["number"] == height
    for one in victims:
        one.start()
    cluster.whole()
    clerk(village).send(registering(shire, village))
    shire.whole()


def test_one_is_cut_off_and_its_own_block_is_undone(
    cluster: Cluster, shire: Shire, village: Body, tmp_path: Path
) -> None:
    lone = shire.small.node
    # Who waits for no confirmation takes that block for settled, and must say later that it was not.
    chain, unconfirmed = Chain(lone.rpc, shire.chain.deployment), replace(shire.network, confirmations=0)
    rash = open_indexer(chain, unconfirmed, sqlite_url(tmp_path / "rash.db"))
    rash.start()
    with cluster.alone(lone) as number:
        undone = lone.block(number)["hash"]
        rash.sync()
        clerk(village).send(registering(shire, village))
        lonely = clerk(village, 1).waiting(HURRIED)
        lonely.move(chain)
        with pytest.raises((ChainHalted, TransactionStuck)):
            lonely.send(registering(shire, village))
        at = shire.small.at()
        assert at is not None
        assert at.number <= number - shire.network.confirmations

    assert lone.block(number)["hash"] == shire.node.block(number)["hash"] != undone
    with pytest.raises(ChainDiverged):
        rash.sync()
    shire.whole()


def test_the_node_that_is_asked_dies_and_another_is_asked(
    cluster: Cluster, shire: Shire, village: Body, tmp_path: Path, dice: random.Random
) -> None:
    first, rows, batches, midway = shire.node, plan(tmp_path, "RPC"), dice.randrange(4), Event()
    with ThreadPoolExecutor() as pool:
        hurried = clerk(village).waiting(HURRIED)
        work = pool.submit(imported, shire, village, hurried, rows, midway, batches)
        assert midway.wait(_PATIENCE)
        time.sleep(dice.uniform(0, 0.5))
        first.kill()
        with pytest.raises((NodeDown, TransactionStuck)):
            work.result()
    with pytest.raises(NodeDown):
        clerk(village).send(registering(shire, village))
    shire.use(cluster.validators[3])
    imported(shire, village, clerk(village), rows, midway)
    first.start()
    cluster.whole()
    shire.whole()
