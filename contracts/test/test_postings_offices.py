"""Postings: who gets an office, keeps it and loses it.

admit   first administrator: government alone
post
├── by whom: no officer, officer without admin, another party's admin, the keeper's admin ── refused
├── area outside the administrator's own ────────────── OutOfArea
├── a role that the party's kind has not ────────────── RolesNotAllowed
├── roles that exclude each other; admin and another ── RolesExclude
├── a date that is over, an account already posted ──── UntilInPast, PostingExists
├── no row; one bad row among good ones ─────────────── EmptyBatch; nothing is stored
└── else ──────────────────────────────────────────── the posting, one slot
renew   another date; not of another party's officer
recall  nothing is left
change  recalls and posts in one batch with an inventory, or not at all
"""

import pytest

from contracts.test.cast import COUNTY, FAR, NEXT_VILLAGE, VILLAGE, mask, new_posting, paper
from contracts.test.chain import address
from contracts.test.deployment import GOVERNMENT
from contracts.test.words import refused
from contracts.test.world import World
from ledger.kit.numbers import Role

NEW = address("a new officer")
OTHER = address("another new officer")


def row(world: World, officer: bytes = NEW, roles: set[Role] | None = None, area: int = VILLAGE) -> dict[str, object]:
    return new_posting(officer, area, world.now() + FAR, roles or {Role.HOLD})


@pytest.fixture
def chief(world: World) -> bytes:
    """An administrator of the village whose own area is the village alone."""
    officer = address("village chief")
    world.postings.post(world.village.id, [row(world, officer, {Role.ADMIN})], by=world.village.admin)
    return officer


def test_only_government_admits_the_first_administrator(world: World) -> None:
    for by in (NEW, world.bureau.admin, world.village.admin):
        with refused("AccessManagedUnauthorized", caller=by):
            world.postings.admit(world.village.id, row(world, roles={Role.ADMIN}), by=by)
    world.postings.admit(world.village.id, row(world, roles={Role.ADMIN}), by=GOVERNMENT)
    assert world.postings.posting(NEW)["roles"] == mask({Role.ADMIN})


def test_government_admits_no_officer_of_an_unknown_party(world: World) -> None:
    with refused("PartyUnknown", party=b"\x01" * 16):
        world.postings.admit(b"\x01" * 16, row(world, roles={Role.ADMIN}), by=GOVERNMENT)


def test_an_administrator_posts_an_officer(world: World, chief: bytes) -> None:
    given = row(world, roles={Role.REGISTER, Role.HOLD})
    world.postings.post(world.village.id, [given], by=chief)
    posting = world.postings.posting(NEW)
    assert posting == {
        "party": world.village.id, "area": VILLAGE, "until": given["until"],
        "roles": mask({Role.REGISTER, Role.HOLD}), "suspended": False,
    }  # fmt: skip


def test_nobody_else_posts(world: World) -> None:
    with refused("NoPosting", officer=NEW):
        world.postings.post(world.village.id, [row(world, OTHER)], by=NEW)
    with refused("RoleMissing", officer=world.village.officer(Role.HOLD), role=Role.ADMIN):
        world.postings.post(world.village.id, [row(world)], by=world.village.officer(Role.HOLD))
    with refused("NotActingFor", officer=world.next_village.admin, party=world.village.id):
        world.postings.post(world.village.id, [row(world)], by=world.next_village.admin)


def test_a_keeper_posts_nobody_into_the_office_of_the_kept(world: World) -> None:
    keep(world)
    with refused("NotActingFor", officer=world.centre.admin, party=world.village.id):
        world.postings.post(world.village.id, [row(world)], by=world.centre.admin)


