"""A chain read through a connection that fails in every way, while blocks arrive and are reorganised above the line."""

from collections import Counter
from random import Random

from ledger.chain.rpc import Rpc
from ledger.kit.errors import LedgerError
from ledger.store.db import reading
from tests.faults import oracle
from tests.faults.acts import Acts
from tests.faults.proxy import FAULTS, LATE, Proxy
from tests.indexer.shelf import Node, World, deploy, world

CONFIRMATIONS = 2


def endure(node: Node, url: str, seed: int, faults: int) -> Counter[str]:
    """Sync between faults until so many were met, then without; the mirror is the fold from genesis.

    Returns how often which error ended a sync. AssertionError when the mirror is wrong.
    """
    random, told = Random(seed), Counter[str]()
    waiting: list[str] = []

    def choose() -> str | None:
        # Every fault comes as often as every other.
        if random.random() < 0.7 or not waiting:
            return None
        return waiting.pop()

    for _ in range(-(-faults // len(FAULTS))):
        waiting += random.sample(FAULTS, len(FAULTS))
    deployment = deploy(node.rpc)
    truth = world(node.rpc, deployment, url, confirmations=CONFIRMATIONS)
    truth.mirror.create()
    acts = Acts(truth, random)
    with Proxy(node.rpc.url, choose) as proxy, Rpc(proxy.url, timeout=LATE / 2) as rpc:
        made = world(rpc, deployment, url, confirmations=CONFIRMATIONS)
        while waiting:
            for _ in range(random.randrange(3)):
                acts.step()
            if random.random() < 0.2:
                _reorganise(acts, truth, random)
            try:
                made.indexer.sync()
            except LedgerError as error:
                told[error.code] += 1
    for _ in range(2):
        truth.indexer.sync()
    with reading(truth.mirror.engine) as connection:
        found = oracle.stored(connection, truth.mirror)
    assert found == oracle.folded(truth.mirror, truth.source, node.rpc.height() - CONFIRMATIONS)
    return told


def _reorganise(acts: Acts, made: World, random: Random) -> None:
    """Moves that come into blocks without confirmations yet, and some of them go again."""
    for _ in range(CONFIRMATIONS):
        acts.move()
    made.chain.rpc.call("anvil_reorg", random.choice((1, CONFIRMATIONS)), [])
