"""The contracts of the system, as the mirror knows them."""

import pytest

from ledger.enrolments import commands, queries
from ledger.kit.numbers import Capability
from tests.county import County

pytestmark = pytest.mark.node


def test_every_enrolled_contract_is_known_with_what_it_may_do(county: County) -> None:
    with county.view() as view:
        found = {one.writer: one for one in queries.all_enrolments(view)}
    transfers = found[county.chain.address("Transfers")]
    assert transfers.capabilities == {Capability.APPEND, Capability.MOVE, Capability.LOCK}
    assert transfers.closed is None
    assert found[county.chain.address("Rights")].capabilities == {Capability.APPEND}


def test_a_call_of_government_names_address_and_capabilities() -> None:
    call = commands.enrol(b"\1" * 20, Capability.APPEND, Capability.LOCK)
    assert (call.contract, call.function, call.args) == ("Enrolments", "enrol", (b"\1" * 20, 5))
