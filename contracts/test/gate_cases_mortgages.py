"""One call of every function of `Mortgages` that a person may make, as gate_cases.py has them for the others."""

from collections.abc import Callable
from typing import Any

from contracts.test.cast import Party, paper
from contracts.test.changes import Change, assignment, fall, propose, renewal
from contracts.test.words import right_id
from contracts.test.world import World
from ledger.kit.numbers import RightKind, Role

Case = tuple[Party, tuple[Any, ...]]
"""Whose will the act expresses, and the arguments."""
CONTRACT = RightKind.CONTRACT


def _propose_mortgage(w: World) -> Case:
    return w.household, (w.mortgage_terms(w.layer(CONTRACT)),)


def _withdraw_mortgage(w: World) -> Case:
    return w.household, (w.propose_mortgage(w.mortgage_terms(w.layer(CONTRACT)), w.household),)


def _accept_mortgage(w: World) -> Case:
    terms = w.mortgage_terms(w.layer(CONTRACT))
    w.propose_mortgage(terms, w.household)
    return w.bank, (terms, w.household.officer(Role.HOLD), 1, w.head_of(terms["right"]), [])


def _mortgage(w: World) -> bytes:
    return w.mortgage(w.layer(CONTRACT), w.household)


def _record_number(w: World) -> Case:
    return w.bank, (_mortgage(w), w.now(), paper("number"))


def _amend_mortgage(w: World) -> Case:
    mortgage = _mortgage(w)
    return w.bank, (mortgage, 0, paper("amended"), w.head_of(mortgage))


def _consent(w: World) -> Case:
    return w.bank, (_mortgage(w), right_id(bytes(16), 1, 1), paper("consent"))


def _discharge(w: World) -> Case:
    return w.bank, (_mortgage(w), paper("paid"))


def _discharge_by_court(w: World) -> Case:
    return w.court, (w.court.id, _mortgage(w), paper("judgment"))


def _propose_change(w: World) -> Case:
    return w.bank, (renewal(w, _mortgage(w)),)


def _withdraw_change(w: World) -> Case:
    terms = renewal(w, _mortgage(w))
    propose(w, terms)
    return w.bank, (terms["mortgage"], terms["number"])


def _agreed(w: World, terms: Change) -> tuple[Any, ...]:
    propose(w, terms)
    return terms, w.bank.officer(Role.LEND), w.head_of(terms["mortgage"])


def _renew_mortgage(w: World) -> Case:
    return w.household, _agreed(w, renewal(w, _mortgage(w)))


def _assign(w: World) -> Case:
    return w.next_bank, _agreed(w, assignment(w, _mortgage(w)))


def _change_rank(w: World) -> Case:
    right = w.layer(CONTRACT)
    ladder = [w.mortgage(right, w.household), w.mortgage(right, w.household, w.next_bank)]
    return w.household, (*_agreed(w, fall(w, *ladder)), ladder)


def _claim_end(w: World) -> Case:
    return w.household, (_mortgage(w), paper("receipt of the last payment"))


def _deny_end(w: World) -> Case:
    party, args = _claim_end(w)
    w.mortgages.claimEnd(*args, by=party.officer(Role.HOLD))
    return w.bank, args


MORTGAGES: dict[str, Callable[[World], Case]] = {
    "Mortgages.propose": _propose_mortgage, "Mortgages.withdraw": _withdraw_mortgage,
    "Mortgages.accept": _accept_mortgage, "Mortgages.recordStatutoryNumber": _record_number,
    "Mortgages.amend": _amend_mortgage, "Mortgages.consent": _consent, "Mortgages.discharge": _discharge,
    "Mortgages.dischargeByCourt": _discharge_by_court, "Mortgages.proposeChange": _propose_change,
    "Mortgages.withdrawChange": _withdraw_change, "Mortgages.renew": _renew_mortgage, "Mortgages.assign": _assign,
    "Mortgages.changeRank": _change_rank, "Mortgages.claimEnd": _claim_end, "Mortgages.denyEnd": _deny_end,
}  # fmt: skip
