"""``/api/v1/assets`` and ``/api/v1/assets/{id}``."""

from pydantic import BaseModel

from api.schemas.common import Area, AsOf, Hex, Time, Until, Who


class Asset(BaseModel):
    """A thing on the register. ``area`` null: it is counted in another ``unit``, by ``quantity``."""

    asset: Hex
    name: str
    number: str
    kind: str
    collective: Hex
    jurisdiction: str
    status: str
    unit: str
    quantity: int
    area: Area | None
    document: Hex
    registered: Time
    deadline: Until
    confirmed: Until


class Hit(Asset):
    """An asset, and how many mortgages and orders lie on it and its rights."""

    mortgages: int
    orders: int


class Assets(BaseModel):
    """A page of assets by rising id. ``next``: the ``past`` of the next page, null at the end."""

    as_of: AsOf
    assets: list[Hit]
    next: Hex | None


class Right(BaseModel):
    """A share of a kind of right, with the sub-rights granted out of it."""

    right_id: Hex
    kind: str
    holder: Hex
    numerator: int
    denominator: int
    until: Until
    term: str
    existing: bool
    since: Time
    subs: list["Right"]


class MortgageRecord(BaseModel):
    """A numbered record. ``cap_until`` of a renewal or amendment, ``lender`` and ``former`` of an assignment,
    ``other``: the mortgage that was let go first."""

    number: int
    kind: str
    time: Time
    cap_until: Until
    lender: Hex | None
    former: Hex | None
    other: Hex | None
    document: Hex


class Proposal(BaseModel):
    """What the lender proposed. ``open``: whether ``agrees`` can agree to it now."""

    change: Hex
    kind: str
    state: str
    open: bool
    until: Until
    cap_until: Until
    lender: Hex | None
    other: Hex | None
    agrees: Hex
    document: Hex
    proposed: Time


class Mortgage(BaseModel):
    """A ranked claim. ``binds``: how the statutory register stands to the ledger's rank. ``first_lender``: to whom it
    was granted; ``claimed``: since when a claim that the debt has ended stands unanswered."""

    mortgage: Hex
    right_id: Hex
    lender: Hex
    grantor: Hex
    form: str
    state: str
    void: bool
    rank: int | None
    accepted: Until
    register_code: str | None
    binds: str
    registered: Until
    missing_required: list[str]
    missing_expected: list[str]
    first_lender: Hex
    accepted_rank: int | None
    cap_until: Until
    claimed: Until
    records: list[MortgageRecord]
    proposals: list[Proposal]


class Order(BaseModel):
    """A bar. ``queue``: 1 binds, higher waits, 0 ended. ``over``: its date has passed and nobody wrote its end."""

    order_id: Hex
    thing: Hex
    issuer: Hex
    kind: str
    state: str
    queue: int
    laid: Time
    until: Time
    over: bool


class Warning(BaseModel):
    """What must be noticed before acting; ``text`` in the language that was asked for."""

    code: str
    thing: Hex
    text: str


class Record(BaseModel):
    """What was recorded. ``signer``: whose officer signed."""

    block: int
    log: int
    time: Time
    tx: Hex
    event: str
    signer: Hex | None


class Story(BaseModel):
    """Everything about one asset. ``altered``: the last ``verify`` found a difference in what is said of it."""

    as_of: AsOf
    asset: Asset
    rights: list[Right]
    mortgages: list[Mortgage]
    orders: list[Order]
    warnings: list[Warning]
    timeline: list[Record]
    parties: list[Who]
    dossier_head: Hex | None
    altered: bool
