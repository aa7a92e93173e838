"""A county in which everything has happened once: every table of the mirror has a row."""

from __future__ import annotations

from dataclasses import replace

from ledger.assets import commands as assets
from ledger.chain.client import Call
from ledger.chain.government import scheduled
from ledger.chain.signer import Signer
from ledger.kit.ids import RightId
from ledger.kit.keccak import keccak
from ledger.kit.natural_key import by_unit_code
from ledger.kit.numbers import ChangeKind, Covenant, Method, OrderKind, PartyKind, RightKind, Role, Way
from ledger.mortgages import commands as mortgages
from ledger.orders import commands as orders
from ledger.orders.commands import NewOrder
from ledger.postings import commands as postings
from ledger.rights import commands as rights
from tests.changes import claims, proposed
from tests.county import DAY, VILLAGE, YEAR, Body, County

RECODED = VILLAGE + 100
"""Another village of the town."""


def fill(county: County) -> None:
    """Play it. Takes some eighty blocks."""
    village = county.village()
    household, cooperative = county.household(village), county.party("cooperative", PartyKind.COOPERATIVE)
    [field, barred] = county.confirmed(village, "field", "barred")
    right = county.layer(village, field, RightKind.CONTRACT, household)
    _register(county, village)
    _secure(county, household, cooperative, right)
    call = rights.value(county.valuer.id, right, Method.INCOME, county.now() - DAY, 77_000_00, county.paper("report"))
    county.one(county.valuer, Role.VALUE, call)
    for thing in (right, barred):
        county.two(county.court, Role.ORDER, orders.lay(county.court.id, thing, _order(county)))
    county.two(county.court, Role.ORDER, orders.lay_on_party(county.court.id, cooperative.id, _order(county)))
    _offices(county, cooperative)
    _govern(county)
    county.indexer.sync()


def _register(county: County, village: Body) -> None:
    """An asset with a second code, one in dispute, one that comes to another village."""
    coded, disputed, moved = county.register(village, county.new_assets("coded", "disputed", "moved"))
    key = by_unit_code(keccak(coded).hex()[:28].upper())
    county.one(village, Role.REGISTER, assets.code(village.id, coded, key))
    for call in assets.announce(village.id, [disputed], county.paper("notice")):
        county.one(village, Role.REGISTER, call)
    call = assets.raise_objection(county.bureau.id, disputed, county.bank.id, 1, county.paper("objection"))
    county.one(county.bureau, Role.RECEIVE, call)
    other = county.village("other")
    call = assets.reassign(county.bureau.id, moved, other.id, VILLAGE, county.paper("decision"))
    county.two(county.bureau, Role.APPROVE, call)
    call = assets.redirect(county.bureau.id, disputed, key, county.paper("decision"))
    county.two(county.bureau, Role.APPROVE, call)


def _secure(county: County, household: Body, cooperative: Body, right: RightId) -> None:
    """A right that changes hands and is leased; the lease secures a loan under a covenant, lifted for one transfer."""
    next_door = county.household(county.village("next"), "next door")
    county.transfer(county.transfer_terms(right, next_door), household, next_door)
    term = county.now() + 3 * YEAR
    lease = replace(county.transfer_terms(right, cooperative, Way.LEASE), kind=RightKind.MANAGEMENT, serial=1)
    county.transfer(replace(lease, numerator=1, denominator=1, term_until=term), next_door, cooperative)
    terms = county.mortgage_terms(lease.granted, county.bank)
    terms = replace(terms, covenant=Covenant.REGISTERED, cap_until=county.now() + YEAR)
    county.one(cooperative, Role.HOLD, mortgages.propose(terms))
    own = terms.id(county.chain)
    county.accept_mortgage(own, county.bank, 1)
    amended = mortgages.amend(own, county.now() + YEAR // 2, county.paper("amendment"), county.head(lease.granted))
    county.two(county.bank, Role.LEND, amended)
    claims(county, cooperative, own)
    proposed(county, county.bank, own, ChangeKind.ASSIGN, to=county.next_bank)
    cause = county.transfer_terms(lease.granted, next_door).id(county.chain)
    county.two(county.bank, Role.LEND, mortgages.consent(own, cause, county.paper("consent")))


def _offices(county: County, cooperative: Body) -> None:
    """A key that was lost, its successor announced; a call that waits for its second person."""
    assert cooperative.admin is not None
    maker, lost = cooperative.officers[Role.HOLD]
    maker.file(postings.recall(cooperative.id, [b"\1" * 20]))
    cooperative.admin.send(postings.suspend(cooperative.id, lost.address))
    cooperative.admin.send(postings.announce_handover(cooperative.id, lost.address, Signer.random().address))


def _govern(county: County) -> None:
    """A division becomes another; everything is paused and goes on."""
    call = Call("Postings", "recode", (RECODED + 100, RECODED))
    governor = county.sender(county.governor)
    governor.send(scheduled(county.chain, call))
    county.pass_days(1.1)
    governor.send(call)
    for paused in (True, False):
        county.sender(county.guardian).send(Call("Postings", "pause", (paused,)))


def _order(county: County) -> NewOrder:
    return NewOrder(OrderKind.SEAL, county.now() + 30 * DAY, next(county.numbers), county.paper("order"))
