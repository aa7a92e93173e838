"""Assets as tables: the register, further codes, objections, what bars an asset, and the catalogue of kinds.

The asset of an objection is the first 16 bytes of its id.
"""

from ledger.store.rules import Delete, Entry, Insert, Update, Upsert
from ledger.store.schema import B16, B20, B32, INT, maybe, table

assets = table(
    "assets",
    key=("asset",),
    indexes=(
        ("collective", "asset"),
        ("registrant", "asset"),
        ("area", "asset"),
        ("kind", "asset"),
        ("status", "asset"),
        ("document",),
    ),
    asset=B16,
    collective=B16,
    natural_key=B32,
    kind=INT,
    area=INT,
    quantity=INT,
    document=B32,
    status=INT,
    registered=INT,
    registrar=B20,
    registrant=B16,
    announced=maybe(INT),
    deadline=maybe(INT),
    confirmed=maybe(INT),
    confirmer=maybe(B16),
    retired=maybe(INT),
)
"""``quantity`` as the kind's unit says; ``document`` has name and place; ``registrant``: the first collective."""

asset_aliases = table(
    "asset_aliases", key=("code",), indexes=(("asset",),), code=B16, asset=B16, natural_key=B32, since=INT
)
"""``code``: the id that a later code occupies and that points to the asset."""

objections = table(
    "objections",
    key=("objection",),
    indexes=(("objector",),),
    objection=B32,
    receiver=B16,
    objector=B16,
    document=B32,
    raised=INT,
    closed=maybe(INT),
    confirmer=maybe(B16),
    outcome=maybe(INT),
    closing_document=maybe(B32),
)

reassignments = table(
    "reassignments",
    key=("block", "log"),
    indexes=(("asset",), ("collective",)),
    block=INT,
    log=INT,
    asset=B16,
    collective=B16,
    authority=B16,
    area=INT,
    document=B32,
    reassigned=INT,
)
"""How an asset came to another collective or area."""

asset_bars = table("asset_bars", key=("cause",), indexes=(("asset",),), cause=B32, asset=B16, since=INT)
"""Orders that lie on an asset as a whole now."""

asset_kinds = table(
    "asset_kinds",
    key=("kind", "area"),
    kind=INT,
    area=INT,
    asset_class=INT,
    unit=INT,
    key_forms=INT,
    movable=INT,
    publicity_days=INT,
    confirmers=INT,
)

TABLES = (assets, asset_aliases, reassignments, objections, asset_bars, asset_kinds)

_ASSET = ("asset",)

RULES: tuple[Entry, ...] = (
    Insert(
        "Assets.AssetRegistered",
        "assets",
        key=_ASSET,
        also={"registered": "$time", "registrar": "actor", "registrant": "collective"},
        constants={"status": 1},
    ),
    Update("Assets.AssetAmended", "assets", key=_ASSET, columns=("quantity", "document")),
    Update("Assets.AssetReassigned", "assets", key=_ASSET, columns=("collective", "area")),
    Insert(
        "Assets.AssetReassigned",
        "reassignments",
        key=("block", "log"),
        also={"reassigned": "$time", "block": "$block", "log": "$log"},
    ),
    Update(
        "Assets.AssetAnnounced",
        "assets",
        key=_ASSET,
        columns=("deadline",),
        also={"announced": "$time"},
        constants={"status": 2},
    ),
    Update(
        "Assets.AssetReturned",
        "assets",
        key=_ASSET,
        columns=(),
        constants={"status": 1, "announced": None, "deadline": None},
    ),
    Update(
        "Assets.AssetConfirmed",
        "assets",
        key=_ASSET,
        columns=("confirmer",),
        also={"confirmed": "$time"},
        constants={"status": 3},
    ),
    Update("Assets.AssetRetired", "assets", key=_ASSET, columns=(), also={"retired": "$time"}, constants={"status": 4}),
    Insert("Assets.AssetCoded", "asset_aliases", key=("code",), also={"since": "$time"}),
    Delete("Assets.CodeLost", "asset_aliases", key=("code",)),
    Insert("Assets.CodeReceived", "asset_aliases", key=("code",), also={"since": "$time"}),
    Insert("Assets.ObjectionRaised", "objections", key=("objection",), also={"raised": "$time"}),
    Update(
        "Assets.ObjectionClosed",
        "objections",
        key=("objection",),
        columns=("confirmer", "outcome"),
        also={"closed": "$time", "closing_document": "document"},
    ),
    Insert("Assets.AssetBarred", "asset_bars", key=("cause",), also={"since": "$time"}),
    Delete("Assets.AssetReleased", "asset_bars", key=("cause",)),
    Upsert("Kinds.AssetKindSet", "asset_kinds", key=("kind", "area"), also={"asset_class": "class"}),
)
