"""Postings as tables: the offices that stand, what happened to them, and calls that wait for a second person.

A posting that was handed over has no area, roles or date of its own until it is renewed: the event does not repeat
them, so the query follows ``predecessor`` through ``posting_records``.
"""

from ledger.store.rules import Delete, Entry, Insert, Update, Upsert
from ledger.store.schema import B16, B20, B32, INT, maybe, table

postings = table(
    "postings",
    key=("officer",),
    indexes=(("party",),),
    officer=B20,
    party=B16,
    suspended=INT,
    posted=INT,
    block=INT,
    log=INT,
    area=maybe(INT),
    until=maybe(INT),
    roles=maybe(INT),
    document=maybe(B32),
    predecessor=maybe(B20),
)
"""``block`` and ``log``: where the office came to this key."""

posting_records = table(
    "posting_records",
    key=("block", "log"),
    indexes=(("officer",), ("party",)),
    block=INT,
    log=INT,
    time=INT,
    step=INT,
    party=B16,
    actor=B20,
    officer=maybe(B20),
    area=maybe(INT),
    until=maybe(INT),
    roles=maybe(INT),
    document=maybe(B32),
    successor=maybe(B20),
)
"""Every step of every office. ``step``: POSTED and the numbers beside it; ``document`` of a change is its inventory."""

POSTED, RENEWED, RECALLED, LOST, ANNOUNCED, VETOED, HANDED_OVER, CHANGED = range(1, 9)

handovers = table(
    "handovers", key=("officer",), officer=B20, party=B16, successor=B20, ready_at=INT, block=INT, log=INT
)
"""Announced handovers. One older than its posting is void: a recall takes it away without an event of its own."""

filed_calls = table(
    "filed_calls", key=("target", "call_hash", "party"), target=B20, call_hash=B32, party=B16, maker=B20, expiry=INT,
    filed=INT,
)  # fmt: skip
"""Calls that a first person filed and no second has sent; ``party``: whose officer the first was."""

recodes = table("recodes", key=("former",), former=INT, successor=INT, since=INT)
pauses = table("pauses", key=("block", "log"), block=INT, log=INT, time=INT, paused=INT, actor=B20)

TABLES = (postings, posting_records, handovers, filed_calls, recodes, pauses)

_PLACE = {"block": "$block", "log": "$log"}
_OFFICER = ("officer",)
_FILING = ("target", "call_hash", "party")
_STEPS = {
    "OfficerPosted": POSTED,
    "PostingRenewed": RENEWED,
    "PostingRecalled": RECALLED,
    "PostingSuspendedByLoss": LOST,
    "HandoverAnnounced": ANNOUNCED,
    "HandoverVetoed": VETOED,
    "OfficeHandedOver": HANDED_OVER,
}

RULES: tuple[Entry, ...] = (
    Insert(
        "Postings.OfficerPosted",
        "postings",
        key=_OFFICER,
        also={"posted": "$time", **_PLACE},
        constants={"suspended": 0},
    ),
    Update("Postings.PostingRenewed", "postings", key=_OFFICER, columns=("until",)),
    Update("Postings.PostingSuspendedByLoss", "postings", key=_OFFICER, columns=(), constants={"suspended": 1}),
    Delete("Postings.PostingRecalled", "postings", key=_OFFICER),
    Delete("Postings.OfficeHandedOver", "postings", key=_OFFICER),
    Insert(
        "Postings.OfficeHandedOver",
        "postings",
        key=_OFFICER,
        also={"officer": "successor", "predecessor": "officer", "posted": "$time", **_PLACE},
        constants={"suspended": 0},
    ),
    Upsert("Postings.HandoverAnnounced", "handovers", key=_OFFICER, also=_PLACE),
    Delete("Postings.HandoverVetoed", "handovers", key=_OFFICER),
    Delete("Postings.OfficeHandedOver", "handovers", key=_OFFICER),
    *(
        Insert(
            f"Postings.{event}",
            "posting_records",
            key=("block", "log"),
            also={"time": "$time", **_PLACE},
            constants={"step": step},
        )
        for event, step in _STEPS.items()
    ),
    Insert(
        "Postings.OfficersChanged",
        "posting_records",
        key=("block", "log"),
        also={"time": "$time", "document": "inventory", **_PLACE},
        constants={"step": CHANGED},
    ),
    Upsert("Postings.Filed", "filed_calls", key=_FILING, also={"maker": "actor", "filed": "$time"}),
    Delete("Postings.FilingUsed", "filed_calls", key=_FILING),
    Upsert("Postings.DivisionRecoded", "recodes", key=("former",), also={"since": "$time"}),
    Insert("Postings.Paused", "pauses", key=("block", "log"), also={"time": "$time", **_PLACE}),
)
