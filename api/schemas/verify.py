"""``/api/v1/verify``."""

from pydantic import BaseModel, JsonValue

from api.schemas.common import Time


class Finding(BaseModel):
    """One difference: ``before`` is what the chain says, ``after`` what the database says, or the node where ``kind``
    is header, parent, receipts, hidden, invented or forged."""

    kind: str
    table: str
    key: dict[str, JsonValue]
    column: str | None
    before: JsonValue
    after: JsonValue


class Verdict(BaseModel):
    """The last run of ``ledger verify``: what was compared up to which block, when, and what differs. ``since``: the
    block after which it looked, null where it looked at everything."""

    ok: bool
    chain_id: int
    block: int
    since: int | None
    at: Time
    rows: int
    events: int
    subjects: int
    findings: list[Finding]


class Latest(BaseModel):
    """``verdict`` null: never verified."""

    verdict: Verdict | None