def test_a_keeper_takes_no_office_away_but_by_suspending(world: World) -> None:
    keep(world)
    officer, by = world.village.officer(Role.HOLD), world.centre.admin
    with refused("NotActingFor", officer=by):
        world.postings.recall(world.village.id, [officer], by=by)
    with refused("NotActingFor", officer=by):
        world.postings.renew(world.village.id, officer, world.now() + 2 * FAR, by=by)
    with refused("NotActingFor", officer=by):
        world.postings.change(world.village.id, [officer], [row(world)], paper("inventory"), by=by)
    world.postings.suspend(world.village.id, officer, by=by)
    with refused("NotActingFor", officer=by):
        world.postings.announceHandover(world.village.id, officer, NEW, by=by)


def keep(world: World) -> None:
    """The township centre keeps the village."""
    by = world.bureau.pair(Role.APPROVE)
    world.parties.setKeeper(world.bureau.id, world.village.id, world.centre.id, paper("keeper"), by=by)


@pytest.mark.parametrize("area", [NEXT_VILLAGE, COUNTY], ids=["a neighbouring village", "the county above"])
def test_an_administrator_posts_inside_the_own_area(world: World, chief: bytes, area: int) -> None:
    with refused("OutOfArea", area=area):
        world.postings.post(world.village.id, [row(world, area=area)], by=chief)


def test_a_posting_nowhere_is_refused(world: World) -> None:
    with refused("JurisdictionInvalid", area=0):
        world.postings.post(world.village.id, [row(world, area=0)], by=world.village.admin)


@pytest.mark.parametrize("role", [Role.LEND, Role.CONFIRM, Role.RECEIVE, Role.VALUE, Role.APPROVE, Role.ORDER])
def test_a_role_that_the_kind_of_party_has_not_is_refused(world: World, role: Role) -> None:
    allowed = mask({Role.ADMIN, Role.REGISTER, Role.HOLD})
    with refused("RolesNotAllowed", roles=mask({role}), allowed=allowed):
        world.postings.post(world.village.id, [row(world, roles={role})], by=world.village.admin)


@pytest.mark.parametrize("other", [Role.REGISTER, Role.CONFIRM, Role.RECEIVE, Role.APPROVE, Role.ORDER])
def test_admin_stands_alone(world: World, other: Role) -> None:
    with refused("RolesExclude", roles=mask({Role.ADMIN, other})):
        world.postings.post(world.bureau.id, [row(world, roles={Role.ADMIN, other})], by=world.bureau.admin)


@pytest.mark.parametrize("other", [Role.CONFIRM, Role.RECEIVE, Role.APPROVE, Role.ORDER])
def test_who_registers_confirms_and_receives_nothing(world: World, other: Role) -> None:
    with refused("RolesExclude", roles=mask({Role.REGISTER, other})):
        world.postings.post(world.bureau.id, [row(world, roles={Role.REGISTER, other})], by=world.bureau.admin)


def test_an_administrator_files_no_business(world: World) -> None:
    with refused("RoleMissing", officer=world.village.admin, role=Role.REGISTER):
        world.assets.register(world.village.id, [world.new_asset(1)], by=world.village.admin)


def test_a_date_that_is_over_is_refused(world: World) -> None:
    over = new_posting(NEW, VILLAGE, world.now(), {Role.HOLD})
    with refused("UntilInPast", until=over["until"]):
        world.postings.post(world.village.id, [over], by=world.village.admin)


def test_an_account_has_one_posting(world: World) -> None:
    world.postings.post(world.village.id, [row(world)], by=world.village.admin)
    for party in (world.village, world.next_village):
        with refused("PostingExists", officer=NEW):
            world.postings.post(party.id, [row(world)], by=party.admin)
    with refused("PostingExists", officer=OTHER):
        world.postings.post(world.village.id, [row(world, OTHER), row(world, OTHER)], by=world.village.admin)


def test_an_empty_batch_is_refused(world: World) -> None:
    with refused("EmptyBatch"):
        world.postings.post(world.village.id, [], by=world.village.admin)
    with refused("EmptyBatch"):
        world.postings.recall(world.village.id, [], by=world.village.admin)


