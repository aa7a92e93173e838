"""One node and one county for the whole suite; each test starts from the same block and is checked when it ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from contracts.test.cast import admit
from contracts.test.chain import Chain, start
from contracts.test.deployment import fill, place
from contracts.test.heads import Heads
from contracts.test.invariants import check
from contracts.test.machine import Machine
from contracts.test.world import World
from ledger.chain import network


@pytest.fixture(scope="session")
def county() -> Iterator[tuple[World, Heads]]:
    """The system with its catalogues and cast, and the heads of its dossiers so far."""
    with opened() as chain:
        place(chain, network.load("embedded"))
        fill(chain)
        world = World(chain, admit(chain))
        heads = Heads(names=chain.names)
        verify(world, heads, 0)
        yield world, heads


@contextmanager
def opened() -> Iterator[Chain]:
    """A node; with CONTRACTS_UNDER_TEST, the contracts of that folder in this process."""
    if "CONTRACTS_UNDER_TEST" in os.environ:
        yield Machine()
        return
    child, rpc = start()
    yield Chain(rpc)
    rpc.close()
    child.terminate()
    child.wait()


@pytest.fixture(autouse=True)
def world(county: tuple[World, Heads]) -> Iterator[World]:
    """The county; when it ends, what invariants 1, 7, 8, 9 and 18 say is checked."""
    world, heads = county
    chain = world.chain
    snapshot, first, places = chain.snapshot(), chain.height() + 1, dict(chain.places)
    yield world
    chain.places.update(places)
    verify(world, Heads(dict(heads.heads), heads.names), first)
    chain.revert(snapshot)


def verify(world: World, heads: Heads, first: int) -> None:
    """Every head of every subject touched since a block, rebuilt from logs, is what `Dossiers.head` says."""
    if world.chain.height() < first:
        return
    logs = world.chain.logs(first)
    touched = sorted(heads.add(logs))
    found = world.chain.read_many("Dossiers", "head", [(subject,) for subject in touched])
    assert found == [heads.heads[subject] for subject in touched]
    check(world, logs)
