"""What is known of the system's contracts."""

from dataclasses import dataclass

from sqlalchemy import Row

from ledger.enrolments.mirror import enrolments
from ledger.kit.numbers import Capability
from ledger.store.view import View


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A contract, what it may do now, and since when it is in or closed (UTC seconds)."""

    writer: bytes
    capabilities: frozenset[Capability]
    enrolled: int
    closed: int | None


def all_enrolments(view: View) -> list[Enrolment]:
    """Return every contract that was ever enrolled."""
    return [_enrolment(row) for row in view.all(enrolments)]


def _enrolment(row: Row[tuple[object, ...]]) -> Enrolment:
    given = frozenset(one for one in Capability if row.capabilities & one)
    return Enrolment(
        row.writer, given - {Capability.LOCK} if row.closed is not None else given, row.enrolled, row.closed
    )
