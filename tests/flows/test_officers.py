"""Who acts when officers are away, leave, or lose their key; and when a whole body is suspended."""

from __future__ import annotations

import pytest

from ledger.chain.signer import Signer
from ledger.kit.numbers import Role, Standing
from ledger.parties import commands as parties
from ledger.postings import commands as postings
from ledger.postings.commands import NewPosting
from tests.cast import DAY, VILLAGE, Body, refused
from tests.county import County

pytestmark = pytest.mark.node

CLERK = frozenset({Role.REGISTER, Role.HOLD})


@pytest.fixture
def village(county: County) -> Body:
    return county.village()


def row(county: County, officer: Signer, days: int) -> NewPosting:
    return NewPosting(officer.address, VILLAGE, county.now() + days * DAY, CLERK, county.paper("appointment"))


def registers(county: County, village: Body, officer: Signer, name: str) -> None:
    """The officer registers one asset."""
    from ledger.assets import commands as assets

    for call in assets.register(county.network.chain_id, village.id, county.new_assets(name)):
        county.sender(officer).send(call)


def test_a_deputy_acts_until_the_date_of_the_second_posting(county: County, village: Body) -> None:
    deputy = Signer.random()
    assert village.admin is not None
    for call in postings.post(village.id, [row(county, deputy, 10)]):
        village.admin.send(call)
    registers(county, village, deputy, "while deputy")
    county.pass_days(11)
    with refused("PostingExpired"):
        registers(county, village, deputy, "too late")


def test_a_change_of_officers_is_one_batch_with_an_inventory(county: County, village: Body) -> None:
    old = [sender.address for sender in village.officers[Role.REGISTER]]
    new = [Signer.random(), Signer.random()]
    assert village.admin is not None
    rows = [row(county, one, 900) for one in new]
    village.admin.send(postings.change(village.id, old, rows, county.paper("inventory")))
    registers(county, village, new[0], "after the change")
    with refused("NoPosting"):
        call = postings.recall(village.id, old)
        village.officers[Role.REGISTER][0].send(call)


def test_a_lost_key_stops_at_once_and_its_office_goes_over_after_the_delay(county: County, village: Body) -> None:
    lost, successor = Signer.random(), Signer.random()
    assert village.admin is not None
    for call in postings.post(village.id, [row(county, lost, 900)]):
        village.admin.send(call)
    village.admin.send(postings.suspend(village.id, lost.address))
    with refused("PostingSuspended"):
        registers(county, village, lost, "with a lost key")
    village.admin.send(postings.announce_handover(village.id, lost.address, successor.address))
    with refused("HandoverTooEarly"):
        village.admin.send(postings.hand_over(village.id, lost.address))
    county.pass_days(3.1)
    village.admin.send(postings.hand_over(village.id, lost.address))
    registers(county, village, successor, "with the new key")
    with refused("NoPosting"):
        registers(county, village, lost, "with the old one")


def test_a_suspended_body_keeps_its_rights_and_loses_its_officers_power(county: County, village: Body) -> None:
    officer = Signer.random()
    assert village.admin is not None
    for call in postings.post(village.id, [row(county, officer, 900)]):
        village.admin.send(call)
    suspend = parties.set_standing(county.bureau.id, village.id, Standing.SUSPENDED, county.paper("decision"))
    county.two(county.bureau, Role.APPROVE, suspend)
    with refused("PartyNotInGoodStanding"):
        registers(county, village, officer, "while suspended")
    restore = parties.set_standing(county.bureau.id, village.id, Standing.GOOD, county.paper("decision"))
    county.two(county.bureau, Role.APPROVE, restore)
    registers(county, village, officer, "after it")


def test_nobody_is_both_persons(county: County, village: Body) -> None:
    with refused("SameOfficer"):
        maker, _ = county.bureau.officers[Role.APPROVE]
        call = parties.set_standing(county.bureau.id, village.id, Standing.SUSPENDED, county.paper("decision"))
        maker.file(call)
        maker.send(call)
