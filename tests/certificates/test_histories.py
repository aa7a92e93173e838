"""Histories made at random: whoever checks a certificate sees exactly what the mirror knows, act by act.

The records are folded by the checks' own interpreters of the rules, in Python and the browser; the mirror's tables by
SQL. What they say of rights, ranks, orders and offers must be the same after every history. Hypothesis makes them, the
same ones on every run, and shortens one that fails.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.assets import queries as assets
from ledger.certificates.issue import Asked
from ledger.chain.errors import ContractError
from ledger.kit.ids import AssetId, RecordId, RightId
from ledger.kit.numbers import OrderKind, OrderState, RightKind, Role, TransferState
from ledger.mortgages import commands as mortgages
from ledger.mortgages import queries as burdens
from ledger.orders import commands as orders
from ledger.orders import queries as bars
from ledger.rights import queries as rights
from ledger.store.view import View
from ledger.transfers import commands as transfers
from ledger.transfers import queries as offers
from tests.certificates.judges import Judges
from tests.certificates.office import Office
from tests.county import DAY, Body, County
from verifier.facts import Facts

pytestmark = pytest.mark.node


class Driver:
    """Somebody who tries one act after the other on one right; what the contracts refuse did not happen."""

    def __init__(self, county: County, dice: random.Random) -> None:
        self.county, self.dice = county, dice
        self.village = county.village()
        self.holders = [county.household(self.village) for _ in range(2)]
        (self.asset,) = county.confirmed(self.village, "field")
        self.right = county.layer(self.village, self.asset, RightKind.CONTRACT, self.holders[0])

    def turn(self) -> None:
        lending = [self.mortgage, self.mortgage, self.offer, self.discharge, self.claim]
        try:
            self.dice.choice([*lending, self.order, self.lift, self.move, self.wait])()
        except ContractError:
            return

    @property
    def holder(self) -> Body:
        with self.county.view() as view:
            found = rights.right(view, self.right)
        return next(one for one in self.holders if found is not None and one.id == found.holder)

    def bank(self) -> Body:
        return self.dice.choice([self.county.bank, self.county.next_bank])

    def live(self) -> list[burdens.Mortgage]:
        with self.county.view() as view:
            return burdens.burdens(view, self.asset)

    def lender(self, one: burdens.Mortgage) -> Body:
        return next(body for body in (self.county.bank, self.county.next_bank) if body.id == one.lender)

    def mortgage(self) -> None:
        self.county.mortgage(self.right, self.holder, self.bank(), len(self.live()) + 1)

    def offer(self) -> None:
        terms = self.county.mortgage_terms(self.right, self.bank())
        self.county.one(self.holder, Role.HOLD, mortgages.propose(terms))

    def discharge(self) -> None:
        if found := self.live():
            one = self.dice.choice(found)
            self.county.two(self.lender(one), Role.LEND, mortgages.discharge(one.mortgage, self.county.paper("paid")))

    def claim(self) -> None:
        if found := self.live():
            one = self.dice.choice(found)
            self.county.one(self.holder, Role.HOLD, mortgages.claim_end(one.mortgage, self.county.paper("ended")))

    def order(self) -> None:
        county = self.county
        order = orders.NewOrder(OrderKind.FREEZE, county.now() + 30 * DAY, next(county.numbers), county.paper("order"))
        county.two(county.court, Role.ORDER, orders.lay(county.court.id, self.right, order))

    def lift(self) -> None:
        with self.county.view() as view:
            found = [one for one in bars.of_asset(view, self.asset) if one.state is OrderState.LIVE]
        if found:
            call = orders.lift(self.dice.choice(found).order_id, self.county.paper("lifted"))
            self.county.two(self.county.court, Role.ORDER, call)

    def move(self) -> None:
        giver = self.holder
        taker = next(one for one in self.holders if one is not giver)
        terms = self.county.transfer_terms(self.right, taker)
        self.county.one(giver, Role.HOLD, transfers.propose(terms))
        if self.dice.random() < 0.7:
            proposer = giver.officers[Role.HOLD][0].address
            self.county.two(taker, Role.HOLD, transfers.accept(terms, proposer, self.county.head(self.right)))

    def wait(self) -> None:
        self.county.pass_days(self.dice.choice([1, 20, 40]))


@settings(max_examples=12, derandomize=True, database=None, suppress_health_check=[*HealthCheck])
@given(dice=st.randoms(use_true_random=False), acts=st.integers(8, 22))
def test_who_checks_sees_exactly_what_was_done(
    county: County, office: Office, judges: Judges, dice: random.Random, acts: int
) -> None:
    driver = Driver(county, dice)
    for _ in range(acts):
        driver.turn()
    facts = judges.judge(office.issue(Asked("asset", driver.asset)), office.trust_file)
    assert isinstance(facts, dict)
    with county.view() as view:
        assert told(facts) == known(view, driver.asset)


def told(facts: Facts) -> dict[str, object]:
    """What the certificate says, in the mirror's terms."""
    return {
        "status": facts["asset"]["status"],
        "rights": [
            (one["id"], one["holder"], one["term"], one["encumbrances"], one["bars"]) for one in facts["rights"]
        ],
        "burdens": [
            (one["id"], one["rank"], one["lender"], one["state"], one["claimed"], one["void"], len(one["records"]))
            for one in facts["burdens"]
        ],
        "orders": sorted((one["order_id"], one["place"], one["until"], one["over"]) for one in facts["orders"]),
        "offers": sorted((one["id"], one["to"], one["over"]) for one in facts["offers"]),
    }


def known(view: View, asset: AssetId) -> dict[str, object]:
    """What the mirror says."""
    found = assets.asset(view, asset)
    assert found is not None
    live = [one for one in bars.of_asset(view, asset) if one.state is OrderState.LIVE]
    open_ = [one for one in offers.of_asset(view, asset) if one.state is TransferState.PROPOSED]
    proposed = [one for one in burdens.of_asset(view, asset) if one.state == 1]
    return {
        "status": int(found.status),
        "rights": [
            (
                _hex(one.right_id),
                _hex(one.holder),
                str(one.term),
                one.encumbrances,
                sum(lock.bars for lock in one.locks),
            )
            for one in rights.of_asset(view, asset)
        ],
        "burdens": [
            (_hex(one.mortgage), one.rank, _hex(one.lender), int(one.state), one.claimed, one.void, len(one.records))
            for one in burdens.burdens(view, asset)
        ],
        "orders": sorted((_hex(one.order_id), one.queue, one.until, one.over) for one in live),
        "offers": sorted(
            [(_hex(one.transfer), _hex(one.transferee), one.over) for one in open_]
            + [(_hex(one.mortgage), _hex(one.lender), one.over) for one in proposed]
        ),
    }


def _hex(value: bytes | RightId | RecordId) -> str:
    return "0x" + value.hex()
