"""What became of a mortgage and what is proposed, as sentences to fill: for pages and for commands alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.kit.ids import PartyId
from ledger.kit.numbers import ChangeKind
from ledger.mortgages.queries import Mortgage, Proposal, Record


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of ``mortgages.…``. ``fields``: parties by id, times in UTC seconds."""

    key: str
    fields: Mapping[str, PartyId | int]


def recorded(one: Record, among: Iterable[Mortgage]) -> Said:
    """Return a numbered record; ``among``: the mortgages of the asset, for who was let go first."""
    other = next((each.lender_at(one.position) for each in among if each.mortgage == one.other), None)
    return _said("record", one.kind, one.cap_until, lender=one.lender, former=one.former, other=other)


def proposed(one: Proposal, among: Iterable[Mortgage]) -> Said:
    """Return what is proposed."""
    other = next((each.lender for each in among if each.mortgage == one.other), None)
    return _said("proposal", one.kind, one.cap_until, lender=one.lender, other=other)


def _said(what: str, kind: ChangeKind, cap_until: int | None, **parties: PartyId | None) -> Said:
    fields: dict[str, PartyId | int] = {name: party for name, party in parties.items() if party is not None}
    capped = {"cap_until": cap_until} if cap_until else {}
    plain = "_plain" if kind in (ChangeKind.RENEW, ChangeKind.AMEND) and not capped else ""
    if kind is ChangeKind.RANK:
        fields.setdefault("other", PartyId(b""))
    return Said(f"mortgages.{what}.{kind.name.lower()}{plain}", fields | capped)
