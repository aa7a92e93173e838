"""A live mortgage: its number, amendments, consents, discharge."""

from typing import Any

from contracts.test.stateful.loans import area_of, both, dead, some
from contracts.test.stateful.play import Judged, Stage, Verdict, draw, nothing
from ledger.kit.numbers import MortgageState, PartyKind, Role


@draw(2)
def draw_number(s: Stage) -> Any:
    id_, row = some(s, state=MortgageState.PENDING)
    when = s.book.now - s.dice.randrange(1000)
    return row and s.call(row.contract, "recordStatutoryNumber", Role.LEND, row.lender, id_, when, s.document())


@both("recordStatutoryNumber")
def record_number(j: Judged, id_: bytes, when: int, document: bytes) -> Verdict:
    if wrong := dead(j, id_):
        return wrong, nothing
    row = j.book.mortgages[id_]
    wrong = j.gates(Role.LEND, row.lender, [area_of(j, id_)])

    def then() -> None:
        row.state = MortgageState.EFFECTIVE

    return wrong | ({"RegisteredInFuture"} if when > j.book.now else set()), then


@draw(2)
def draw_amend(s: Stage) -> Any:
    id_, row = some(s)
    if not row:
        return None
    until = s.dice.randint(max(1, row.cap - 9_000_000), row.cap) if row.cap and s.chance(0.5) else row.cap
    return s.pair(row.contract, "amend", Role.LEND, row.lender, id_, until, s.document(), s.head(id_))


@both("amend", pair=True)
def amend(j: Judged, id_: bytes, until: int, document: bytes, head: bytes) -> Verdict:
    if wrong := dead(j, id_):
        return wrong, nothing
    row = j.book.mortgages[id_]
    wrong = j.pair(Role.LEND, row.lender, [area_of(j, id_)]) | j.stage.moved(id_, head)
    # It may end a capped period earlier; what is not capped stays so.
    wrong |= {"CapExtended"} if until != row.cap and (until == 0 or until > row.cap) else set()

    def then() -> None:
        row.records, row.cap = row.records + 1, until

    return wrong, then


@draw(5)
def draw_consent(s: Stage) -> Any:
    """For an act that waits for it, if there is one."""
    waiting = [(o.terms["right"], i) for i, o in s.book.transfers.items() if o.state == 1]
    waiting += [(o.terms["right"], i) for i, o in s.book.offers.items() if o.state == 1]
    wanted = [(c, i) for r, i in waiting for c in s.book.rights[r].covenants() if s.book.lifted.get(c) != i]
    if not wanted:
        return None
    id_, cause = s.pick(wanted)
    row = s.book.mortgages[id_]
    return s.pair(row.contract, "consent", Role.LEND, row.lender, id_, cause, s.document())


@both("consent", pair=True)
def consent(j: Judged, id_: bytes, cause: bytes, document: bytes) -> Verdict:
    if wrong := dead(j, id_):
        return wrong, nothing
    wrong = j.pair(Role.LEND, j.book.mortgages[id_].lender, [area_of(j, id_)])
    return wrong, lambda: j.book.lifted.update({id_: cause})


@draw(3)
def draw_discharge(s: Stage) -> Any:
    id_, row = some(s)
    return row and s.pair(row.contract, "discharge", Role.LEND, row.lender, id_, s.document())


@both("discharge", pair=True)
def discharge(j: Judged, id_: bytes, document: bytes) -> Verdict:
    if wrong := dead(j, id_):
        return wrong, nothing
    wrong = j.pair(Role.LEND, j.book.mortgages[id_].lender, [area_of(j, id_)], releasing=True)
    return wrong, lambda: _end(j, id_)


@draw(1)
def draw_court(s: Stage) -> Any:
    id_, row = some(s)
    court = s.pick(p for p, each in s.book.parties.items() if each.kind == PartyKind.COURT)
    return row and s.pair(row.contract, "dischargeByCourt", Role.ORDER, court, court, id_, s.document())


@both("dischargeByCourt", pair=True)
def discharge_by_court(j: Judged, court: bytes, id_: bytes, document: bytes) -> Verdict:
    if wrong := dead(j, id_):
        return wrong, nothing
    wrong = j.pair(Role.ORDER, court, [area_of(j, id_)], releasing=True)
    if court not in j.book.parties or j.book.parties[court].kind != PartyKind.COURT:
        wrong.add("NotACourt")
    return wrong, lambda: _end(j, id_)


def _end(j: Judged, id_: bytes) -> None:
    row = j.book.mortgages[id_]
    row.state, row.records, row.claimed = MortgageState.DISCHARGED, row.records + 1, False
    del j.book.rights[row.right].locks[id_]
