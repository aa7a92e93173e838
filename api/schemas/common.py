"""Parts that several answers share."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, PlainSerializer, WithJsonSchema

from ledger.kit import area
from ledger.kit.ids import to_text

Hex = Annotated[bytes, PlainSerializer(to_text, return_type=str), WithJsonSchema({"type": "string"})]
"""Bytes as 0x-hex."""


def rfc3339(seconds: int | None) -> str | None:
    """Write UTC seconds; 0 and None are no time."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z") if seconds else None


_DATE_TIME = {"type": "string", "format": "date-time"}
Time = Annotated[int, PlainSerializer(rfc3339, return_type=str), WithJsonSchema(_DATE_TIME)]
"""UTC seconds as RFC 3339."""
Until = Annotated[
    int | None,
    PlainSerializer(rfc3339, return_type=str | None),
    WithJsonSchema({"anyOf": [_DATE_TIME, {"type": "null"}]}),
]
"""A time, or null: without end, or not yet."""


class AsOf(BaseModel):
    """Which state of the chain an answer shows."""

    chain_id: int
    block: int
    time: Time


class Area(BaseModel):
    """An area, exactly in hundredths of a square metre, and as people read it."""

    hundredths_m2: int
    square_metres: str
    mu: str

    @classmethod
    def of(cls, square: int) -> "Area":
        """Write hundredths of a square metre."""
        return cls(hundredths_m2=square, square_metres=area.square_metres(square), mu=area.mu(square, 4))


class Who(BaseModel):
    """A party. ``name`` is empty for households and persons, and where the document is not at hand."""

    party: Hex
    kind: str
    name: str
