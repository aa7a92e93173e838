"""Parties: who is admitted, vouched for, suspended, kept.

admit ─────── government alone; a kind of the catalogue; a real area; once
register
├── by a kind that may not vouch for this one ──── NotAnIssuer
├── of a party outside the officer's area ──────── OutOfArea
├── no row; one bad row ────────────────────────── EmptyBatch; nothing is stored
├── the same salt and area again ───────────────── PartyExists
└── kept ───────────────────────────────────────── the issuer is the keeper
renew ─────── an identity that ran out stops its officers until it is renewed
setStanding
├── by neither bureau nor regulator ────────────── NotAnAuthority
├── neither good nor suspended ─────────────────── StandingUnknown
└── else ───────────────────────────────────────── officers stop; what the party holds stays
setKeeper
├── by any but a bureau ────────────────────────── NotAnAuthority
├── the party itself; a party that is not there ── KeeperIsParty, PartyUnknown
└── else ───────────────────────────────────────── the keeper acts; 0 ends it
bar, release  contracts with *lock* alone, each its own
"""

import pytest

from contracts.test.cast import COUNTY, NEXT_COUNTY, VILLAGE, Party, new_party, new_posting, paper, party_id
from contracts.test.chain import address
from contracts.test.deployment import GOVERNMENT
from contracts.test.words import DAY, refused
from contracts.test.world import World
from ledger.kit.numbers import Act, PartyKind, RightKind, Role, Standing

STRANGER = address("stranger")


def test_government_alone_admits(world: World) -> None:
    row = new_party("a court", PartyKind.COURT, COUNTY)
    for by in (STRANGER, world.bureau.admin, world.bureau.officer(Role.REGISTER)):
        with refused("AccessManagedUnauthorized", caller=by):
            world.parties.admit(row, by=by)
    world.parties.admit(row, by=GOVERNMENT)
    party = world.parties.party(party_id("a court", COUNTY))
    assert party == {
        "keeper": bytes(16), "area": COUNTY, "until": 0,
        "kind": PartyKind.COURT, "standing": Standing.GOOD, "bars": 0,
    }  # fmt: skip


def test_a_party_is_admitted_once(world: World) -> None:
    with refused("PartyExists", party=world.court.id):
        world.parties.admit(new_party("court", PartyKind.COURT, COUNTY), by=GOVERNMENT)


@pytest.mark.parametrize("kind", [0, 21, 0xFFFF])
def test_a_kind_of_party_that_is_not_there_is_refused(world: World, kind: int) -> None:
    with refused("PartyKindUnknown", kind=kind):
        world.parties.admit(new_party("nobody", PartyKind.COURT, COUNTY) | {"kind": kind}, by=GOVERNMENT)


@pytest.mark.parametrize("area", [0, 1, 10**14 + 1])
def test_a_party_is_somewhere(world: World, area: int) -> None:
    with refused("JurisdictionInvalid", area=area):
        world.parties.admit(new_party("nobody", PartyKind.COURT, area), by=GOVERNMENT)


def test_the_bureau_vouches_for_a_collective(world: World) -> None:
    row = new_party("third village", PartyKind.VILLAGE_COLLECTIVE, VILLAGE)
    world.parties.register(world.bureau.id, [row], by=world.bureau.officer(Role.REGISTER))
    assert world.parties.party(party_id("third village", VILLAGE))["keeper"] == bytes(16)


@pytest.mark.parametrize("kind", [PartyKind.BANK, PartyKind.COURT, PartyKind.BUREAU, PartyKind.VALUER])
def test_nobody_inside_vouches_for_banks_courts_and_authorities(world: World, kind: PartyKind) -> None:
    with refused("NotAnIssuer", issuer=world.bureau.id, kind=kind):
        rows = [new_party("somebody", kind, VILLAGE)]
        world.parties.register(world.bureau.id, rows, by=world.bureau.officer(Role.REGISTER))


