"""The story of a village on four validators: gas is paid, blocks come when they come, days of publicity are seconds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from ledger.kit.ids import RecordId, right_id
from ledger.kit.numbers import PartyKind, RightKind, Role, Way
from ledger.mortgages import commands as mortgages
from ledger.mortgages import queries as mortgage_queries
from ledger.rights import commands as rights
from ledger.rights import queries as right_queries
from ledger.rights.commands import NewRight
from tests.cluster.shire import Shire
from tests.county import YEAR, Body

pytestmark = [pytest.mark.node, pytest.mark.slow]


def test_a_village_lives_on_four_validators(shire: Shire, village: Body) -> None:
    # While the days of publicity pass, the cooperative is admitted.
    with ThreadPoolExecutor() as pool:
        admitted = pool.submit(shire.party, "grower", PartyKind.COOPERATIVE)
        field, _ = shire.confirmed(village, "field", "meadow")
        grower = admitted.result()
    successor = shire.household(village)

    own = NewRight(field, RightKind.OWNERSHIP, village.id, 1, 1, shire.paper("ownership"))
    for call in rights.issue(village.id, [own]):
        shire.two(village, Role.REGISTER, call)
    lease = replace(
        shire.transfer_terms(right_id(field, RightKind.OWNERSHIP, 1), grower, Way.LEASE),
        kind=RightKind.MANAGEMENT,
        serial=1,
        numerator=1,
        denominator=1,
        term_until=shire.now() + 8 * YEAR,
    )
    shire.transfer(lease, village, grower)
    first = RecordId(shire.mortgage(lease.granted, grower, shire.bank, 1))
    shire.mortgage(lease.granted, grower, shire.next_bank, 2)
    shire.transfer(shire.transfer_terms(lease.granted, successor), grower, successor)
    shire.two(shire.bank, Role.LEND, mortgages.discharge(first, shire.paper("paid")))
    shire.whole()

    with shire.view() as view:
        right = right_queries.right(view, lease.granted)
        burdens = mortgage_queries.burdens(view, field)
    assert right is not None
    assert right.holder == successor.id
    assert [(one.lender, one.rank) for one in burdens] == [(shire.next_bank.id, 1)]
