"""Runs every check, one after the other; none of them can end the examination."""

import math
import time
from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from ledger.chain.errors import NodeDown
from ledger.doctor.checks import CHECKS
from ledger.doctor.outcome import Check, Outcome, State
from ledger.doctor.patient import Patient
from ledger.kit.errors import LedgerError

BROKEN = (
    SQLAlchemyError,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
)
"""What altered files and rows, and answers of no shape, make the queries raise: an unknown number, a missing name, …"""


def examine(patient: Patient, checks: tuple[Check, ...] = CHECKS) -> Iterator[Outcome]:
    """Yield what every check says, in their order: each at least one outcome.

    A node that answers, but so slowly that nobody would wait for the rest, is not asked any more.
    """
    started = time.monotonic()
    for one in checks:
        yield from outcomes(patient, one)
        if time.monotonic() - started > patient.enough:
            patient.lost(LedgerError("NodeSlow", seconds=round(patient.enough)))
            started = math.inf


def outcomes(patient: Patient, one: Check) -> list[Outcome]:
    """Return what one check says."""
    try:
        found = list(one.look(patient))
    except NodeDown as error:
        patient.lost(error)
        return [_unseen(one, error)]
    except LedgerError as error:
        return [_unseen(one, error)]
    except BROKEN as error:
        return [_unseen(one, LedgerError("Unreadable", detail=_short(error)))]
    if not found:
        return [Outcome(one.name, State.OK)]
    made = []
    for each in found:
        case = one.cases[each.case]
        command = case.command.format_map(each.fields)
        made.append(Outcome(one.name, case.state, each.case, each.since, each.block, command, each.fields))
    return made


def _unseen(one: Check, why: LedgerError) -> Outcome:
    return Outcome(one.name, State.UNSEEN, why=why)


def _short(error: Exception) -> str:
    text = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {text[:200]}"
