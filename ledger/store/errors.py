"""What can go wrong in the stores. Each class is its own code; its sentence is ``errors.<code>``.

LedgerError
├── SchemaWrong, RulesBroken      the program contradicts itself: no retry helps
├── MirrorDamaged                 somebody changed rows by hand: ``ledger verify`` names them, ``rebuild`` mends
├── MirrorMissing                 nothing was mirrored yet
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