def test_a_collective_vouches_for_households_and_not_for_collectives(world: World) -> None:
    with refused("NotAnIssuer", issuer=world.village.id, kind=PartyKind.GROUP_COLLECTIVE):
        rows = [new_party("somebody", PartyKind.GROUP_COLLECTIVE, VILLAGE)]
        world.parties.register(world.village.id, rows, by=world.village.officer(Role.REGISTER))


def test_a_kept_household_is_kept_by_who_vouched(world: World) -> None:
    kept = world.kept_household()
    assert world.parties.party(kept.id)["keeper"] == world.village.id


def test_a_batch_is_checked_row_by_row_and_stored_whole(world: World) -> None:
    rows = [new_party("one", PartyKind.HOUSEHOLD, VILLAGE), new_party("two", PartyKind.HOUSEHOLD, NEXT_COUNTY)]
    by = world.village.officer(Role.REGISTER)
    with refused("OutOfArea", officer=by, area=NEXT_COUNTY):
        world.parties.register(world.village.id, rows, by=by)
    with refused("PartyUnknown", party=party_id("one", VILLAGE)):
        world.parties.party(party_id("one", VILLAGE))
    with refused("EmptyBatch"):
        world.parties.register(world.village.id, [], by=by)
    with refused("PartyExists", party=party_id("one", VILLAGE)):
        world.parties.register(world.village.id, rows[:1] * 2, by=by)


def test_an_identity_that_ran_out_stops_its_officers_until_it_is_renewed(world: World) -> None:
    row, until = new_party("cooperative of a year", PartyKind.COOPERATIVE, VILLAGE), world.now() + DAY
    party, officer = party_id("cooperative of a year", VILLAGE), address("its officer")
    world.parties.register(world.bureau.id, [row | {"until": until}], by=world.bureau.officer(Role.REGISTER))
    chief = address("its administrator")
    world.postings.admit(party, new_posting(chief, VILLAGE, until + 9 * DAY, {Role.ADMIN}), by=GOVERNMENT)
    world.postings.post(party, [new_posting(officer, VILLAGE, until + 9 * DAY, {Role.HOLD})], by=chief)
    world.postings.check(officer, Role.HOLD, party, [VILLAGE], False)
    world.chain.travel(DAY + 1)
    with refused("PartyExpired", party=party, until=until):
        world.postings.check(officer, Role.HOLD, party, [VILLAGE], False)
    with refused("PartyExpired", party=party):
        world.parties.demandGood(party)
    later = world.now() + DAY
    world.parties.renew(world.bureau.id, party, later, paper("identity"), by=world.bureau.officer(Role.REGISTER))
    world.postings.check(officer, Role.HOLD, party, [VILLAGE], False)


def test_renewal_asks_the_same_of_the_issuer(world: World) -> None:
    by = world.village.officer(Role.REGISTER)
    with refused("NotAnIssuer", issuer=world.village.id):
        world.parties.renew(world.village.id, world.cooperative.id, 0, paper("identity"), by=by)
    with refused("PartyUnknown", party=b"\x09" * 16):
        world.parties.renew(world.village.id, b"\x09" * 16, 0, paper("identity"), by=by)


def suspend_and_back(world: World, body: Party, role: Role) -> None:
    right = world.layer(RightKind.CONTRACT)
    terms = world.transfer(right, world.next_household)
    args = (body.id, world.household.id, int(Standing.SUSPENDED), paper("standing"))
    world.parties.setStanding(*args, by=body.pair(role))
    with refused("PartyNotInGoodStanding", party=world.household.id):
        world.propose_transfer(terms, world.household)
    assert world.rights.right(right)["holder"] == world.household.id
    world.rights.check(right, Act.TRANSFER)
    args = (body.id, world.household.id, int(Standing.GOOD), paper("standing"))
    world.parties.setStanding(*args, by=body.pair(role))
    world.propose_transfer(terms, world.household)


def test_a_suspended_party_loses_its_officers_power_and_nothing_it_holds(world: World) -> None:
    suspend_and_back(world, world.bureau, Role.APPROVE)


