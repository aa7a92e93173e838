"""Parties as a person names them on the command line: by id, by credit code, or by a name that only one bears."""

from ledger.desks.names import Names
from ledger.kit.errors import LedgerError
from ledger.kit.ids import PartyId, from_text
from ledger.parties import queries
from ledger.parties.queries import Party
from ledger.store.view import View

_MANY = 1_000_000


def find_party(view: View, names: Names, text: str, *, whole: bool = False) -> PartyId:
    """Return the party meant; ``whole``: a part of its name is not enough. LedgerError PartyNotFound, PartyNotOne,
    IdMalformed."""
    if text.startswith("0x"):
        own = PartyId(from_text(text, 16))
        if queries.party(view, own) is None:
            raise LedgerError("PartyNotFound", text=text)
        return own
    found = [] if not text else [row for row in queries.search(view, limit=_MANY) if _called(names, row, text, whole)]
    if not found:
        raise LedgerError("PartyNotFound", text=text)
    if len(found) > 1:
        raise LedgerError("PartyNotOne", text=text, count=len(found))
    return found[0].party


def _called(names: Names, row: Party, text: str, whole: bool) -> bool:
    """By its credit code, its name, or that of one of its members."""
    fields = names.fields(row.document)
    called = [str(value) for pointer, value in fields.items() if pointer == "/name" or pointer.endswith("_name")]
    return fields.get("/credit_code") == text or (text in called if whole else any(text in name for name in called))
