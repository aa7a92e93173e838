"""How a concept declares the tables of the mirror: bytes and integers, nothing else.

Text and floats never enter: a digest must be the same on every database (see ``digest``). Every table has ``chain_id``
first in its key, because one database can mirror many chains.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, Table
from sqlalchemy.types import TypeEngine

INT: TypeEngine[int] = BigInteger()
"""A number, a time in UTC seconds, money in fen, an area in 0.01 m², a flag (0 or 1): signed 64 bits."""
B16: TypeEngine[bytes] = LargeBinary(16)
"""A PartyId or an AssetId."""
B20: TypeEngine[bytes] = LargeBinary(20)
"""An account or a contract."""
B32: TypeEngine[bytes] = LargeBinary(32)
"""A RightId, the ids below it, a hash; also a ``uint256`` mask, big-endian."""
BLOB: TypeEngine[bytes] = LargeBinary()
"""Bytes of any length."""

CHAIN = "chain_id"


@dataclass(frozen=True)
class Maybe:
    """A column that no event has filled yet is NULL."""

    type: TypeEngine[int] | TypeEngine[bytes]


Kind = TypeEngine[int] | TypeEngine[bytes] | Maybe


def maybe(type_: TypeEngine[int] | TypeEngine[bytes]) -> Maybe:
    """Return the same type, NULL allowed."""
    return Maybe(type_)


def table(name: str, /, key: tuple[str, ...], indexes: tuple[tuple[str, ...], ...] = (), **columns: Kind) -> Table:
    """Return a table of the mirror: ``chain_id`` and ``key`` are its primary key.

    Each of ``indexes`` is a tuple of columns; ``chain_id`` is put before them. A key column may not be NULL.
    TypeError for a type that the mirror does not hold.
    """
    for kind in columns.values():
        if not isinstance(kind.type if isinstance(kind, Maybe) else kind, LargeBinary | BigInteger):
            raise TypeError(f"{name}: the mirror holds bytes and integers of 64 bits, nothing else")
    made: list[Column[Any]] = [Column(CHAIN, INT, primary_key=True, autoincrement=False)]
    ordered = [*key, *(column for column in columns if column not in key)]
    for column in ordered:
        kind = columns[column]
        optional = isinstance(kind, Maybe)
        type_ = kind.type if isinstance(kind, Maybe) else kind
        made.append(Column(column, type_, primary_key=column in key, nullable=optional, autoincrement=False))
    found = Table(name, MetaData(), *made, sqlite_with_rowid=False)
    for index in indexes:
        Index(f"{name}_by_{'_'.join(index)}", found.c[CHAIN], *(found.c[column] for column in index))
    return found


def key_of(table_: Table) -> tuple[str, ...]:
    """Return the names of the key columns after ``chain_id``."""
    return tuple(column.name for column in table_.primary_key.columns if column.name != CHAIN)
