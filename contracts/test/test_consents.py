"""Consents: how an acting call proves by the length of its list that every registered covenant was lifted for it.

accept(…, consents) on a right with two registered covenants
├── none, or one ─────────────────────────── refused
├── one of them twice, or not rising ─────── ConsentsDoNotProve
├── one without a registered covenant ────── ConsentsDoNotProve
├── one of another right ─────────────────── ConsentsDoNotProve
├── one that was discharged ──────────────── ConsentsDoNotProve
└── both, rising, lifted for this cause ──── open
consent
├── by another than the lender ───────────── NotActingFor
├── of a mortgage without a covenant ─────── nothing that it could open
└── after the right moved ────────────────── the covenant stands for the next act again
"""

import pytest

from contracts.test.cast import Party, paper
from contracts.test.test_locks import consent, transferring
from contracts.test.words import refused
from contracts.test.world import World
from ledger.kit.numbers import RightKind, Role


@pytest.fixture
def right(world: World) -> bytes:
    return world.layer(RightKind.FACILITY)


@pytest.fixture
def banned(world: World, right: bytes) -> list[tuple[bytes, Party]]:
    """Two mortgages with registered covenants on one right, by rising id."""
    lenders = (world.bank, world.next_bank)
    return sorted(((world.mortgage(right, world.cooperative, lender, covenant=2), lender) for lender in lenders),
                  key=lambda row: row[0])  # fmt: skip


def test_both_lenders_consent(world: World, right: bytes, banned: list[tuple[bytes, Party]]) -> None:
    cause, step = transferring(world, right, world.cooperative)
    (first, _), (second, _) = banned
    with refused("CovenantStands", right=right, covenants=2):
        step([])
    consent(world, first, cause, banned[0][1])
    for given in ([first], [first, first], [first, second]):
        with refused("ConsentsDoNotProve", right=right, covenants=2):
            step(given)
    consent(world, second, cause, banned[1][1])
    for given in ([first], [second], [second, first], [second, second], [first, second, second]):
        with refused("ConsentsDoNotProve", right=right, covenants=2):
            step(given)
    step([first, second])
    assert world.rights.right(right)["covenants"] == 2


def test_a_mortgage_without_a_covenant_stands_for_no_other(world: World, right: bytes) -> None:
    world.mortgage(right, world.cooperative, covenant=2)
    plain = world.mortgage(right, world.cooperative, world.next_bank, covenant=0)
    _, step = transferring(world, right, world.cooperative)
    with refused("ConsentsDoNotProve"):
        step([plain])


def test_a_covenant_on_another_right_stands_for_no_other(world: World, right: bytes) -> None:
    other = world.layer(RightKind.FACILITY)
    world.mortgage(right, world.cooperative, covenant=2)
    elsewhere = world.mortgage(other, world.cooperative, world.next_bank, covenant=2)
    cause, step = transferring(world, right, world.cooperative)
    with refused("ConsentsDoNotProve"):
        consent(world, elsewhere, cause, world.next_bank)
        step([elsewhere])


def test_a_discharged_mortgage_stands_for_no_other(world: World, right: bytes) -> None:
    gone = world.mortgage(right, world.cooperative, covenant=2)
    world.mortgage(right, world.cooperative, world.next_bank, covenant=2)
    cause, step = transferring(world, right, world.cooperative)
    consent(world, gone, cause)
    world.mortgages.discharge(gone, paper("paid"), by=world.bank.pair(Role.LEND))
    with refused("ConsentsDoNotProve"):
        step([gone])


def test_only_the_lender_consents(world: World, right: bytes) -> None:
    mortgage = world.mortgage(right, world.cooperative, covenant=2)
    cause, _ = transferring(world, right, world.cooperative)
    with refused("NotActingFor", party=world.bank.id):
        consent(world, mortgage, cause, world.next_bank)
    with refused("RoleMissing", role=Role.LEND):
        args = (mortgage, cause, paper("another consent"))
        world.mortgages.consent(*args, by=world.cooperative.pair(Role.HOLD))


def test_a_consent_opens_one_act(world: World, right: bytes) -> None:
    mortgage = world.mortgage(right, world.cooperative, covenant=2)
    cause, step = transferring(world, right, world.cooperative)
    consent(world, mortgage, cause)
    step([mortgage])
    terms = world.transfer(right, world.cooperative)
    world.propose_transfer(terms, world.enterprise)
    with refused("ConsentsDoNotProve"):
        world.accept_transfer(terms, world.enterprise, world.cooperative, consents=[mortgage])