def test_one_bad_row_stores_nothing(world: World) -> None:
    """Invariant 14."""
    rows = [row(world), row(world, OTHER, {Role.LEND})]
    with refused("RolesNotAllowed"):
        world.postings.post(world.village.id, rows, by=world.village.admin)
    assert world.postings.posting(NEW)["party"] == bytes(16)


def test_a_posting_is_renewed(world: World) -> None:
    officer, until = world.village.officer(Role.HOLD), world.now() + 2 * FAR
    world.postings.renew(world.village.id, officer, until, by=world.village.admin)
    assert world.postings.posting(officer)["until"] == until
    with refused("UntilInPast"):
        world.postings.renew(world.village.id, officer, world.now(), by=world.village.admin)
    with refused("NoPosting", officer=NEW):
        world.postings.renew(world.village.id, NEW, until, by=world.village.admin)


def test_the_officer_of_another_party_is_neither_renewed_nor_recalled(world: World) -> None:
    officer, until = world.village.officer(Role.HOLD), world.now() + FAR
    with refused("PostingOfAnother", officer=officer):
        world.postings.renew(world.next_village.id, officer, until, by=world.next_village.admin)
    with refused("PostingOfAnother", officer=officer):
        world.postings.recall(world.next_village.id, [officer], by=world.next_village.admin)
    with refused("PostingOfAnother", officer=officer):
        world.postings.suspend(world.next_village.id, officer, by=world.next_village.admin)


def test_a_recall_leaves_nothing(world: World) -> None:
    officer = world.village.officer(Role.REGISTER)
    world.postings.recall(world.village.id, [officer], by=world.village.admin)
    assert set(world.postings.posting(officer).values()) <= {0, bytes(16)}
    with refused("NoPosting", officer=officer):
        world.assets.register(world.village.id, [world.new_asset(1)], by=officer)
    with refused("NoPosting", officer=officer):
        world.postings.recall(world.village.id, [officer], by=world.village.admin)


def test_a_recalled_account_can_be_posted_by_another_party(world: World) -> None:
    officer = world.village.officer(Role.REGISTER)
    world.postings.recall(world.village.id, [officer], by=world.village.admin)
    world.postings.post(world.next_village.id, [row(world, officer)], by=world.next_village.admin)
    assert world.postings.posting(officer)["party"] == world.next_village.id


def test_an_administrator_recalls_only_inside_the_own_area(world: World, chief: bytes) -> None:
    officer = world.village.officer(Role.HOLD)  # posted to the county
    with refused("OutOfArea"):
        world.postings.recall(world.village.id, [officer], by=chief)


def test_an_election_changes_all_officers_at_once(world: World) -> None:
    old = world.village.pair(Role.REGISTER)
    new = [row(world), row(world, OTHER)]
    receipt = world.postings.change(world.village.id, list(old), new, paper("inventory"), by=world.village.admin)
    assert [world.postings.posting(officer)["party"] for officer in old] == [bytes(16)] * 2
    assert [world.postings.posting(officer)["party"] for officer in (NEW, OTHER)] == [world.village.id] * 2
    assert len(receipt["logs"]) == 5


def test_an_election_happens_whole_or_not_at_all(world: World) -> None:
    old = world.village.pair(Role.REGISTER)
    with refused("RolesNotAllowed"):
        rows = [row(world, roles={Role.LEND})]
        world.postings.change(world.village.id, list(old), rows, paper("inventory"), by=world.village.admin)
    assert world.postings.posting(old[0])["party"] == world.village.id


def test_an_account_that_is_recalled_can_take_another_office_in_the_same_election(world: World) -> None:
    old = world.village.officer(Role.REGISTER)
    rows = [row(world, old, {Role.HOLD})]
    world.postings.change(world.village.id, [old], rows, paper("inventory"), by=world.village.admin)
    assert world.postings.posting(old)["roles"] == mask({Role.HOLD})
