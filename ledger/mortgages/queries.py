"""What is known of mortgages: rank and state, and the statutory register that binds beside the ledger's order."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, or_

from ledger.assets.mirror import assets
from ledger.kit import catalogue
from ledger.kit.ids import PartyId, RecordId, RightId, asset_of, kind_of
from ledger.kit.jurisdiction import NATION, Jurisdiction
from ledger.kit.kinds import Papers, Register
from ledger.kit.numbers import Act, ChangeKind, Covenant, Form, MortgageState
from ledger.mortgages.mirror import mortgage_records, mortgages
from ledger.rights import queries as rights
from ledger.store.view import View, within

LIVE = (MortgageState.PENDING, MortgageState.EFFECTIVE)


@dataclass(frozen=True, slots=True)
class Record:
    """A numbered record under a mortgage. ``cap_until`` of an amendment or renewal, ``lender`` and ``former`` of an
    assignment, ``other``: the mortgage that took the place of this one."""

    record_number: int
    kind: ChangeKind
    cap_until: int | None
    lender: PartyId | None
    former: PartyId | None
    other: RecordId | None
    document: bytes
    recorded: int


@dataclass(frozen=True, slots=True)
class Mortgage:
    """A claim of a lender on a right. The grantor stays who granted it, though the right moves on.

    ``rank``: position among the live by place, None if it is not live; ``accepted_rank``: as accepted. ``over``: an
    offer that was not accepted in time. ``void``: the right has ended, and the mortgage with it. ``register``: the
    statutory register whose order binds, None where no law lists the kind as security; ``registered_at`` 0 or None:
    its number is not recorded here. ``missing``: papers not among those shown. ``writer``: the contract that keeps it,
    where all that follows is sent (`Call.to`). ``claimed``: when the holder said that the debt has ended and the lender
    has not answered.
    """

    mortgage: RecordId
    right_id: RightId
    grantor: PartyId
    lender: PartyId
    form: Form
    covenant: Covenant
    debtor_is_grantor: bool
    cap_until: int
    until: int
    over: bool
    state: MortgageState
    void: bool
    rank: int | None
    accepted_rank: int | None
    place: int | None
    accepted: int | None
    register: Register | None
    registered_at: int | None
    statutory_document: bytes | None
    contract_only: bool
    missing: Papers
    mandate: bytes
    document: bytes
    proposed: int
    proposer: bytes
    tx: bytes
    writer: bytes
    ended: int | None
    authority: PartyId | None
    claimed: int | None
    claim_document: bytes | None
    records: tuple[Record, ...]

    @property
    def live(self) -> bool:
        """Accepted and not discharged; it may be void all the same."""
        return self.state in LIVE


def mortgage(view: View, mortgage: bytes) -> Mortgage | None:
    """Return one mortgage, None if it is unknown."""
    return next((one for one in of_asset(view, mortgage[:16]) if one.mortgage == mortgage), None)


def of_asset(view: View, asset: bytes) -> list[Mortgage]:
    """Return every mortgage and offer on an asset's rights: the live by right and rank, then the others as proposed."""
    found = _mortgages(view, view.all(mortgages, within(mortgages.c.mortgage, asset[:16])), asset[:16])
    return sorted(found, key=lambda one: (not one.live, one.right_id, one.rank or 0, one.proposed, one.mortgage))


def burdens(view: View, asset: bytes) -> list[Mortgage]:
    """Return the live mortgages on an asset's rights, by right and rank."""
    return [one for one in of_asset(view, asset) if one.live]


def of_party(view: View, party: bytes) -> list[Mortgage]:
    """Return what a party granted or took as security."""
    rows = view.all(mortgages, or_(mortgages.c.lender == party, mortgages.c.grantor == party))
    ids = {row.mortgage for row in rows}
    named = dict.fromkeys(asset_of(row.mortgage) for row in rows)
    return [one for asset in named for one in of_asset(view, asset) if one.mortgage in ids]


def _mortgages(view: View, rows: list[Row[Any]], asset: bytes) -> list[Mortgage]:
    if not rows:
        return []
    held = {one.right_id: one for one in rights.of_asset(view, asset)}
    found = view.one(assets, assets.c.asset == asset)
    area = NATION if found is None else found.area
    records: dict[bytes, list[Record]] = {}
    for row in view.all(mortgage_records, within(mortgage_records.c.mortgage, asset)):
        kind, changed = ChangeKind(row.kind), (row.cap_until, row.lender, row.former, row.other)
        record = Record(row.record_number, kind, *changed, row.document, row.recorded)
        records.setdefault(row.mortgage, []).append(record)
    return [
        _mortgage(view, row, held[RightId(row.mortgage[:22].ljust(32, b"\0"))], area, records.get(row.mortgage, []))
        for row in rows
    ]


def _mortgage(view: View, row: Row[Any], right: rights.Right, area: Jurisdiction, records: list[Record]) -> Mortgage:
    ladder = [lock.cause for lock in right.locks if not lock.bars]  # by place
    place = next((lock.place for lock in right.locks if lock.cause == row.mortgage), None)
    kind = catalogue.right_kind(kind_of(right.right_id), area)
    state = MortgageState(row.state)
    return Mortgage(
        mortgage=row.mortgage,
        right_id=right.right_id,
        grantor=row.grantor,
        lender=row.lender,
        form=Form(row.form),
        covenant=Covenant(row.covenant),
        debtor_is_grantor=bool(row.debtor_is_grantor),
        cap_until=row.cap_until,
        until=row.until,
        over=state is MortgageState.PROPOSED and row.until <= view.now,
        state=state,
        void=state in LIVE and not right.live,
        rank=ladder.index(row.mortgage) + 1 if row.mortgage in ladder else None,
        accepted_rank=row.rank,
        place=place,
        accepted=row.accepted,
        register=catalogue.statutory_register(kind_of(right.right_id)),
        registered_at=row.registered_at,
        statutory_document=row.statutory_document,
        contract_only=kind.contract_only,
        missing=kind.papers_for(Act.SECURITY).missing(row.papers),
        mandate=row.mandate,
        document=row.document,
        proposed=row.proposed,
        proposer=row.proposer,
        tx=row.tx,
        writer=row.writer,
        ended=row.ended,
        authority=row.authority,
        claimed=row.claimed,
        claim_document=row.claim_document,
        records=tuple(records),
    )
