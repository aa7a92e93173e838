"""The gate table (rules §2), function by function, with every wrong caller.

a function of the ABI that changes something
├── stands in gates.toml, which is what the sources say
├── of a person
│   ├── nobody ──────────────────────────────── NoPosting
│   ├── another role ────────────────────────── RoleMissing
│   ├── the right role of another organisation ─ NotActingFor
│   ├── the right role in a neighbouring area ── OutOfArea
│   ├── an expired posting ──────────────────── PostingExpired
│   ├── a suspended posting ─────────────────── PostingSuspended
│   ├── a suspended party ───────────────────── PartyNotInGoodStanding; passes if the act only releases
│   ├── while the system is paused ──────────── SystemPaused; passes if the act only releases
│   └── the right officer ───────────────────── passes
├── of two persons, beside these
│   ├── nothing filed ───────────────────────── FilingMissing
│   ├── one officer twice ───────────────────── SameOfficer
│   ├── a filing that ran out ───────────────── FilingExpired
│   └── each of the wrong callers as maker ──── refused as above; of another organisation: FilingMissing
├── of government: anybody else ─────────────── AccessManagedUnauthorized
└── of enrolled contracts: anybody else ─────── NotEnrolled, NotTheLocker
"""

import tomllib
from typing import Any

import pytest

from contracts.test import gates
from contracts.test.cast import NEXT_COUNTY, Party, paper
from contracts.test.chain import Pair, address
from contracts.test.deployment import GOVERNMENT
from contracts.test.gate_cases import CASES, TWINS
from contracts.test.words import refused
from contracts.test.world import World
from ledger.chain import network
from ledger.kit.numbers import Role, Standing

TABLE: dict[str, dict[str, str]] = tomllib.loads(gates.TABLE.read_text("utf-8"))
PERSONS = sorted(name for name, row in TABLE.items() if row["gate"] in ("acting", "releasing"))
PAIRS = [name for name in PERSONS if TABLE[name]["persons"] == "two"]
NOBODY = address("nobody at all")
INHERITED = {"setAuthority"}
"""Of OpenZeppelin's AccessManaged: the manager itself calls it, and nobody is its admin after deployment."""

TWO_PERSONS_BY_RULE = {
    "Rights.issue", "Rights.reissue", "Rights.extend", "Assets.confirm", "Mortgages.accept", "Transfers.accept",
    "Mortgages.amend", "Mortgages.consent", "Mortgages.discharge", "Mortgages.dischargeByCourt", "Orders.lay",
    "Orders.layOnParty", "Orders.renew", "Orders.lift", "Parties.setStanding", "Parties.setKeeper",
    "Assets.reassign", "Assets.retire", "Mortgages.renew", "Mortgages.assign", "Mortgages.changeRank",
    "Assets.redirect",
}  # fmt: skip
RELEASING_BY_RULE = {
    "Mortgages.discharge", "Mortgages.dischargeByCourt", "Mortgages.withdraw", "Transfers.withdraw", "Orders.lift",
    "Postings.recall", "Postings.suspend", "Postings.vetoHandover", "Mortgages.withdrawChange",
}  # fmt: skip


def role_of(name: str) -> Role:
    return Role[TABLE[name]["role"].upper()]


def call(world: World, name: str, args: tuple[Any, ...], by: bytes | Pair) -> None:
    contract, function = name.split(".")
    world.chain.send(contract, function, *args, by=by)


def suspend(world: World, party: Party) -> None:
    """By the other bureau, so that a bureau can be suspended too."""
    by, body = world.next_bureau.pair(Role.APPROVE), world.next_bureau.id
    world.parties.setStanding(body, party.id, int(Standing.SUSPENDED), paper("standing"), by=by)


def wrong(world: World, who: str, party: Party, role: Role) -> tuple[bytes, str]:
    """A caller that lacks one thing, and how it is refused."""
    if who == "nobody":
        return NOBODY, "NoPosting"
    if who == "another role":
        return (party.pair(Role.HOLD)[1] if role == Role.ADMIN else party.admin), "RoleMissing"
    if who == "another organisation":
        return world.hire(world.cast[TWINS[party.name]], role), "NotActingFor"
    if who == "a neighbouring area":
        return world.hire(party, role, NEXT_COUNTY), "OutOfArea"
    officer = world.hire(party, role, seconds=3600)
    if who == "an expired posting":
        world.chain.travel(3601)
        return officer, "PostingExpired"
    world.postings.suspend(party.id, officer, by=party.admin)
    return officer, "PostingSuspended"


WRONG = [
    "nobody", "another role", "another organisation", "a neighbouring area", "an expired posting",
    "a suspended posting",
]  # fmt: skip


def test_the_table_is_what_the_sources_say() -> None:
    """Invariant 2."""
    assert gates.TABLE.read_text("utf-8") == gates.rendered(), "run: python contracts/test/gates.py"


def test_every_function_that_changes_something_stands_in_the_table(world: World) -> None:
    """Invariant 2."""
    ours = {name: row for name, row in world.chain.abi.contracts.items() if name != "AccessManager"}
    functions = {
        f"{name}.{entry.name}"
        for name, row in ours.items()
        for entry in row.functions.values()
        if entry.mutability not in ("view", "pure") and entry.name not in INHERITED
    }
    assert functions == set(TABLE)
    assert set(CASES) == set(PERSONS)


