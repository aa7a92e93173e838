"""``/api/v1/verify``."""

from pydantic import BaseModel, JsonValue

from api.schemas.common import Time


class Finding(BaseModel):
    """One difference: ``before`` is what the chain says, ``after`` what the database says."""

    kind: str
    table: str
    key: dict[str, JsonValue]
    column: str | None
    before: JsonValue
    after: JsonValue


class Verdict(BaseModel):
    """The last run of ``ledger verify``: what was compared up to which block, when, and what differs."""

    ok: bool
    chain_id: int
    block: int
    at: Time
    rows: int
    events: int
    subjects: int
    findings: list[Finding]


class Latest(BaseModel):
    """``verdict`` null: never verified."""

    verdict: Verdict | None
