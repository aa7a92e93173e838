"""What ``verify`` finds, in a form that people and programs read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Shown = int | str | None
"""A value as JSON has it: bytes as 0x-hex; what has a type that its column must not have names it (``text: …``)."""


@dataclass(frozen=True)
class Finding:
    """One difference.

    Of the database, ``table`` and ``key`` its row: ``altered`` (one cell), ``missing`` (a row went), ``extra`` (a row
    that no event made). Of the chain: ``head`` (the chain's own logs give a dossier another head than the contract
    holds). Of the node, ``key`` the block or log: ``header`` (it does not hash to its hash), ``parent`` (it follows
    another block than the one before it), ``receipts`` (they do not give the header's root; None: there are none),
    ``hidden``, ``invented``, ``forged`` (a log that receipts prove is left out, one that they do not hold is told, one
    is told with another value).

    ``key`` is that of the row as it should be, for an extra row as it is. ``before``: what the chain says; ``after``:
    what the database says, or the node; whole rows where no column is named.
    """

    kind: str
    table: str
    key: Mapping[str, Shown]
    column: str | None
    before: Shown | Mapping[str, Shown]
    after: Shown | Mapping[str, Shown]

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self)


OF_THE_NODE = frozenset(("header", "parent", "receipts", "hidden", "invented", "forged"))
"""Kinds that say nothing of the database: the node contradicts the chain that it serves."""


def shown(value: object) -> Shown:
    """Return a stored value for JSON."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return f"{'text' if isinstance(value, str) else 'number'}: {value}"