def test_two_persons_stand_where_the_rules_want_them() -> None:
    assert set(PAIRS) >= TWO_PERSONS_BY_RULE


def test_exactly_the_acts_that_only_release_ask_neither_standing_nor_pause() -> None:
    assert {name for name in PERSONS if TABLE[name]["gate"] == "releasing"} == RELEASING_BY_RULE


@pytest.mark.parametrize("name", PERSONS)
@pytest.mark.parametrize("who", WRONG)
def test_a_wrong_caller_is_refused(world: World, name: str, who: str) -> None:
    """Invariant 3."""
    party, args = CASES[name](world)
    role = role_of(name)
    maker = world.hire(party, role)
    caller, code = wrong(world, who, party, role)
    with refused(code):
        call(world, name, args, (maker, caller) if name in PAIRS else caller)


@pytest.mark.parametrize("name", PERSONS)
def test_the_right_officer_passes(world: World, name: str) -> None:
    party, args = CASES[name](world)
    maker, checker = world.hire(party, role_of(name)), world.hire(party, role_of(name))
    call(world, name, args, (maker, checker) if name in PAIRS else checker)


@pytest.mark.parametrize("name", PERSONS)
@pytest.mark.parametrize("stop", ["a suspended party", "a pause"])
def test_a_stop_refuses_all_but_releasing_acts(world: World, name: str, stop: str) -> None:
    """Invariant 5."""
    party, args = CASES[name](world)
    maker, checker = world.hire(party, role_of(name)), world.hire(party, role_of(name))
    if stop == "a pause":
        world.postings.pause(True, by=GOVERNMENT)
    else:
        suspend(world, party)
    by = (maker, checker) if name in PAIRS else checker
    if TABLE[name]["gate"] == "releasing":
        call(world, name, args, by)
        return
    with refused("SystemPaused" if stop == "a pause" else "PartyNotInGoodStanding"):
        call(world, name, args, by)


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("who", WRONG)
def test_a_wrong_maker_is_refused_when_the_filing_is_used(world: World, name: str, who: str) -> None:
    """Invariant 4."""
    party, args = CASES[name](world)
    role = role_of(name)
    checker = world.hire(party, role)
    maker, code = wrong(world, who, party, role)
    # What another organisation files is not seen at all.
    stranger = code == "NotActingFor"
    with refused("FilingMissing") if stranger else refused(code, officer=maker):
        call(world, name, args, (maker, checker))


@pytest.mark.parametrize("name", PAIRS)
def test_one_person_is_not_enough(world: World, name: str) -> None:
    """Invariant 4."""
    party, args = CASES[name](world)
    officer, term = world.hire(party, role_of(name)), network.load("embedded").delays.filing
    with refused("FilingMissing"):
        call(world, name, args, officer)
    with refused("SameOfficer", officer=officer):
        call(world, name, args, (officer, officer))
    world.chain.travel(term)
    with refused("FilingExpired"):
        call(world, name, args, world.hire(party, role_of(name)))


# government and enrolled contracts


def sample(world: World, name: str) -> tuple[Any, ...]:
    """Arguments that decode, whatever they mean."""
    contract, function = name.split(".")
    return tuple(_zero(arg) for arg in world.chain.abi.function(contract, function).inputs)


def _zero(arg: Any) -> Any:
    if arg.type.endswith("]"):
        return []
    if arg.components:
        return {part.name: _zero(part) for part in arg.components}
    if arg.type == "bool":
        return False
    if arg.type == "address":
        return bytes(20)
    return bytes(int(arg.type[5:])) if arg.type.startswith("bytes") else 0


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row["gate"] == "government"])
def test_government_alone_governs(world: World, name: str) -> None:
    officers = (NOBODY, world.bureau.admin, world.bureau.officer(Role.APPROVE), world.regulator.admin)
    for by in (*officers, world.rights.address):
        with refused("AccessManagedUnauthorized", caller=by):
            call(world, name, sample(world, name), by)


def test_nobody_changes_the_manager(world: World) -> None:
    for contract in ("Enrolments", "Kinds", "Parties", "Postings"):
        for by in (NOBODY, GOVERNMENT, world.bureau.admin):
            with refused("AccessManagedUnauthorized", caller=by):
                world.chain.send(contract, "setAuthority", NOBODY, by=by)


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row["gate"] in ("enrolled", "locker")])
def test_enrolled_contracts_alone_reach_the_kernel(world: World, name: str) -> None:
    asset = world.asset(1)
    things = {"Rights": world.layer(2, asset=asset), "Assets": asset, "Parties": world.village.id}
    contract = name.split(".")[0]
    args = (things.get(contract, sample(world, name)[0]), *sample(world, name)[1:])
    if name == "Rights.grant" or (TABLE[name]["gate"] == "locker" and contract == "Rights"):
        args = sample(world, name)
    code = "NotTheLocker" if TABLE[name]["gate"] == "locker" else "NotEnrolled"
    for by in (NOBODY, GOVERNMENT, world.bureau.admin, world.kinds.address):
        with refused(code):
            call(world, name, args, by)
