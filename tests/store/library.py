"""A schema with every form of rule, and its events without a chain: for what needs no node."""

from ledger.store.events import Event
from ledger.store.registry import Schema, collect
from ledger.store.rules import Delete, Entry, Insert, Update, Upsert, Value
from ledger.store.schema import B20, B32, BLOB, INT, maybe, table

ITEMS = table("items", key=("item",), item=INT, owner=maybe(BLOB), kind=INT, since=INT, touched=maybe(INT))
NOTES = table("notes", key=("item", "number"), item=INT, number=INT, text_hash=B32, writer=B20)
LOG = table("log", key=("block", "at"), block=INT, at=INT, item=INT)

ARGUMENTS = {
    "Library.Made": (("item", "uint56"), ("owner", "bytes"), ("kind", "uint8"), ("actor", "address")),
    "Library.Given": (("item", "uint56"), ("owner", "bytes"), ("actor", "address")),
    "Library.Noted": (("item", "uint56"), ("number", "uint16"), ("text_hash", "bytes32"), ("actor", "address")),
    "Library.Torn": (("item", "uint56"), ("number", "uint16"), ("actor", "address")),
    "Library.Gone": (("item", "uint56"), ("actor", "address")),
    "Library.Found": (("item", "uint56"), ("kind", "uint8"), ("actor", "address")),
}


class Library:
    """What a concept's ``mirror`` module holds."""

    TABLES = (ITEMS, NOTES, LOG)
    RULES: tuple[Entry, ...] = (
        Insert("Library.Made", "items", key=("item",), also={"since": "$time"}),
        Update("Library.Given", "items", key=("item",), constants={"touched": 1}),
        Insert("Library.Given", "log", key=("block", "at"), also={"block": "$block", "at": "$log"}),
        Upsert("Library.Noted", "notes", key=("item", "number"), also={"writer": "$writer"}),
        Update("Library.Noted", "items", key=("item",), columns=(), also={"touched": "$block"}),
        Delete("Library.Torn", "notes", key=("item", "number")),
        Delete("Library.Gone", "items", key=("item",)),
        Upsert("Library.Found", "items", key=("item",), also={"since": "$time"}, constants={"owner": None}),
    )


SCHEMA: Schema = collect([Library()])
ACTOR = b"\xaa" * 20


def event(name: str, place: int, *values: Value) -> Event:
    """The event as the only log of block ``place``, mined ``place`` seconds after the epoch."""
    return Event(f"Library.{name}", (*values, ACTOR, place, place, bytes(32), 0, b"\xbb" * 20))
