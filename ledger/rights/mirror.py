"""Rights as tables: who holds what share until when, the locks by cause, values and moves, the catalogue of kinds.

Asset, kind and serial of a right are parts of its id. How many locks lie on a right is counted, never stored.
"""

from ledger.store.rules import Delete, Entry, Insert, Update, Upsert
from ledger.store.schema import B16, B20, B32, INT, maybe, table

rights = table(
    "rights",
    key=("right_id",),
    indexes=(("holder", "right_id"), ("parent",)),
    right_id=B32,
    holder=B16,
    numerator=INT,
    denominator=INT,
    until=INT,
    existing=INT,
    lacks=INT,
    since=INT,
    parent=maybe(B32),
    mandate=maybe(B32),
    document=maybe(B32),
    cause=maybe(B32),
    extended=maybe(INT),
    lapsed=maybe(INT),
    reissued=maybe(INT),
)
"""``until`` 0: no end. ``parent``: of a sub-right. ``cause``: the transfer that granted it, whose document it shares.
``lapsed``: when its end was recorded, ``holder`` is then the last one; ``reissued``: when its share went to others."""

locks = table(
    "locks",
    key=("cause",),
    indexes=(("right_id",), ("act", "right_id")),
    cause=B32,
    right_id=B32,
    act=INT,
    covenant=INT,
    place=INT,
    since=INT,
)
"""Live locks. ``act`` 2 encumbers, everything else bars; ``place`` only grows: among the live it gives the rank."""

lifted_covenants = table("lifted_covenants", key=("cause",), cause=B32, lifted=B32, since=INT)
"""``cause``: the lock whose covenant was lifted; ``lifted``: the one act that it does not stand against."""

valuations = table(
    "valuations",
    key=("block", "log"),
    indexes=(("right_id",),),
    block=INT,
    log=INT,
    right_id=B32,
    valuer=B16,
    method=INT,
    valued_at=INT,
    fen=INT,
    document=B32,
    recorded=INT,
)

right_moves = table(
    "right_moves",
    key=("block", "log"),
    indexes=(("right_id",), ("former",)),
    block=INT,
    log=INT,
    right_id=B32,
    holder=B16,
    former=B16,
    cause=B32,
    actor=B20,
    moved=INT,
)

right_kinds = table(
    "right_kinds",
    key=("kind", "area"),
    kind=INT,
    area=INT,
    shape=INT,
    term_end=INT,
    forms=INT,
    acts=INT,
    at_registration=INT,
    max_years=INT,
    holders=INT,
    lenders=INT,
    assets=maybe(B32),
    parents=maybe(INT),
    transfer_papers=maybe(INT),
    security_papers=maybe(INT),
    sub_papers=maybe(INT),
)
"""The second half of a row comes with a second event of the same transaction."""

TABLES = (rights, locks, lifted_covenants, valuations, right_moves, right_kinds)

_RIGHT = ("right_id",)
_PLACE = {"block": "$block", "log": "$log"}
_NEW = {"since": "$time"}

RULES: tuple[Entry, ...] = (
    Insert("Rights.RightIssued", "rights", key=_RIGHT, also=_NEW, constants={"lacks": 0}),
    Insert("Rights.RightGranted", "rights", key=_RIGHT, also=_NEW, constants={"existing": 0, "lacks": 0}),
    Insert("Rights.ExistingRightRecorded", "rights", key=_RIGHT, also=_NEW, constants={"existing": 1}),
    Update("Rights.RightExtended", "rights", key=_RIGHT, columns=("until",), also={"extended": "$time"}),
    Update("Rights.RightLapsed", "rights", key=_RIGHT, columns=(), also={"lapsed": "$time"}),
    Update("Rights.RightReissued", "rights", key=_RIGHT, columns=(), also={"reissued": "$time"}),
    Update("Rights.RightMoved", "rights", key=_RIGHT, columns=("holder",)),
    Insert("Rights.RightMoved", "right_moves", key=("block", "log"), also={"moved": "$time", **_PLACE}),
    Insert("Rights.RightValued", "valuations", key=("block", "log"), also={"recorded": "$time", **_PLACE}),
    Insert("Rights.RightLocked", "locks", key=("cause",), also=_NEW),
    Delete("Rights.RightUnlocked", "locks", key=("cause",)),
    # The act that set a bar releases it and moves in the same call, without an event of the release.
    Delete("Rights.RightMoved", "locks", key=("cause",)),
    Delete("Rights.RightGranted", "locks", key=("cause",)),
    Update(
        "Rights.RightPlacesSwapped",
        "locks",
        key=("cause",),
        columns=(),
        also={"cause": "fallen", "place": "fallen_place"},
    ),
    Update(
        "Rights.RightPlacesSwapped",
        "locks",
        key=("cause",),
        columns=(),
        also={"cause": "risen", "place": "risen_place"},
    ),
    Upsert("Rights.CovenantLifted", "lifted_covenants", key=("cause",), also=_NEW),
    Upsert("Kinds.RightKindSet", "right_kinds", key=("kind", "area")),
    Update("Kinds.RightKindRelated", "right_kinds", key=("kind", "area")),
)
