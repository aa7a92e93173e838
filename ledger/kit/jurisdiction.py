"""Division codes of 14 digits: province 2, prefecture 2, county 2, township 3, village 3, villagers' group 2.

Trailing groups of zeros mean the whole of the level above. 0 is nowhere; 10^14 is the nation. A code may have zeros
in its middle: some prefecture-level cities have townships and no counties.
"""

from collections.abc import Mapping
from typing import NewType

from ledger.kit.errors import LedgerError
from ledger.kit.numbers import NATION as _NATION

Jurisdiction = NewType("Jurisdiction", int)

NATION = Jurisdiction(_NATION)
LEVELS = ("nation", "province", "prefecture", "county", "township", "village", "group")
_SPANS = (10**14, 10**12, 10**10, 10**8, 10**5, 10**2, 1)
_LENGTHS = (2, 4, 6, 9, 12, 14)


def parse(text: str) -> Jurisdiction:
    """A code of 2, 4, 6, 9, 12 or 14 digits, filled up with zeros. Raises LedgerError JurisdictionMalformed."""
    if len(text) not in _LENGTHS or not text.isascii() or not text.isdigit():
        raise LedgerError("JurisdictionMalformed", text=text)
    return validate(int(text.ljust(14, "0")))


def validate(code: int) -> Jurisdiction:
    """A number that can be a division, or the nation. Raises LedgerError JurisdictionMalformed."""
    if not 10**12 <= code <= NATION:
        raise LedgerError("JurisdictionMalformed", text=str(code))
    return Jurisdiction(code)


def to_text(area: Jurisdiction) -> str:
    """Fourteen digits; the nation has fifteen."""
    return f"{area:014d}"


def span(area: Jurisdiction) -> int:
    """How many codes an area covers, itself included: a power of ten."""
    return next(size for size in _SPANS if area % size == 0)


def level(area: Jurisdiction) -> str:
    """One of LEVELS: the last group that is not zero."""
    return LEVELS[_SPANS.index(span(area))]


def contains(outer: Jurisdiction, inner: Jurisdiction) -> bool:
    """Whether an area lies within another, itself included. Raises LedgerError JurisdictionMalformed."""
    validate(outer)
    validate(inner)
    return outer == NATION or inner - inner % span(outer) == outer


def county(area: Jurisdiction) -> Jurisdiction:
    """The county of an area, whose rows of a catalogue are read first; an area above a county is its own."""
    return Jurisdiction(area - area % 10**8)


def current(area: Jurisdiction, successors: Mapping[int, int]) -> Jurisdiction:
    """What a code is called now: its successor, one step, or itself. Both areas pass here before they are compared."""
    return Jurisdiction(successors.get(area, area))
