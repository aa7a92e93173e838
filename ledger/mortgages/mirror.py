"""Mortgages as tables: from the proposal to the discharge, with their numbered records.

The place that gives the rank is the lock's (``locks``); the right is the first 22 bytes of a mortgage's id.
"""

from ledger.kit.numbers import ChangeKind, ChangeState
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
    writer=B20,
    rank=maybe(INT),
    accepted=maybe(INT),
    registered_at=maybe(INT),
    statutory_document=maybe(B32),
    ended=maybe(INT),
    authority=maybe(B16),
    ending_document=maybe(B32),
    claimed=maybe(INT),
    claim_document=maybe(B32),
)
"""``until``: last moment to accept. ``writer``: the contract that keeps it. ``rank``: at acceptance. ``registered_at``,
``statutory_document``: date, and the document with the number, of the statutory register. ``ended``: withdrawn or
discharged, by ``authority``. ``claimed``: when the grantor said that the debt has ended, NULL where nobody did or the
lender has answered."""

mortgage_records = table(
    "mortgage_records",
    key=("mortgage", "record_number"),
    indexes=(("former",),),
    mortgage=B32,
    record_number=INT,
    kind=INT,
    cap_until=maybe(INT),
    lender=maybe(B16),
    former=maybe(B16),
    other=maybe(B32),
    document=B32,
    recorded=INT,
    actor=B20,
    block=INT,
    log=INT,
)
"""``kind``: ChangeKind; ``cap_until`` of an amendment or renewal, ``lender`` and ``former`` of an assignment;
``other``: the mortgage that rose over this one."""

mortgage_changes = table(
    "mortgage_changes",
    key=("change",),
    indexes=(("mortgage",), ("lender",)),
    change=B32,
    mortgage=B32,
    kind=INT,
    lender=B16,
    other=B32,
    cap_until=INT,
    until=INT,
    document=B32,
    state=INT,
    proposed=INT,
    proposer=B20,
    tx=B32,
    block=INT,
    log=INT,
    closed=maybe(INT),
)
"""What lenders proposed. ``state``: ChangeState. ``block``, ``log``: which holder and lender it was made by and to."""

mortgage_consents = table(
    "mortgage_consents", key=("mortgage", "cause"), mortgage=B32, cause=B32, document=B32, consented=INT
)
"""``cause``: the act for which the lender lifted its covenant."""

TABLES = (mortgages, mortgage_records, mortgage_changes, mortgage_consents)

_MORTGAGE = ("mortgage",)
_CHANGE = ("change",)
_PLACE = {"block": "$block", "log": "$log"}
_UNCLAIMED = {"claimed": None, "claim_document": None}


def _record(event: str, kind: ChangeKind) -> Insert:
    return Insert(
        f"Mortgages.{event}",
        "mortgage_records",
        key=("mortgage", "record_number"),
        also={"recorded": "$time", **_PLACE},
        constants={"kind": int(kind)},
    )


def _closed(event: str, state: ChangeState) -> Update:
    return Update(
        f"Mortgages.{event}",
        "mortgage_changes",
        key=_CHANGE,
        columns=(),
        also={"closed": "$time"},
        constants={"state": int(state)},
    )


RULES: tuple[Entry, ...] = (
    Insert(
        "Mortgages.MortgageProposed",
        "mortgages",
        key=_MORTGAGE,
        also={"proposed": "$time", "proposer": "actor", "tx": "$tx", "writer": "$writer"},
        constants={"state": 1},
    ),
    Update(
        "Mortgages.MortgageWithdrawn",
        "mortgages",
        key=_MORTGAGE,
        columns=(),
        also={"ended": "$time"},
        constants={"state": 5},
    ),
    Update(
        "Mortgages.MortgageAccepted",
        "mortgages",
        key=_MORTGAGE,
        columns=("state", "rank"),
        also={"accepted": "$time"},
    ),
    Update(
        "Mortgages.StatutoryNumberRecorded",
        "mortgages",
        key=_MORTGAGE,
        columns=("registered_at", "state"),
        also={"statutory_document": "document"},
    ),
    Update("Mortgages.MortgageAmended", "mortgages", key=_MORTGAGE, columns=("cap_until",)),
    _record("MortgageAmended", ChangeKind.AMEND),
    Insert(
        "Mortgages.MortgageChangeProposed",
        "mortgage_changes",
        key=_CHANGE,
        also={"proposed": "$time", "proposer": "actor", "tx": "$tx", **_PLACE},
        constants={"state": int(ChangeState.PROPOSED)},
    ),
    _closed("MortgageChangeWithdrawn", ChangeState.WITHDRAWN),
    Update("Mortgages.MortgageRenewed", "mortgages", key=_MORTGAGE, columns=("cap_until",)),
    _record("MortgageRenewed", ChangeKind.RENEW),
    _closed("MortgageRenewed", ChangeState.AGREED),
    Update("Mortgages.MortgageAssigned", "mortgages", key=_MORTGAGE, columns=("lender",)),
    _record("MortgageAssigned", ChangeKind.ASSIGN),
    _closed("MortgageAssigned", ChangeState.AGREED),
    _record("MortgageRankChanged", ChangeKind.RANK),
    _closed("MortgageRankChanged", ChangeState.AGREED),
    Update(
        "Mortgages.MortgageEndClaimed",
        "mortgages",
        key=_MORTGAGE,
        columns=(),
        also={"claimed": "$time", "claim_document": "document"},
    ),
    Update("Mortgages.MortgageEndDenied", "mortgages", key=_MORTGAGE, columns=(), constants=_UNCLAIMED),
    Upsert("Mortgages.MortgageConsented", "mortgage_consents", key=("mortgage", "cause"), also={"consented": "$time"}),
    Update(
        "Mortgages.MortgageDischarged",
        "mortgages",
        key=_MORTGAGE,
        columns=("authority",),
        also={"ended": "$time", "ending_document": "document"},
        constants={"state": 4, **_UNCLAIMED},
    ),
    _record("MortgageDischarged", ChangeKind.DISCHARGE),
)
