"""What a person asks a certificate for: an id, or a code or number that the asset was registered under."""

from ledger.assets import queries as assets
from ledger.certificates.errors import CertificateRefused
from ledger.certificates.issue import Asked
from ledger.kit.errors import LedgerError
from ledger.kit.ids import NaturalKey, asset_id, from_text
from ledger.kit.natural_key import by_own_number, by_parcel_code, by_unit_code, compact
from ledger.kit.numbers import KeyForm
from ledger.mortgages import queries as mortgages
from ledger.rights import queries as rights
from ledger.store.view import View

_PARCEL = 19
"""Digits of a parcel code; a national unit code has 28 letters and digits."""


def asked(view: View, text: str) -> Asked:
    """Return what a text names: an id of an asset, right or mortgage, a unit code, a parcel code, or an own number as
    ``credit code/year/number``. What is not registered is asked for as nothing. LedgerError: IdMalformed, Key…,
    CertificateRefused CertificateUnknown for an unknown right or mortgage."""
    if text.startswith("0x"):
        return _by_id(view, text)
    key, parts = _key(text)
    own = asset_id(view.chain_id, key)
    found = assets.asset(view, own)
    return Asked("nothing", own, parts) if found is None else Asked("asset", found.asset, parts)


def _by_id(view: View, text: str) -> Asked:
    if len(text) == 2 + 2 * 16:
        found = assets.asset(view, from_text(text, 16))
        return Asked("nothing", from_text(text, 16)) if found is None else Asked("asset", found.asset)
    thing = from_text(text, 32)
    if rights.right(view, thing) is not None:
        return Asked("right", thing)
    if mortgages.mortgage(view, thing) is not None:
        return Asked("mortgage", thing)
    raise CertificateRefused("CertificateUnknown", id=text)


def _key(text: str) -> tuple[NaturalKey, tuple[int | str, ...]]:
    parts = [compact(part) for part in text.split("/")]
    if len(parts) == 3:
        if not parts[1].isdigit():
            raise LedgerError("KeyYear", year=parts[1])
        year = int(parts[1])
        return by_own_number(parts[0], year, parts[2]), (int(KeyForm.OWN_NUMBER), parts[0], year, parts[2])
    code = compact(text)
    if len(code) == _PARCEL and code.isdigit():
        return by_parcel_code(code), (int(KeyForm.PARCEL_CODE), code)
    return by_unit_code(code), (int(KeyForm.UNIT_CODE), code)
