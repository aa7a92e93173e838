"""What ``verify`` finds, in a form that people and programs read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Shown = int | str | None
"""A value as JSON has it: bytes as 0x-hex; what has a type that its column must not have names it (``text: …``)."""


@dataclass(frozen=True)
class Finding:
    """One difference.

    ``kind``: ``altered`` (one cell), ``missing`` (a row went), ``extra`` (a row that no event made), ``head`` (the
    chain's own logs give a dossier another head than the chain holds). ``key`` is that of the row as it should be, for
    an extra row as it is. ``before``: what the chain says; ``after``: what the database says; whole rows where no
    column is named.
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


def shown(value: object) -> Shown:
    """Return a stored value for JSON."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return f"{'text' if isinstance(value, str) else 'number'}: {value}"
