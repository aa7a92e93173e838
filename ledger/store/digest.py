"""One hash for the content of a table, the same on every database.

A row is hashed as EIP-712 encodes a struct: a word of 32 bytes per column, integers big-endian with sign, fixed bytes
left-aligned, bytes of any length as their keccak256; before a column that may be NULL stands a word 0 (NULL) or 1. Rows
come in the order of their keys as raw bytes and numbers, never by a collation.
"""

from collections.abc import Callable, Iterable, Sequence

import sha3
from sqlalchemy import Column, Connection, LargeBinary, Table, select

from ledger.kit.keccak import keccak
from ledger.store.errors import MirrorDamaged
from ledger.store.rules import Value
from ledger.store.schema import CHAIN

_NULL, _PRESENT = bytes(32), (1).to_bytes(32, "big")


def table_digest(connection: Connection, table: Table, chain_id: int) -> bytes:
    """Return the digest of one chain's rows. MirrorDamaged when a value has a type that the column has not."""
    keys = list(table.primary_key.columns)
    query = select(table).where(table.c[CHAIN] == chain_id).order_by(*keys)
    sql = str(query.compile(connection.engine, compile_kwargs={"literal_binds": True}))
    rows = connection.exec_driver_sql(sql, execution_options={"yield_per": 2000})
    return rows_digest(table, (tuple(row) for row in rows))


def rows_digest(table: Table, rows: Iterable[Sequence[Value]]) -> bytes:
    """Return the digest of rows that hold all columns of the table and come in the order of its key."""
    hasher = sha3.keccak_256()
    hasher.update(_signature(table).encode())
    encoders = [_encoder(column) for column in table.columns]
    for row in rows:
        try:
            hasher.update(b"".join([encode(value) for encode, value in zip(encoders, row, strict=True)]))
        except (TypeError, AttributeError, OverflowError) as error:
            raise MirrorDamaged(table.name) from error
    return bytes(hasher.digest())


def mirror_digest(connection: Connection, tables: Iterable[Table], chain_id: int) -> bytes:
    """Return the digest of all these tables, in the order of their names."""
    parts = [table_digest(connection, table, chain_id) for table in sorted(tables, key=lambda table: table.name)]
    return keccak(b"".join(parts))


def _signature(table: Table) -> str:
    return f"{table.name}({','.join(f'{_type(column)} {column.name}' for column in table.columns)})"


def _type(column: Column[int] | Column[bytes]) -> str:
    kind = column.type
    plain = f"bytes{kind.length or ''}" if isinstance(kind, LargeBinary) else "int64"
    return f"{plain}?" if column.nullable else plain


def _encoder(column: Column[int] | Column[bytes]) -> Callable[[Value], bytes]:
    kind = column.type
    length = kind.length if isinstance(kind, LargeBinary) else None

    def integer(value: int) -> bytes:
        return value.to_bytes(32, "big", signed=True)

    def fixed(value: bytes) -> bytes:
        if not isinstance(value, bytes) or len(value) != length:
            raise TypeError(column.name)
        return value.ljust(32, b"\0")

    def free(value: bytes) -> bytes:
        return keccak(value)

    encode: Callable[..., bytes] = integer if not isinstance(kind, LargeBinary) else free if length is None else fixed
    if not column.nullable:
        return encode
    return lambda value: _NULL if value is None else _PRESENT + encode(value)
