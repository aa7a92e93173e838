"""Parties as tables: who they are, who keeps them, what bars them, and the catalogue of their kinds."""

from ledger.store.rules import Delete, Entry, Insert, Update, Upsert
from ledger.store.schema import B16, B20, B32, INT, maybe, table

parties = table(
    "parties",
    key=("party",),
    indexes=(("kind", "party"), ("keeper",), ("area",)),
    party=B16,
    issuer=B16,
    kind=INT,
    area=INT,
    until=INT,
    keeper=B16,
    standing=INT,
    document=B32,
    registered=INT,
    registrar=B20,
    renewed=maybe(INT),
    judged=maybe(INT),
)
"""``issuer`` and ``keeper`` are zeros for government and nobody; ``until`` 0: no end; ``judged``: when the standing was
last set."""

party_bars = table("party_bars", key=("cause",), indexes=(("party",),), cause=B32, party=B16, since=INT)
"""Orders that lie on a party now."""

party_kinds = table("party_kinds", key=("kind",), kind=INT, roles=INT, issuers=INT)

TABLES = (parties, party_bars, party_kinds)

_PARTY = ("party",)

RULES: tuple[Entry, ...] = (
    Insert(
        "Parties.PartyRegistered",
        "parties",
        key=_PARTY,
        also={"registered": "$time", "registrar": "actor"},
        constants={"standing": 1},
    ),
    Update("Parties.PartyRenewed", "parties", key=_PARTY, columns=("until",), also={"renewed": "$time"}),
    Update("Parties.StandingSet", "parties", key=_PARTY, columns=("standing",), also={"judged": "$time"}),
    Update("Parties.KeeperSet", "parties", key=_PARTY, columns=("keeper",)),
    Insert("Parties.PartyBarred", "party_bars", key=("cause",), also={"since": "$time"}),
    Delete("Parties.PartyReleased", "party_bars", key=("cause",)),
    Upsert("Kinds.PartyKindSet", "party_kinds", key=("kind",)),
)
