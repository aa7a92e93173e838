"""Two persons: one files what the other sends."""

import pytest

from ledger.chain.client import Call
from ledger.chain.errors import ContractError
from ledger.kit.keccak import keccak
from ledger.kit.numbers import Role, Standing
from tests.chain.founded import Founded, refused


def suspend(founded: Founded, document: bytes) -> Call:
    return Call("Parties", "setStanding", (founded.bureau_id, founded.bureau_id, Standing.GOOD, document))


def test_one_files_and_another_sends(founded: Founded) -> None:
    maker, checker = founded.post(Role.APPROVE), founded.post(Role.APPROVE)
    call = suspend(founded, b"\1" * 32)

    with pytest.raises(ContractError) as alone:
        checker.send(call)
    maker.file(call)
    with pytest.raises(ContractError) as same:
        maker.send(call)
    checker.send(call)
    with pytest.raises(ContractError) as again:
        checker.send(call)

    assert [error.value.code for error in (alone, same, again)] == ["FilingMissing", "SameOfficer", "FilingMissing"]
    data = founded.chain.encode(call)
    assert alone.value.fields == {
        "target": "0x" + founded.chain.address("Parties").hex(),
        "callHash": "0x" + keccak(data).hex(),
    }


def test_the_maker_is_asked_for_the_role_as_well(founded: Founded) -> None:
    maker, checker = founded.post(Role.REGISTER), founded.post(Role.APPROVE)
    call = suspend(founded, b"\2" * 32)
    maker.file(call)

    with pytest.raises(ContractError) as refused:
        checker.send(call)

    assert (refused.value.code, refused.value.fields["officer"]) == ("RoleMissing", "0x" + maker.address.hex())


def test_another_call_is_not_the_one_that_was_filed(founded: Founded) -> None:
    maker, checker = founded.post(Role.APPROVE), founded.post(Role.APPROVE)
    maker.file(suspend(founded, b"\3" * 32))

    with refused("FilingMissing"):
        checker.send(suspend(founded, b"\4" * 32))
