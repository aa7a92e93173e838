"""The contracts: of another version, strangers among them, announced acts, a pause."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.chain import succession
from ledger.chain.deployment import code_hashes, load
from ledger.doctor.checks import contracts
from ledger.doctor.outcome import State
from tests.doctor.clinic import NOWHERE, Clinic, blind, fine, recent, says
from tests.doctor.conftest import Dates

pytestmark = pytest.mark.node


def test_a_whole_ledger_has_contracts_that_are_well(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    for check in (contracts.versions, contracts.enrolled, contracts.government, contracts.pause):
        assert fine(one, check)


def test_versions_other(clinic: Clinic) -> None:
    """A chain whose contract was compiled from another source, and a record that agrees with it."""
    rpc, place = clinic.county.rpc, clinic.county.chain.address("Orders")
    own = "0x" + place.hex()
    code = rpc.call("eth_getCode", own, "latest")
    one = clinic.patient(clinic.copy())
    changed = code[:-100] + ("11" if code[-100:-98] != "11" else "22") + code[-98:]
    rpc.call("anvil_setCode", own, changed)
    try:
        record = load(one.record_path)
        hashes = record.code_hashes | {"Orders": code_hashes(rpc, [place])[place]}  # type: ignore[operator]
        replace(record, code_hashes=hashes).save(one.record_path)
        found = says(one, contracts.versions, "other")
    finally:
        rpc.call("anvil_setCode", own, code)
    assert "Orders" in found.says("zh")
    assert found.command == "ledger chain status"
    assert found.since is not None


def test_versions_unknown(clinic: Clinic) -> None:
    one = clinic.patient(clinic.copy())
    record = load(one.record_path)
    place, code = record.addresses["Kinds"], record.code_hashes["Kinds"]
    more = replace(
        record,
        addresses={**record.addresses, "Ballots": place},
        code_hashes={**record.code_hashes, "Ballots": code},
    )
    more.save(one.record_path)
    found = says(one, contracts.versions, "unknown")
    assert "Ballots" in found.says("en")
    assert recent(found.since)


def test_enrolled_stranger(clinic: Clinic) -> None:
    county, one = clinic.county, clinic.patient(clinic.copy())
    snapshot = county.rpc.call("evm_snapshot")
    try:
        newcomer = succession.place(county.chain, county.network, "Transfers")
        enrol, _ = succession.calls(county.chain, "Transfers", newcomer)
        county.govern([enrol])
        newest = county.chain.block()
        found = says(one, contracts.enrolled, "stranger")
    finally:
        county.rpc.call("evm_revert", snapshot)
    assert found.block is not None
    assert 0 <= newest.number - found.block <= 1
    assert found.since == newest.time
    assert found.command == f"cp NEW/deployment.json {one.record_path}"
    assert newcomer.hex() in found.says("en")


def test_government_waiting(clinic: Clinic, dates: Dates) -> None:
    found = says(clinic.patient(dates.due, NOWHERE), contracts.government, "waiting", State.WARNING)
    assert found.since is not None
    assert 0 <= found.since - dates.announced < 60
    assert "Enrolments" in found.says("zh")


def test_government_ready(clinic: Clinic, dates: Dates) -> None:
    found = says(clinic.patient(dates.later, NOWHERE), contracts.government, "ready", State.WARNING)
    assert found.since is not None
    assert 0 <= found.since - dates.announced < 60
    assert found.command == "ledger chain status"
    assert fine(clinic.patient(dates.end, NOWHERE), contracts.government), "after a week it is forgotten"


def test_pause_paused(clinic: Clinic, dates: Dates) -> None:
    assert fine(clinic.patient(dates.later, NOWHERE), contracts.pause)
    found = says(clinic.patient(dates.end, NOWHERE), contracts.pause, "paused", State.WARNING)
    assert found.since is not None
    assert 0 <= found.since - dates.paused < 60


def test_without_a_node_the_rest_is_looked_at(clinic: Clinic, dates: Dates) -> None:
    one = clinic.patient(dates.due, NOWHERE)
    assert blind(one, contracts.versions) == "NodeDown"
    assert blind(one, contracts.enrolled) == "NodeDown"
