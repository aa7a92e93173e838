"""What dates ask for, at three moments of one county."""

from __future__ import annotations

import pytest

from ledger.doctor.checks import dates as checks
from ledger.doctor.examine import outcomes
from ledger.doctor.outcome import State
from tests.county import DAY
from tests.doctor.clinic import NOWHERE, Clinic, fine, says
from tests.doctor.conftest import Dates

pytestmark = pytest.mark.node


def test_a_whole_ledger_has_no_date_that_asks_for_anything(clinic: Clinic) -> None:
    one = clinic.patient(clinic.whole, NOWHERE)
    for check in (checks.filings, checks.expiries, checks.offices):
        assert fine(one, check)


def test_filings_soon(clinic: Clinic, dates: Dates) -> None:
    found = says(clinic.patient(dates.due, NOWHERE), checks.filings, "soon", State.WARNING)
    assert found.since is not None
    assert 0 <= found.since - dates.filed < 60
    assert found.command == "ledger approve list"
    assert fine(clinic.patient(dates.end, NOWHERE), checks.filings), "over is over: it must be filed again"


def test_expiries_bars_and_expiries_lapses(clinic: Clinic, dates: Dates) -> None:
    one = clinic.patient(dates.due, NOWHERE)
    bars, lapses = outcomes(one, checks.expiries)
    one.close()
    assert (bars.case, bars.state, bars.since) == ("bars", State.WARNING, dates.order_until)
    assert bars.fields["count"] == 2, "the order and the offer"
    assert (lapses.case, lapses.state, lapses.since) == ("lapses", State.WARNING, dates.right_until)
    assert {bars.command, lapses.command} == {"ledger expire"}
    for lang in ("zh", "en"):
        assert "2" in bars.says(lang)
        assert "1" in lapses.says(lang)


def test_offices_soon(clinic: Clinic, dates: Dates) -> None:
    found = says(clinic.patient(dates.due, NOWHERE), checks.offices, "soon", State.WARNING)
    assert found.since == dates.office_until - 30 * DAY
    assert found.command == f"ledger notices --party 0x{clinic.county.bank.id.hex()}"


def test_offices_ended(clinic: Clinic, dates: Dates) -> None:
    found = says(clinic.patient(dates.end, NOWHERE), checks.offices, "ended", State.WARNING)
    assert found.since == dates.office_until
