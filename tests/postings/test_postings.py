"""Offices: posted, renewed, recalled, lost and handed over; and whose officer an account was at a time."""

import pytest

from ledger.chain.client import Call
from ledger.chain.signer import Signer
from ledger.kit.ids import PartyId
from ledger.kit.keccak import keccak
from ledger.kit.numbers import PartyKind, Role, Standing
from ledger.parties import commands as parties
from ledger.postings import commands, queries
from ledger.postings.commands import NewPosting
from tests.county import COUNTY, DAY, VILLAGE, Body, County, refused

pytestmark = pytest.mark.node


@pytest.fixture
def cooperative(county: County) -> Body:
    return county.party("cooperative", PartyKind.COOPERATIVE)


def admin(county: County, body: Body, call: Call) -> None:
    assert body.admin is not None
    body.admin.send(call)


def posted(county: County, body: Body, *roles: Role) -> bytes:
    officer = Signer.random().address
    row = NewPosting(officer, VILLAGE, county.now() + 30 * DAY, frozenset(roles), county.paper("appointment"))
    for call in commands.post(body.id, [row]):
        admin(county, body, call)
    return officer


def test_an_office_has_roles_area_and_an_end(county: County, cooperative: Body) -> None:
    officer = posted(county, cooperative, Role.HOLD)
    with county.view() as view:
        found = queries.posting(view, officer)
    assert found is not None
    assert (found.party, found.area, found.roles) == (cooperative.id, VILLAGE, frozenset({Role.HOLD}))
    assert not found.over
    county.pass_days(31)
    with county.view() as view:
        later = queries.posting(view, officer)
    assert later is not None
    assert later.over


def test_roles_that_exclude_each_other_are_refused_before_anything_is_signed() -> None:
    row = NewPosting(b"\1" * 20, COUNTY, 1, frozenset({Role.ADMIN, Role.HOLD}), bytes(32))
    with refused("RolesExclude"):
        commands.post(PartyId(bytes(16)), [row])


def test_a_recall_leaves_no_office_but_what_was_signed_stays_signed(county: County, cooperative: Body) -> None:
    officer = posted(county, cooperative, Role.HOLD)
    with county.view() as view:
        signed_at = (view.block, 0)
    admin(county, cooperative, commands.recall(cooperative.id, [officer]))
    with county.view() as view:
        assert queries.posting(view, officer) is None
        at_the_time = queries.acted_for(view, [(officer, (view.block, 0)), (officer, (0, 0))])
        names = [record.name for record in queries.records(view, cooperative.id)]
    assert at_the_time[officer, (view.block, 0)] == cooperative.id
    assert (officer, (0, 0)) not in at_the_time
    assert signed_at > (0, 0)
    assert names[0] == "PartyRegistered"
    assert names[-2:] == ["OfficerPosted", "PostingRecalled"]


def test_a_lost_key_hands_its_office_over_whole_and_twice(county: County, cooperative: Body) -> None:
    officer = posted(county, cooperative, Role.HOLD)
    until = county.now() + 300 * DAY
    admin(county, cooperative, commands.renew(cooperative.id, officer, until))
    first, second = Signer.random().address, Signer.random().address
    for lost, new in ((officer, first), (first, second)):
        admin(county, cooperative, commands.suspend(cooperative.id, lost))
        admin(county, cooperative, commands.announce_handover(cooperative.id, lost, new))
        with county.view() as view:
            waiting = queries.posting(view, lost)
        assert waiting is not None
        assert waiting.suspended
        assert waiting.handover is not None
        assert waiting.handover[0] == new
        county.pass_days(4)
        admin(county, cooperative, commands.hand_over(cooperative.id, lost))
    with county.view() as view:
        found = queries.posting(view, second)
        assert queries.posting(view, officer) is None
    assert found is not None
    assert (found.area, found.until, found.roles) == (VILLAGE, until, frozenset({Role.HOLD}))
    assert (found.predecessor, found.suspended, found.handover) == (first, False, None)


def test_a_recall_voids_a_handover_that_was_announced(county: County, cooperative: Body) -> None:
    officer = posted(county, cooperative, Role.HOLD)
    admin(county, cooperative, commands.suspend(cooperative.id, officer))
    admin(county, cooperative, commands.announce_handover(cooperative.id, officer, Signer.random().address))
    admin(county, cooperative, commands.recall(cooperative.id, [officer]))
    row = NewPosting(officer, VILLAGE, county.now() + DAY, frozenset({Role.HOLD}), bytes(32))
    change = commands.change(cooperative.id, [], [row], county.paper("inventory"))
    admin(county, cooperative, change)
    with county.view() as view:
        found = queries.posting(view, officer)
    assert found is not None
    assert found.handover is None


def test_a_filed_call_waits_until_it_is_used(county: County, cooperative: Body) -> None:
    maker, _ = cooperative.officers[Role.HOLD]
    call = commands.recall(cooperative.id, [b"\1" * 20])
    maker.file(call)
    with county.view() as view:
        filed = [one for one in queries.waiting(view) if one.maker == maker.address]
    assert [(one.target, one.call_hash, one.over) for one in filed] == [
        (county.chain.address("Postings"), keccak(county.chain.encode(call)), False)
    ]


def test_a_call_that_two_organisations_filed_waits_twice(county: County, cooperative: Body) -> None:
    """What another files stands beside the own filing, and goes on waiting when that one is used."""
    call = parties.set_standing(county.bureau.id, cooperative.id, Standing.GOOD, county.paper("standing"))
    stranger, (maker, checker) = cooperative.officers[Role.HOLD][0], county.bureau.officers[Role.APPROVE]
    for who in (stranger, maker):
        who.file(call)
    with county.view() as view:
        waiting = [one for one in queries.waiting(view) if one.call_hash == keccak(county.chain.encode(call))]
    assert {one.party: one.maker for one in waiting} == {
        cooperative.id: stranger.address,
        county.bureau.id: maker.address,
    }
    checker.send(call)
    with county.view() as view:
        waiting = [one for one in queries.waiting(view) if one.call_hash == keccak(county.chain.encode(call))]
    assert [one.party for one in waiting] == [cooperative.id]


def test_a_party_shows_its_offices_and_the_system_whether_it_is_paused(county: County, cooperative: Body) -> None:
    with county.view() as view:
        offices = queries.of_party(view, cooperative.id)
        assert not queries.is_paused(view)
        assert queries.successors(view) == {}
    assert [office.roles for office in offices] == [{Role.ADMIN}, {Role.HOLD}, {Role.HOLD}]
    county.sender(county.guardian).send(Call("Postings", "pause", (True,)))
    with county.view() as view:
        assert queries.is_paused(view)
    county.sender(county.guardian).send(Call("Postings", "pause", (False,)))
    with county.view() as view:
        assert not queries.is_paused(view)
