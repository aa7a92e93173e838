"""What can be done with officers' postings, as calls that an administrator, or the first of two persons, signs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.chain.client import Call
from ledger.chain.rows import batches, refuse
from ledger.kit.ids import PartyId
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.numbers import EXCLUSIONS, Role


def mask(roles: Iterable[Role]) -> int:
    """Return roles as a posting stores them."""
    return sum(1 << role for role in set(roles))


@dataclass(frozen=True, slots=True)
class NewPosting:
    """An office for an account. ``until`` in UTC seconds; ``document``: root of the appointment."""

    officer: bytes
    area: Jurisdiction
    until: int
    roles: frozenset[Role]
    document: bytes

    def checked(self) -> dict[str, object]:
        """The row for the contract. ContractError RolesExclude for roles that never stand in one posting."""
        roles = mask(self.roles)
        if any(roles & EXCLUSIONS.get(role, 0) for role in self.roles):
            refuse("RolesExclude", roles=roles)
        row = {"officer": self.officer, "area": self.area, "until": self.until}
        return row | {"roles": roles, "document": self.document}


def admit(party: PartyId, row: NewPosting) -> Call:
    """Government gives a party its first administrator: scheduled first, sent after the delay."""
    return Call("Postings", "admit", (party, row.checked()))


def post(party: PartyId, rows: Sequence[NewPosting]) -> list[Call]:
    """The administrator names officers, a hundred to a call."""
    return [Call("Postings", "post", (party, [row.checked() for row in batch])) for batch in batches(rows)]


def renew(party: PartyId, officer: bytes, until: int) -> Call:
    """A posting gets a new end."""
    return Call("Postings", "renew", (party, officer, until))


def recall(party: PartyId, officers: Sequence[bytes]) -> Call:
    """Offices end at once."""
    return Call("Postings", "recall", (party, list(officers)))


def suspend(party: PartyId, officer: bytes) -> Call:
    """A key is lost (挂失): its posting stops at once."""
    return Call("Postings", "suspend", (party, officer))


def announce_handover(party: PartyId, officer: bytes, successor: bytes) -> Call:
    """A suspended posting will go to a new key."""
    return Call("Postings", "announceHandover", (party, officer, successor))


def veto_handover(party: PartyId, officer: bytes) -> Call:
    """An announced handover is stopped."""
    return Call("Postings", "vetoHandover", (party, officer))


def hand_over(party: PartyId, officer: bytes) -> Call:
    """The posting goes to the new key, after the delay."""
    return Call("Postings", "handOver", (party, officer))


def change(party: PartyId, recalled: Sequence[bytes], posted: Sequence[NewPosting], inventory: bytes) -> Call:
    """A change of officers (换届) in one batch; ``inventory``: root of the document of what is handed over."""
    return Call("Postings", "change", (party, list(recalled), [row.checked() for row in posted], inventory))
