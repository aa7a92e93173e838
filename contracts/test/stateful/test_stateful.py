"""256 runs of a hundred permitted acts, in which any refusal is a fault, and 256 in which every other act may be wrong.

A run: twenty-one parties, three contracts for mortgages (two have live ones from the beginning, the third is enrolled
and the others are closed on the way), time that passes, calls of every function. `walk.py` judges each call by the
model before it is sent; `checks.py` asks for the numbered invariants when a run has ended. STATEFUL_RUNS changes how
many runs there are.
"""

import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import pytest

from contracts.test.cast import admit
from contracts.test.deployment import DEPLOYER, fill, place
from contracts.test.heads import Heads
from contracts.test.invariants import decoded
from contracts.test.machine import Machine
from contracts.test.stateful.checks import CHECKS
from contracts.test.stateful.ended import Ended
from contracts.test.stateful.play import RULES
from contracts.test.stateful.walk import Fault, Walk, opening, prepared
from contracts.test.world import World
from ledger.chain import network

RUNS = int(os.environ.get("STATEFUL_RUNS", "256"))
STEPS = 100
ENOUGH = 3
"""Runs with a fault after which nothing new is learned."""


@dataclass
class Season:
    """All runs: what was done, what was refused, and every fault by what it breaks."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: dict[object, list[str]] = field(default_factory=lambda: defaultdict(list))
    faulty: int = 0


@pytest.fixture(scope="module")
def season() -> Season:
    chain, found = Machine(), Season()
    place(chain, network.load("embedded"))
    knows = [chain.places[name] for name in ("Postings", "Parties", "Rights", "Dossiers")]
    for name in ("Mortgages2", "Mortgages3"):
        chain.deploy("Mortgages", *knows, by=DEPLOYER, known_as=name)
    fill(chain)
    world = World(chain, admit(chain))
    book = prepared(world, opening(world))
    start = Heads(names=chain.names)
    start.add(chain.logs(0))
    happened, first = [decoded(world, log) for log in chain.logs(0)], chain.height() + 1
    for seed in range(2 * RUNS):
        snapshot, walk = chain.snapshot(), Walk(world, book, seed, permitted=seed < RUNS)
        faults = dict[object, str]()
        try:
            walk.go(STEPS)
        except Fault as fault:
            faults["permitted" if walk.permitted else "forbidden"] = str(fault)
        logs, heads = chain.logs(first), Heads(dict(start.heads), start.names)
        heads.add(logs)
        ended = Ended(walk, world, chain.logs(0), happened + [decoded(world, log) for log in logs], heads)
        for number, check in CHECKS.items():
            try:
                check(ended)
            except (AssertionError, KeyError, ValueError):
                import traceback

                faults[number] = traceback.format_exc()[-500:]
        for what, words in faults.items():
            found.faults[what].append(f"run {seed}: {words}")
        found.done += walk.done
        found.refused += walk.refused
        found.faulty += bool(faults)
        chain.revert(snapshot)
        if found.faulty == ENOUGH:
            break
    return found


@pytest.fixture(autouse=True)
def world() -> None:
    """These runs bring a county of their own."""


def test_an_act_that_breaks_no_rule_succeeds(season: Season) -> None:
    """Invariants 11, 13, 14: nothing else refuses than the lock table, a moved head, a faulty row."""
    assert not season.faults["permitted"], season.faults["permitted"][0]


def test_an_act_that_breaks_a_rule_is_refused_by_its_name(season: Season) -> None:
    """Invariants 3, 4, 5, 11, 13, 14: all gates, locks, heads and rows refuse."""
    assert not season.faults["forbidden"], season.faults["forbidden"][0]


@pytest.mark.parametrize("number", CHECKS, ids=lambda number: f"{number} {CHECKS[number].__name__}")
def test_invariant(season: Season, number: int) -> None:
    """Invariants 1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 18, 19, 20, 21 and 22, after every run."""
    assert not season.faults[number], season.faults[number][0]


def test_every_act_was_done_and_refused(season: Season) -> None:
    """The runs reach what they are meant to reach; fewer runs than usual may not."""
    if RUNS >= 256:
        reached = {name for name in RULES if not name.startswith("Mortgages3")}
        assert reached - set(season.done) == set()
        refused = {name.split()[0].replace("Mortgages2", "Mortgages") for name in season.refused}
        assert {name for name in reached if "Mortgages2" not in name} - refused == set()
