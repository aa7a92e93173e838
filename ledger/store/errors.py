"""What can go wrong in the stores. Each class is its own code; its sentence is ``errors.<code>``.

LedgerError
├── SchemaWrong, RulesBroken      the program contradicts itself: no retry helps
├── MirrorDamaged                 somebody changed rows by hand: ``ledger verify`` names them, ``rebuild`` mends
├── MirrorMissing                 nothing was mirrored yet
├── StoreDown                     the database cannot work now; nothing of the transaction was written
│   ├── DatabaseDown              nobody answers, the connection broke, or the disk fails: retry helps
│   ├── DatabaseBusy              somebody else holds it for too long: retry helps
│   ├── DatabaseFull              no space is left: retry helps once there is
│   ├── DatabaseGone              its file or its tables were taken away
│   ├── DatabaseBroken            its file is damaged
│   ├── DatabaseRefused           the server does not let this role in
│   └── OtherWriter               another process mirrors the same chain into the same database
├── SchemaOld                     tables of another release: ``ledger resync`` makes them anew
├── DatabaseUnknown               the URL names no database that we know
├── DatabaseOld                   the server is older than what the tests run on
├── OfficeNotEmpty                another office would be mixed with what is there
├── SchemaMissing, GrantMissing   ``ledger database prepare`` was not run, or the role is the wrong one
└── OtherDatabase                 the database belongs to another chain or deployment
"""

from collections.abc import Sequence

from ledger.kit.errors import LedgerError


class SchemaWrong(LedgerError):
    """Events, rules and tables do not fit each other; ``problems`` names every case."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("SchemaWrong", problems="; ".join(problems))


class RulesBroken(LedgerError):
    """A rule inserts a row that exists, or changes one that does not."""

    def __init__(self, event: str, table: str) -> None:
        super().__init__("RulesBroken", event=event, table=table)


class MirrorDamaged(LedgerError):
    """Rows of a table are not what the events made, so nothing is written on top of them."""

    def __init__(self, table: str) -> None:
        super().__init__("MirrorDamaged", table=table)


class MirrorMissing(LedgerError):
    """The database holds nothing of this chain yet."""

    def __init__(self, chain_id: int) -> None:
        super().__init__("MirrorMissing", chain_id=chain_id)


class OtherDatabase(LedgerError):
    """The database mirrors this chain id with another genesis or another deployment."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__("OtherDatabase", expected=expected, found=found)


class StoreDown(LedgerError):
    """A database cannot work now. Nothing of the transaction was written, or all of it."""


class DatabaseDown(StoreDown):
    """It does not answer, or its connection broke. ``detail``: in its own words."""

    def __init__(self, database: str, detail: str) -> None:
        super().__init__("DatabaseDown", database=database, detail=detail)


class DatabaseBusy(StoreDown):
    """Somebody else has held it for longer than we wait."""

    def __init__(self, database: str, detail: str) -> None:
        super().__init__("DatabaseBusy", database=database, detail=detail)


class DatabaseFull(StoreDown):
    """No space is left where it lies."""

    def __init__(self, database: str) -> None:
        super().__init__("DatabaseFull", database=database)


class DatabaseGone(StoreDown):
    """Its file was moved or deleted while it was in use, or its tables were."""

    def __init__(self, database: str) -> None:
        super().__init__("DatabaseGone", database=database)


class DatabaseBroken(StoreDown):
    """Its file is damaged."""

    def __init__(self, database: str, detail: str) -> None:
        super().__init__("DatabaseBroken", database=database, detail=detail)


class DatabaseRefused(StoreDown):
    """The server answers, but takes this role, password or database not. ``detail``: in its own words."""

    def __init__(self, database: str, detail: str) -> None:
        super().__init__("DatabaseRefused", database=database, detail=detail)


class OtherWriter(StoreDown):
    """The mirror is no longer where we left it. What was to follow was not written."""

    def __init__(self, chain_id: int) -> None:
        super().__init__("OtherWriter", chain_id=chain_id)


class SchemaOld(LedgerError):
    """These tables have other columns than this release writes."""

    def __init__(self, tables: Sequence[str]) -> None:
        super().__init__("SchemaOld", tables=", ".join(tables))


class DatabaseUnknown(LedgerError):
    """A URL that cannot be read, or names another kind of database. Never told: the URL, which may hold a password."""

    def __init__(self, kind: str) -> None:
        super().__init__("DatabaseUnknown", kind=kind)


class DatabaseOld(LedgerError):
    """The server is older than ``oldest``."""

    def __init__(self, database: str, version: str, oldest: int) -> None:
        super().__init__("DatabaseOld", database=database, version=version, oldest=oldest)


class OfficeNotEmpty(LedgerError):
    """The office that another shall move into holds something already."""

    def __init__(self, database: str) -> None:
        super().__init__("OfficeNotEmpty", database=database)


class SchemaMissing(LedgerError):
    """The database has no such schema, or none that this role may use."""

    def __init__(self, database: str, schema: str, role: str) -> None:
        super().__init__("SchemaMissing", database=database, schema=schema, role=role)


class GrantMissing(LedgerError):
    """The role may not do this. ``detail``: what, in the server's words."""

    def __init__(self, database: str, detail: str) -> None:
        super().__init__("GrantMissing", database=database, detail=detail)


class ChainTorn(LedgerError):
    """Headers and logs that a node gave for these blocks do not fit each other, even when asked again."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__("ChainTorn", first=first, last=last)


class ChainDiverged(LedgerError):
    """Below the confirmed line the node has another block than the mirror."""

    def __init__(self, number: int, expected: bytes, found: bytes) -> None:
        super().__init__("ChainDiverged", number=number, expected="0x" + expected.hex(), found="0x" + found.hex())


class FilingUnknown(LedgerError):
    """No call with this hash waits for a second person."""

    def __init__(self, call_hash: bytes) -> None:
        super().__init__("FilingUnknown", call="0x" + call_hash.hex())
