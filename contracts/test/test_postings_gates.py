"""Postings: the three gates, pause and recode.

check (what, for whom, where)
├── for whom: the party itself, its keeper; not the keeper's keeper, not another ── NotActingFor
├── standing of the party and of its keeper ──────────────── PartyNotInGoodStanding, PartyExpired
├── where: every area of the batch lies inside the posting's  OutOfArea
├── an area that is nowhere, no area at all ──────────────── JurisdictionInvalid, EmptyBatch
└── the act only releases: neither standing nor pause is asked
pause   refuses all but releasing acts
recode  one step, no chains, both areas
"""

import pytest

from contracts.test.cast import (
    COUNTY,
    GROUP,
    NEXT_COUNTY,
    NEXT_TOWNSHIP,
    NEXT_VILLAGE,
    TOWNSHIP,
    VILLAGE,
    new_posting,
    paper,
)
from contracts.test.chain import address
from contracts.test.deployment import GOVERNMENT
from contracts.test.test_postings_offices import keep
from contracts.test.words import DAY, refused
from contracts.test.world import World
from ledger.chain import network
from ledger.kit.jurisdiction import NATION
from ledger.kit.numbers import Role, Standing

TERM = network.load("embedded").delays.filing
MAYOR = address("officer of the township")


@pytest.fixture
def mayor(world: World) -> bytes:
    """An officer of the village posted to the whole township."""
    row = new_posting(MAYOR, TOWNSHIP, world.now() + DAY, {Role.HOLD})
    world.postings.post(world.village.id, [row], by=world.village.admin)
    return MAYOR


def suspend(world: World, party: bytes) -> None:
    by = world.bureau.pair(Role.APPROVE)
    world.parties.setStanding(world.bureau.id, party, Standing.SUSPENDED, paper("standing"), by=by)


@pytest.mark.parametrize("inside", [TOWNSHIP, VILLAGE, NEXT_VILLAGE, GROUP])
def test_a_posting_covers_what_lies_in_its_area(world: World, mayor: bytes, inside: int) -> None:
    world.postings.check(mayor, Role.HOLD, world.village.id, [inside], False)


@pytest.mark.parametrize("outside", [COUNTY, NEXT_TOWNSHIP, NEXT_COUNTY, NATION])
def test_a_posting_covers_nothing_outside(world: World, mayor: bytes, outside: int) -> None:
    for areas in ([outside], [VILLAGE, outside], [outside, VILLAGE]):
        for releasing in (False, True):
            with refused("OutOfArea", officer=mayor, area=outside):
                world.postings.check(mayor, Role.HOLD, world.village.id, areas, releasing)


@pytest.mark.parametrize("nowhere", [0, 1, 999_999_999_999, NATION + 1])
def test_nowhere_is_refused(world: World, mayor: bytes, nowhere: int) -> None:
    for areas in ([nowhere], [VILLAGE, nowhere]):
        with refused("JurisdictionInvalid", area=nowhere):
            world.postings.check(mayor, Role.HOLD, world.village.id, areas, False)


def test_no_area_at_all_is_refused(world: World, mayor: bytes) -> None:
    with refused("EmptyBatch"):
        world.postings.check(mayor, Role.HOLD, world.village.id, [], False)


def test_a_posting_ends_on_its_date(world: World, mayor: bytes) -> None:
    until = world.postings.posting(mayor)["until"]
    world.chain.at(until - 1)
    world.chain.mine()
    world.postings.check(mayor, Role.HOLD, world.village.id, [VILLAGE], False)
    world.chain.at(until + 1)
    world.chain.mine()
    with refused("PostingExpired", officer=mayor, until=until):
        world.postings.check(mayor, Role.HOLD, world.village.id, [VILLAGE], True)


def test_an_unknown_party_is_refused(world: World, mayor: bytes) -> None:
    with refused("PartyUnknown", party=b"\x07" * 16):
        world.postings.check(mayor, Role.HOLD, b"\x07" * 16, [VILLAGE], False)


