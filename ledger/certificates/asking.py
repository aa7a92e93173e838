"""What a person asks a certificate for: an id, or a code or number that the asset was registered under."""

import re

from ledger.assets import queries as assets
from ledger.certificates.errors import CertificateRefused
from ledger.certificates.issue import Asked
from ledger.kit.codes import parcel_code, unit_code, uscc
from ledger.kit.errors import LedgerError
from ledger.kit.ids import NaturalKey, asset_id, from_text
from ledger.kit.natural_key import by_own_number, by_parcel_code, by_unit_code, compact
from ledger.kit.numbers import KeyForm
from ledger.mortgages import queries as mortgages
from ledger.parties import queries as parties
from ledger.rights import queries as rights
from ledger.store.view import View

_ID = re.compile(r"0[xX].*|[0-9a-fA-F]{32}|[0-9a-fA-F]{64}")
_SHOWN = 60


def asked(view: View, text: str) -> Asked:
    """Return what a text names: an id of an asset, right or mortgage, a unit code, a parcel code, or an own number as
    ``credit code/year/number``. What is not registered is asked for as nothing, so a code must be a real one: for one
    that was mistyped nothing is registered, too. CodeError, LedgerError IdMalformed, KeyYear, KeyNumber;
    CertificateRefused: CertificateAsked, CertificateParty, CertificateUnknown."""
    text = text.strip()
    if _ID.fullmatch(text):
        return _by_id(view, "0x" + text.lower().removeprefix("0x"))
    key, parts = _key(text)
    own = asset_id(view.chain_id, key)
    found = assets.asset(view, own)
    return Asked("nothing", own, parts) if found is None else Asked("asset", found.asset, parts)


def _by_id(view: View, text: str) -> Asked:
    if len(text) not in (2 + 2 * 16, 2 + 2 * 32):
        raise LedgerError("IdMalformed", text=text, size="16/32")
    if len(text) == 2 + 2 * 16:
        own = from_text(text, 16)
        if (found := assets.asset(view, own)) is not None:
            return Asked("asset", found.asset)
        if parties.party(view, own) is not None:
            raise CertificateRefused("CertificateParty", id=text)
        return Asked("nothing", own)
    thing = from_text(text, 32)
    if rights.right(view, thing) is not None:
        return Asked("right", thing)
    if mortgages.mortgage(view, thing) is not None:
        return Asked("mortgage", thing)
    raise CertificateRefused("CertificateUnknown", id=text)


def _key(text: str) -> tuple[NaturalKey, tuple[int | str, ...]]:
    parts = text.split("/")
    if len(parts) == 3:
        credit, year, number = uscc.validate(parts[0]), compact(parts[1]), compact(parts[2])
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise LedgerError("KeyYear", year=parts[1])
        return by_own_number(credit, int(year), number), (int(KeyForm.OWN_NUMBER), credit, int(year), number)
    code = unit_code.compact(text)
    if not re.match(r"[0-9]{6}[0-9A-Z]*$", code):
        raise CertificateRefused("CertificateAsked", text=text[:_SHOWN])
    if code.isdigit():
        return by_parcel_code(parcel_code.validate(text)), (int(KeyForm.PARCEL_CODE), code)
    return by_unit_code(unit_code.validate(text)), (int(KeyForm.UNIT_CODE), code)
