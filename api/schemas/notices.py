"""``/api/v1/notices``."""

from pydantic import BaseModel

from api.schemas.common import AsOf, Hex, Time


class Notice(BaseModel):
    """What a party is told, and why. ``asset`` null: it is about a party."""

    block: int
    log: int
    time: Time
    event: str
    text: str
    thing: Hex
    asset: Hex | None
    why: str
    rank: int | None


class Notices(BaseModel):
    """A page of notices, the newest first. ``next``: the ``before`` of the next page, null at the end."""

    as_of: AsOf
    party: Hex
    notices: list[Notice]
    next: str | None
