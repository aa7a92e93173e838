"""Mortgages as tables: from the proposal to the discharge, with their numbered records.

The place that gives the rank is the lock's (``locks``); the right is the first 22 bytes of a mortgage's id.
"""

from ledger.store.rules import Entry, Insert, Update, Upsert
from ledger.store.schema import B16, B20, B32, INT, maybe, table

mortgages = table(
    "mortgages",
    key=("mortgage",),
    indexes=(("lender",), ("grantor",), ("state",)),
    mortgage=B32,
    grantor=B16,
    lender=B16,
    form=INT,
    covenant=INT,
    debtor_is_grantor=INT,
    cap_until=INT,
    until=INT,
    papers=INT,
    mandate=B32,
    document=B32,
    state=INT,
    proposed=INT,
    proposer=B20,
    tx=B32,
    rank=maybe(INT),
    accepted=maybe(INT),
    accepted_block=maybe(INT),
    accepted_log=maybe(INT),
    registered_at=maybe(INT),
    statutory_document=maybe(B32),
    ended=maybe(INT),
    ended_block=maybe(INT),
    ended_log=maybe(INT),
    authority=maybe(B16),
    ending_document=maybe(B32),
)
"""``until``: last moment to accept. ``rank``: at acceptance. ``registered_at``, ``statutory_document``: date, and the
document with the number, of the statutory register. ``ended``: withdrawn or discharged, by ``authority``."""

mortgage_amendments = table(
    "mortgage_amendments",
    key=("mortgage", "record_number"),
    mortgage=B32,
    record_number=INT,
    cap_until=INT,
    document=B32,
    amended=INT,
    actor=B20,
)

mortgage_consents = table(
    "mortgage_consents", key=("mortgage", "cause"), mortgage=B32, cause=B32, document=B32, consented=INT
)
"""``cause``: the act for which the lender lifted its covenant."""

TABLES = (mortgages, mortgage_amendments, mortgage_consents)

_MORTGAGE = ("mortgage",)

RULES: tuple[Entry, ...] = (
    Insert(
        "Mortgages.MortgageProposed",
        "mortgages",
        key=_MORTGAGE,
        also={"proposed": "$time", "proposer": "actor", "tx": "$tx"},
        constants={"state": 1},
    ),
    Update(
        "Mortgages.MortgageWithdrawn",
        "mortgages",
        key=_MORTGAGE,
        columns=(),
        also={"ended": "$time", "ended_block": "$block", "ended_log": "$log"},
        constants={"state": 5},
    ),
    Update(
        "Mortgages.MortgageAccepted",
        "mortgages",
        key=_MORTGAGE,
        columns=("state", "rank"),
        also={"accepted": "$time", "accepted_block": "$block", "accepted_log": "$log"},
    ),
    Update(
        "Mortgages.StatutoryNumberRecorded",
        "mortgages",
        key=_MORTGAGE,
        columns=("registered_at", "state"),
        also={"statutory_document": "document"},
    ),
    Update("Mortgages.MortgageAmended", "mortgages", key=_MORTGAGE, columns=("cap_until",)),
    Insert(
        "Mortgages.MortgageAmended",
        "mortgage_amendments",
        key=("mortgage", "record_number"),
        also={"amended": "$time"},
    ),
    Upsert("Mortgages.MortgageConsented", "mortgage_consents", key=("mortgage", "cause"), also={"consented": "$time"}),
    Update(
        "Mortgages.MortgageDischarged",
        "mortgages",
        key=_MORTGAGE,
        columns=("authority",),
        also={
            "ended": "$time",
            "ended_block": "$block",
            "ended_log": "$log",
            "ending_document": "document",
        },
        constants={"state": 4},
    ),
)
