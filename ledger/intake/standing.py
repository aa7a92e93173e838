"""What a register is judged against: the collectives and assets that are on the chain already, from the mirror."""

from collections.abc import Callable, Mapping

from ledger.assets import queries as assets
from ledger.documents.fields import Scalar
from ledger.intake.rows import Known
from ledger.kit.ids import NaturalKey
from ledger.kit.jurisdiction import NATION, Jurisdiction
from ledger.parties import queries as parties
from ledger.parties.queries import COLLECTIVES, Party
from ledger.store.view import View

__all__ = ["collectives", "known"]

Fields = Callable[[bytes], Mapping[str, Scalar]]
"""Gives a document's fields by pointer; none where the office does not hold it."""
_MANY = 1_000_000


def collectives(view: View, fields: Fields) -> dict[str, tuple[Party, str]]:
    """Return the collectives by credit code, with their names; one whose document is not here is left out."""
    found = {}
    for row in parties.search(view, kinds=COLLECTIVES, limit=_MANY):
        said = fields(row.document)
        if code := str(said.get("/credit_code") or ""):
            found[code] = row, str(said.get("/name") or "")
    return found


def known(view: View, fields: Fields, area: Jurisdiction = NATION) -> dict[NaturalKey, Known]:
    """Return the assets of an area by natural key; later codes of theirs are not among them."""
    found: dict[NaturalKey, Known] = {}
    within = None if area == NATION else area
    for row in assets.search(view, area=within, limit=_MANY):
        said = {pointer[1:]: value for pointer, value in fields(row.document).items()}
        found[NaturalKey(row.natural_key)] = Known(row.kind, row.area, row.quantity, said or None)
    return found
