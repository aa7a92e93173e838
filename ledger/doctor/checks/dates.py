"""What dates ask for: calls that wait for their second person, bars and terms that are over, offices that end."""

from collections.abc import Iterator

from ledger.chain.words import moment
from ledger.desks.names import Names
from ledger.doctor.evidence import first
from ledger.doctor.outcome import Found, check, warning
from ledger.doctor.patient import Patient
from ledger.kit.errors import LedgerError
from ledger.orders import queries as orders
from ledger.parties import queries as parties
from ledger.postings import queries as postings
from ledger.rights import queries as rights
from ledger.store.view import View
from ledger.transfers import queries as transfers

DAY = 86_400
FILING = 2 * DAY
"""Seconds before its end in which a filing should be approved at last."""
OFFICE = 30 * DAY
"""Seconds before an office's end in which it should be renewed, and after it in which this is told."""
_SHOWN = 3


@check(soon=warning("ledger approve list"))
def filings(patient: Patient) -> Iterator[Found]:
    """Calls that wait for a second person and expire within two days."""
    with patient.view() as view:
        soon = [one for one in postings.waiting(view) if not one.over and one.expiry - view.now < FILING]
    if soon:
        yield Found("soon", min(one.filed for one in soon), fields={"count": len(soon), "at": moment(soon[0].expiry)})


@check(bars=warning("ledger expire"), lapses=warning("ledger expire"))
def expiries(patient: Patient) -> Iterator[Found]:
    """Orders and offers past their date, which still bar, and rights past their term, whose lenders were not told."""
    with patient.view() as view:
        bars = [order.until for order in orders.over(view)] + [offer.until for offer in transfers.over(view)]
        over = rights.over(view)
        ends = [one.until for right in over if (one := rights.right(view, right)) is not None]
    if bars:
        yield Found("bars", min(bars), fields={"count": len(bars)})
    if over:
        yield Found("lapses", first(ends), fields={"count": len(over)})


@check(soon=warning("ledger notices --party {party}"), ended=warning("ledger notices --party {party}"))
def offices(patient: Patient) -> Iterator[Found]:
    """Officers' postings that end within thirty days, or ended as lately and were not renewed."""
    with patient.view() as view:
        ending = [one for one in postings.ending(view, view.now + OFFICE) if one.until > view.now - OFFICE]
        for case, group in (("ended", [one for one in ending if one.over]), ("soon", _running(ending))):
            if group:
                whose = ", ".join(dict.fromkeys(_name(patient, view, one.party) for one in group[:_SHOWN]))
                since = group[0].until - (0 if case == "ended" else OFFICE)
                party, at = "0x" + group[0].party.hex(), moment(group[0].until)
                yield Found(case, since, fields={"count": len(group), "whose": whose, "at": at, "party": party})


def _running(ending: list[postings.Posting]) -> list[postings.Posting]:
    return [one for one in ending if not one.over]


def _name(patient: Patient, view: View, party: bytes) -> str:
    known = parties.party(view, party)
    try:
        names: Names = patient.names
        found = names.name(known.document) if known else ""
    except LedgerError:
        found = ""
    return found or "0x" + party.hex()
