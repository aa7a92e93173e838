"""Postings: the three gates, two persons, pause and recode.

check (what, for whom, where)
├── for whom: the party itself, its keeper; not the keeper's keeper, not another ── NotActingFor
├── standing of the party and of its keeper ──────────────── PartyNotInGoodStanding, PartyExpired
├── where: every area of the batch lies inside the posting's  OutOfArea
├── an area that is nowhere, no area at all ──────────────── JurisdictionInvalid, EmptyBatch
└── the act only releases: neither standing nor pause is asked
file and use
├── filed by who has no posting ──────────────────────────── NoPosting
├── filed already by another; by oneself ─────────────────── FilingExists; does no harm
├── used by another contract than the target ────────────── FilingMissing
├── used twice ──────────────────────────────────────────── FilingMissing
├── other calldata ──────────────────────────────────────── FilingMissing
├── after its term ──────────────────────────────────────── FilingExpired; it can then be filed anew
├── maker and checker are one ───────────────────────────── SameOfficer
├── maker recalled, suspended, expired meanwhile ────────── the maker's own refusal
└── maker of the kept, checker of the keeper ────────────── allowed
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
from contracts.test.world import DAY, World, refused
from ledger.chain import network
from ledger.chain.codec import calldata
from ledger.kit.jurisdiction import NATION
from ledger.kit.keccak import keccak
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
    world.chain.rpc.call("evm_mine")
    world.postings.check(mayor, Role.HOLD, world.village.id, [VILLAGE], False)
    world.chain.at(until + 1)
    world.chain.rpc.call("evm_mine")
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


# two persons


def act(world: World) -> tuple[tuple[bytes, bytes], bytes, bytes]:
    """An act of two persons that always passes: the bureau's standing of a party. Target, calldata hash, calldata."""
    arguments = (world.bureau.id, world.village.id, int(Standing.GOOD), paper("standing"))
    data = calldata(world.chain.abi.function("Parties", "setStanding"), arguments)
    return world.bureau.pair(Role.APPROVE), keccak(data), data


def test_a_filing_moves_no_head(world: World) -> None:
    (maker, _), hashed, _ = act(world)
    receipt = world.postings.file(world.parties.address, hashed, by=maker)
    assert len(receipt["logs"]) == 1  # the suite's own check proves that no dossier holds it


def test_who_has_no_posting_files_nothing(world: World) -> None:
    _, hashed, _ = act(world)
    with refused("NoPosting", officer=MAYOR):
        world.postings.file(world.parties.address, hashed, by=MAYOR)


def test_a_call_that_another_filed_is_not_filed_again(world: World) -> None:
    (maker, checker), hashed, _ = act(world)
    world.postings.file(world.parties.address, hashed, by=maker)
    with refused("FilingExists", target=world.parties.address, callHash=hashed, maker=maker):
        world.postings.file(world.parties.address, hashed, by=checker)


def test_sending_the_own_filing_again_does_no_harm(world: World) -> None:
    (maker, checker), hashed, data = act(world)
    for _ in range(2):
        world.postings.file(world.parties.address, hashed, by=maker)
    world.chain.raw(world.parties.address, data, checker)
    with refused("FilingMissing"):
        world.chain.raw(world.parties.address, data, checker)


def test_a_call_that_nobody_filed_is_refused(world: World) -> None:
    (_, checker), hashed, data = act(world)
    with refused("FilingMissing", target=world.parties.address, callHash=hashed):
        world.chain.raw(world.parties.address, data, checker)


def test_a_filing_is_used_once(world: World) -> None:
    (maker, checker), hashed, data = act(world)
    world.postings.file(world.parties.address, hashed, by=maker)
    world.chain.raw(world.parties.address, data, checker)
    with refused("FilingMissing"):
        world.chain.raw(world.parties.address, data, checker)


def test_a_filing_serves_its_own_calldata_alone(world: World) -> None:
    (maker, checker), hashed, data = act(world)
    world.postings.file(world.parties.address, hashed, by=maker)
    for other in (data[:-1] + bytes([data[-1] ^ 1]), data + b"\0"):
        with refused("FilingMissing"):
            world.chain.raw(world.parties.address, other, checker)


def test_a_filing_serves_its_target_alone(world: World) -> None:
    (maker, checker), hashed, _ = act(world)
    world.postings.file(world.parties.address, hashed, by=maker)
    for caller in (checker, maker, GOVERNMENT, world.assets.address):
        with refused("FilingMissing"):
            args = (checker, Role.APPROVE, world.bureau.id, [COUNTY], False, hashed)
            world.chain.send("Postings", "checkPair", *args, by=caller)


def test_one_officer_is_not_two_persons(world: World) -> None:
    (maker, _), hashed, data = act(world)
    world.postings.file(world.parties.address, hashed, by=maker)
    with refused("SameOfficer", officer=maker):
        world.chain.raw(world.parties.address, data, maker)


def test_a_filing_runs_out_and_can_be_filed_anew(world: World) -> None:
    (maker, checker), hashed, data = act(world)
    world.postings.file(world.parties.address, hashed, by=maker)
    expiry = world.now() + TERM
    world.chain.at(expiry + 1)
    with refused("FilingExpired", callHash=hashed, expiry=expiry):
        world.chain.raw(world.parties.address, data, checker)
    world.postings.file(world.parties.address, hashed, by=maker)
    world.chain.raw(world.parties.address, data, checker)


def test_a_filing_falls_with_its_makers_power(world: World) -> None:
    (maker, checker), hashed, data = act(world)
    world.postings.file(world.parties.address, hashed, by=maker)
    snapshot = world.chain.snapshot()
    world.postings.recall(world.bureau.id, [maker], by=world.bureau.admin)
    with refused("NoPosting", officer=maker):
        world.chain.raw(world.parties.address, data, checker)
    world.chain.revert(snapshot)
    world.postings.suspend(world.bureau.id, maker, by=world.bureau.admin)
    with refused("PostingSuspended", officer=maker):
        world.chain.raw(world.parties.address, data, checker)


def test_a_maker_passes_the_gates_again(world: World) -> None:
    """Filing asks for a posting alone: what it is for is seen when it is used."""
    (_, checker), hashed, data = act(world)
    makers = {
        world.bureau.officer(Role.REGISTER): "RoleMissing",
        world.court.officer(Role.ORDER): "RoleMissing",
        away(world): "OutOfArea",
    }
    for maker, code in makers.items():
        snapshot = world.chain.snapshot()
        world.postings.file(world.parties.address, hashed, by=maker)
        with refused(code, officer=maker):
            world.chain.raw(world.parties.address, data, checker)
        world.chain.revert(snapshot)


def away(world: World) -> bytes:
    """An officer of the bureau posted to another township."""
    officer = address("officer elsewhere")
    roles = {Role.CONFIRM, Role.RECEIVE, Role.APPROVE, Role.ORDER}
    row = new_posting(officer, NEXT_TOWNSHIP, world.now() + DAY, roles)
    world.postings.post(world.bureau.id, [row], by=world.bureau.admin)
    return officer


def test_a_maker_of_the_kept_and_a_checker_of_the_keeper_are_two_persons(world: World) -> None:
    keep(world)
    asset = world.asset(1)
    rows = [world.new_right(asset, 1, world.village)]
    by = (world.village.officer(Role.REGISTER), world.centre.officer(Role.REGISTER))
    world.rights.issue(world.village.id, rows, paper("mandate"), False, by=by)


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
