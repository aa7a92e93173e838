"""Postings: two persons (经办/复核) for one act.

file and use
├── filed by who has no posting ──────────────────────────── NoPosting
├── filed already by a colleague; by oneself ────────────── FilingExists; does no harm
├── filed by another organisation ───────────────────────── neither serves nor stands in the way
├── used by another contract than the target ────────────── FilingMissing
├── used twice ──────────────────────────────────────────── FilingMissing
├── other calldata ──────────────────────────────────────── FilingMissing
├── after its term ──────────────────────────────────────── FilingExpired; it can then be filed anew
├── maker and checker are one ───────────────────────────── SameOfficer
├── maker recalled, suspended, expired meanwhile ────────── the maker's own refusal
├── maker of the kept, checker of the keeper ────────────── allowed
└── filed by kept and keeper ────────────────────────────── a colleague's is taken while it stands, else the other's
"""

from typing import Any

import pytest

from contracts.test.cast import (
    COUNTY,
    NEXT_TOWNSHIP,
    new_posting,
    paper,
)
from contracts.test.chain import address
from contracts.test.deployment import GOVERNMENT
from contracts.test.invariants import decoded
from contracts.test.test_postings_offices import keep
from contracts.test.words import DAY, refused
from contracts.test.world import World
from ledger.chain import network
from ledger.chain.codec import calldata
from ledger.kit.keccak import keccak
from ledger.kit.numbers import Role, Standing

TERM = network.load("embedded").delays.filing
MAYOR = address("officer of the township")


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


def test_a_call_that_a_colleague_filed_is_not_filed_again(world: World) -> None:
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
        away(world): "OutOfArea",
    }
    for maker, code in makers.items():
        snapshot = world.chain.snapshot()
        world.postings.file(world.parties.address, hashed, by=maker)
        with refused(code, officer=maker):
            world.chain.raw(world.parties.address, data, checker)
        world.chain.revert(snapshot)


def test_what_another_organisation_files_neither_serves_nor_stands_in_the_way(world: World) -> None:
    """Whoever knows a call could file it first, and its makers would wait until that filing ends."""
    (maker, checker), hashed, data = act(world)
    for stranger in (world.court.officer(Role.ORDER), world.next_bureau.officer(Role.APPROVE)):
        world.postings.file(world.parties.address, hashed, by=stranger)
        with refused("FilingMissing"):
            world.chain.raw(world.parties.address, data, checker)
    world.postings.file(world.parties.address, hashed, by=maker)
    world.chain.raw(world.parties.address, data, checker)


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


def issuing(world: World) -> tuple[bytes, bytes]:
    """An act of the kept village: calldata hash, calldata."""
    keep(world)
    rows = [world.new_right(world.asset(1), 1, world.village)]
    data = calldata(world.chain.abi.function("Rights", "issue"), (world.village.id, rows, paper("mandate"), False))
    return keccak(data), data


def makers(world: World, receipt: Any) -> list[bytes]:
    """Who had filed what a transaction used up."""
    happened = [decoded(world, log) for log in receipt["logs"]]
    return [bytes(args["maker"]) for name, args in happened if name == "FilingUsed"]


@pytest.mark.parametrize("side", ["village", "centre"])
def test_a_colleagues_filing_is_taken_first(world: World, side: str) -> None:
    hashed, data = issuing(world)
    pairs = {name: world.cast[name].pair(Role.REGISTER) for name in ("village", "centre")}
    for maker, _ in pairs.values():
        world.postings.file(world.rights.address, hashed, by=maker)
    maker, checker = pairs[side]
    assert makers(world, world.chain.raw(world.rights.address, data, checker)) == [maker]


def test_a_keepers_filing_serves_where_the_own_ran_out(world: World) -> None:
    hashed, data = issuing(world)
    own, keepers = world.village.pair(Role.REGISTER), world.centre.officer(Role.REGISTER)
    world.postings.file(world.rights.address, hashed, by=own[0])
    world.chain.at(world.now() + TERM)
    with refused("FilingExpired"):
        world.chain.raw(world.rights.address, data, own[1])
    world.postings.file(world.rights.address, hashed, by=keepers)
    assert makers(world, world.chain.raw(world.rights.address, data, own[1])) == [keepers]


def test_the_filing_of_a_former_keeper_serves_no_more(world: World) -> None:
    hashed, data = issuing(world)
    world.postings.file(world.rights.address, hashed, by=world.centre.officer(Role.REGISTER))
    by = world.bureau.pair(Role.APPROVE)
    world.parties.setKeeper(world.bureau.id, world.village.id, bytes(16), paper("no keeper"), by=by)
    with refused("FilingMissing"):
        world.chain.raw(world.rights.address, data, world.village.officer(Role.REGISTER))
