"""Every concept's part of the mirror. Concepts lie above the store, so they are brought together here."""

from ledger.assets import mirror as assets
from ledger.enrolments import mirror as enrolments
from ledger.indexer import government
from ledger.mortgages import mirror as mortgages
from ledger.orders import mirror as orders
from ledger.parties import mirror as parties
from ledger.postings import mirror as postings
from ledger.rights import mirror as rights
from ledger.store.registry import Mirror
from ledger.transfers import mirror as transfers

MIRRORS: tuple[Mirror, ...] = (
    government,
    enrolments,
    parties,
    postings,
    assets,
    rights,
    orders,
    transfers,
    mortgages,
)
