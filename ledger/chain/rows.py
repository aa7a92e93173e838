"""Rows of a registering call: at most a hundred to a transaction, and refusals that need no node to be known."""

from collections.abc import Iterator, Sequence
from typing import NoReturn, TypeVar

from ledger.chain.errors import ContractError

BATCH = 100
"""Rows of one transaction: at most 15 M gas."""

Row = TypeVar("Row")


def batches(rows: Sequence[Row], size: int = BATCH) -> Iterator[Sequence[Row]]:
    """Neighbouring rows together. ContractError EmptyBatch without any: the contracts would say the same."""
    if not rows:
        refuse("EmptyBatch")
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


def refuse(code: str, **fields: int | bytes) -> NoReturn:
    """Refuse as the contract would, by its error's name and arguments, before anything is signed."""
    raise ContractError(
        code, **{name: "0x" + value.hex() if isinstance(value, bytes) else value for name, value in fields.items()}
    )