def test_a_keeper_acts_for_the_kept_and_no_further(world: World) -> None:
    kept = world.kept_household()
    keep(world)
    world.postings.check(world.village.officer(Role.HOLD), Role.HOLD, kept.id, [VILLAGE], False)
    world.postings.check(world.centre.officer(Role.HOLD), Role.HOLD, world.village.id, [VILLAGE], False)
    with refused("NotActingFor", officer=world.centre.officer(Role.HOLD), party=kept.id):
        world.postings.check(world.centre.officer(Role.HOLD), Role.HOLD, kept.id, [VILLAGE], False)
    with refused("NotActingFor", officer=world.village.officer(Role.HOLD), party=world.centre.id):
        world.postings.check(world.village.officer(Role.HOLD), Role.HOLD, world.centre.id, [VILLAGE], False)


@pytest.mark.parametrize("who", ["kept", "keeper"])
def test_kept_and_keeper_must_both_stand_well(world: World, who: str) -> None:
    kept = world.kept_household()
    officer = world.village.officer(Role.HOLD)
    party = kept.id if who == "kept" else world.village.id
    suspend(world, party)
    with refused("PartyNotInGoodStanding", party=party):
        world.postings.check(officer, Role.HOLD, kept.id, [VILLAGE], False)
    world.postings.check(officer, Role.HOLD, kept.id, [VILLAGE], True)


def test_a_former_keeper_has_no_power_left(world: World) -> None:
    keep(world)
    by = world.bureau.pair(Role.APPROVE)
    world.parties.setKeeper(world.bureau.id, world.village.id, bytes(16), paper("keeper"), by=by)
    with refused("NotActingFor"):
        world.postings.check(world.centre.officer(Role.HOLD), Role.HOLD, world.village.id, [VILLAGE], False)


# pause


def test_a_pause_refuses_all_but_releasing_acts(world: World, mayor: bytes) -> None:
    with refused("AccessManagedUnauthorized"):
        world.postings.pause(True, by=world.bureau.admin)
    world.postings.pause(True, by=GOVERNMENT)
    with refused("SystemPaused"):
        world.postings.check(mayor, Role.HOLD, world.village.id, [VILLAGE], False)
    world.postings.check(mayor, Role.HOLD, world.village.id, [VILLAGE], True)
    world.postings.suspend(world.village.id, mayor, by=world.village.admin)
    world.postings.recall(world.village.id, [mayor], by=world.village.admin)
    world.postings.pause(False, by=GOVERNMENT)
    world.register(1)


# recode


def test_a_recoded_division_stands_for_its_successor_on_both_sides(world: World, mayor: bytes) -> None:
    with refused("AccessManagedUnauthorized"):
        world.postings.recode(TOWNSHIP, NEXT_TOWNSHIP, by=world.bureau.admin)
    world.postings.recode(TOWNSHIP, NEXT_TOWNSHIP, by=GOVERNMENT)
    world.postings.check(mayor, Role.HOLD, world.village.id, [NEXT_TOWNSHIP], False)
    world.postings.check(mayor, Role.HOLD, world.village.id, [TOWNSHIP], False)
    assert world.postings.current(NEXT_VILLAGE) == NEXT_VILLAGE


def test_recodes_form_no_chains(world: World) -> None:
    world.postings.recode(VILLAGE, NEXT_VILLAGE, by=GOVERNMENT)
    with refused("RecodeChains"):
        world.postings.recode(NEXT_VILLAGE, GROUP, by=GOVERNMENT)
    with refused("RecodeChains"):
        world.postings.recode(GROUP, VILLAGE, by=GOVERNMENT)
    with refused("RecodeChains"):
        world.postings.recode(GROUP, GROUP, by=GOVERNMENT)


@pytest.mark.parametrize("pair", [(0, VILLAGE), (VILLAGE, 0), (VILLAGE, NATION + 1)])
def test_nowhere_is_no_successor(world: World, pair: tuple[int, int]) -> None:
    with refused("JurisdictionInvalid"):
        world.postings.recode(*pair, by=GOVERNMENT)