def test_the_regulator_suspends_too(world: World) -> None:
    """The regulator's own kind allows the role that the act asks."""
    asked = Role.APPROVE
    roles = world.kinds.partyKind(PartyKind.REGULATOR)["roles"]
    assert roles >> asked & 1, "no officer of a regulator can hold the role that setStanding asks"
    suspend_and_back(world, world.regulator, asked)


@pytest.mark.parametrize("body", ["finance", "court"])
def test_standing_is_the_bureaus_and_the_regulators(world: World, body: str) -> None:
    party = world.cast[body]
    with refused("NotAnAuthority" if body == "finance" else "RoleMissing"):
        args = (party.id, world.village.id, int(Standing.SUSPENDED), paper("standing"))
        world.parties.setStanding(*args, by=party.pair(Role.APPROVE if body == "finance" else Role.ORDER))


@pytest.mark.parametrize("standing", [0, 3, 255])
def test_there_are_two_standings(world: World, standing: int) -> None:
    with refused("StandingUnknown", standing=standing):
        args = (world.bureau.id, world.village.id, standing, paper("standing"))
        world.parties.setStanding(*args, by=world.bureau.pair(Role.APPROVE))


def test_standing_of_a_party_that_is_not_there_is_refused(world: World) -> None:
    with refused("PartyUnknown", party=b"\x09" * 16):
        args = (world.bureau.id, b"\x09" * 16, int(Standing.GOOD), paper("standing"))
        world.parties.setStanding(*args, by=world.bureau.pair(Role.APPROVE))


def test_the_keeper_is_another_party_that_is_there(world: World) -> None:
    by = world.bureau.pair(Role.APPROVE)
    with refused("KeeperIsParty", party=world.village.id):
        world.parties.setKeeper(world.bureau.id, world.village.id, world.village.id, paper("keeper"), by=by)
    with refused("PartyUnknown", party=b"\x09" * 16):
        world.parties.setKeeper(world.bureau.id, world.village.id, b"\x09" * 16, paper("keeper"), by=by)
    world.parties.setKeeper(world.bureau.id, world.village.id, world.centre.id, paper("keeper"), by=by)
    assert world.parties.party(world.village.id)["keeper"] == world.centre.id


@pytest.mark.parametrize("body", ["finance", "court"])
def test_keepers_are_the_bureaus(world: World, body: str) -> None:
    party = world.cast[body]
    with refused("NotAnAuthority" if body == "finance" else "RoleMissing"):
        args = (party.id, world.village.id, world.centre.id, paper("keeper"))
        world.parties.setKeeper(*args, by=party.pair(Role.APPROVE if body == "finance" else Role.ORDER))


def test_only_contracts_that_lock_bar_a_party(world: World) -> None:
    for by in (STRANGER, world.court.officer(Role.ORDER), world.assets.address):
        with refused("NotEnrolled", writer=by):
            world.parties.bar(world.village.id, paper("cause"), by, by=by)


def test_a_bar_on_a_party_is_released_by_who_set_it_once(world: World) -> None:
    orders, mortgages = world.orders.address, world.mortgages.address
    world.parties.bar(world.village.id, paper("cause"), STRANGER, by=orders)
    with refused("CauseExists"):
        world.parties.bar(world.village.id, paper("cause"), STRANGER, by=orders)
    with refused("NotTheLocker"):
        world.parties.release(world.village.id, paper("cause"), STRANGER, by=mortgages)
    world.parties.release(world.village.id, paper("cause"), STRANGER, by=orders)
    with refused("NotTheLocker"):
        world.parties.release(world.village.id, paper("cause"), STRANGER, by=orders)
    assert world.parties.party(world.village.id)["bars"] == 0


def test_a_bar_is_not_released_from_another_party(world: World) -> None:
    world.parties.bar(world.village.id, paper("cause"), STRANGER, by=world.orders.address)
    world.parties.bar(world.next_village.id, paper("another"), STRANGER, by=world.orders.address)
    with refused("NotTheLocker"):
        world.parties.release(world.next_village.id, paper("cause"), STRANGER, by=world.orders.address)
