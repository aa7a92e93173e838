"""``/api/v1/villages``."""

from pydantic import BaseModel

from api.schemas.common import Area, AsOf, Hex


class Village(BaseModel):
    """One collective: what it has, and what lies on it."""

    party: Hex
    kind: str
    name: str
    jurisdiction: str
    statuses: dict[str, int]
    assets: int
    area: Area
    rights: int
    mortgages: int
    orders: int
    open_objections: int


class Totals(BaseModel):
    """Counts over the whole chain."""

    parties: int
    assets: int
    rights: int
    moves: int
    mortgages: int
    orders: int


class Villages(BaseModel):
    """Every collective by area."""

    as_of: AsOf
    villages: list[Village]
    totals: Totals
