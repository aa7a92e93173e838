"""What is known of mortgages: rank and state, and the statutory register that binds beside the ledger's order."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, or_

from ledger.assets.mirror import assets
from ledger.kit import catalogue
from ledger.kit.ids import PartyId, RecordId, RightId, asset_of, kind_of
from ledger.kit.jurisdiction import NATION, Jurisdiction
from ledger.kit.kinds import Papers, Register
from ledger.kit.numbers import Act, ChangeKind, ChangeState, Covenant, Form, MortgageState
from ledger.mortgages.mirror import mortgage_changes, mortgage_records, mortgages
from ledger.rights import queries as rights
from ledger.rights.mirror import right_moves
from ledger.store.timeline import Position
from ledger.store.view import View, within

LIVE = (MortgageState.PENDING, MortgageState.EFFECTIVE)
_OF_CHANGE = ("change", "mortgage", "cap_until", "until", "document", "proposed", "proposer", "tx", "closed")
_OF_MORTGAGE = (
    "mortgage", "grantor", "lender", "cap_until", "until", "accepted", "registered_at", "statutory_document", "mandate",
    "document", "proposed", "proposer", "tx", "writer", "ended", "authority", "claimed", "claim_document",
)  # fmt: skip
"""Columns that are read as they stand."""


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
    position: Position


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the lender proposed. ``lender``: the new one of an assignment; ``other``: the mortgage that would go first.

    ``agrees``: who is asked to: the new lender, or who holds the right today. ``over``: nobody agreed in time.
    ``void``: the mortgage has ended, or holder or lender changed since, so that it binds nobody.
    """

    change: bytes
    mortgage: RecordId
    kind: ChangeKind
    lender: PartyId | None
    other: RecordId | None
    cap_until: int
    until: int
    state: ChangeState
    agrees: PartyId
    over: bool
    void: bool
    document: bytes
    proposed: int
    proposer: bytes
    tx: bytes
    closed: int | None

    @property
    def open(self) -> bool:
        """Whether it can be agreed to now."""
        return self.state is ChangeState.PROPOSED and not self.over and not self.void


@dataclass(frozen=True, slots=True)
class Mortgage:
    """A claim of a lender on a right. The grantor stays who granted it, though the right moves on; ``lender`` is who
    lends now. ``proposals``: all that were made, the oldest first.

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
    proposals: tuple[Proposal, ...]

    @property
    def live(self) -> bool:
        """Accepted and not discharged; it may be void all the same."""
        return self.state in LIVE

    def lender_at(self, place: Position = (0, 0)) -> PartyId:
        """Who lent before a record; without one: to whom it was granted."""
        later = (one.former for one in self.records if one.former is not None and one.position > place)
        return next(later, self.lender)


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


def ladder(view: View, right: bytes) -> list[RecordId]:
    """Return all live encumbrances of a right by rank, as a change of rank lists them."""
    found = rights.right(view, right)
    return [] if found is None else [RecordId(lock.cause) for lock in found.locks if not lock.bars]


def proposal(view: View, change: bytes) -> Proposal | None:
    """Return one proposal of a change, None if it is unknown."""
    row = view.one(mortgage_changes, mortgage_changes.c.change == change)
    found = None if row is None else mortgage(view, row.mortgage)
    return None if found is None else next(one for one in found.proposals if one.change == change)


def of_party(view: View, party: bytes) -> list[Mortgage]:
    """Return what a party granted, or has as security now."""
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
    moves = view.all(right_moves, within(right_moves.c.right_id, asset))
    records: dict[bytes, list[Record]] = {}
    for row in view.all(mortgage_records, within(mortgage_records.c.mortgage, asset)):
        kind, changed = ChangeKind(row.kind), (row.cap_until, row.lender, row.former, row.other)
        record = Record(row.record_number, kind, *changed, row.document, row.recorded, (row.block, row.log))
        records.setdefault(row.mortgage, []).append(record)
    changes: dict[bytes, list[Row[Any]]] = {}
    proposals = view.all(mortgage_changes, within(mortgage_changes.c.mortgage, asset))
    for row in sorted(proposals, key=lambda row: (row.block, row.log)):
        changes.setdefault(row.mortgage, []).append(row)
    made = []
    for row in rows:
        right = held[RightId(row.mortgage[:22].ljust(32, b"\0"))]
        own = _mortgage(view, row, right, area, records.get(row.mortgage, []))
        proposed = (_proposal(view, each, own, right, moves) for each in changes.get(row.mortgage, []))
        made.append(replace(own, proposals=tuple(proposed)))
    return made


def _proposal(view: View, row: Row[Any], own: Mortgage, right: rights.Right, moves: list[Row[Any]]) -> Proposal:
    """A proposal stands while holder and lender are those to whom and by whom it was made."""
    state, kind = ChangeState(row.state), ChangeKind(row.kind)
    made, held = (row.block, row.log), right.right_id
    after = [move.former for move in moves if move.right_id == held and (move.block, move.log) > made]
    same = [*after, right.holder][0] == right.holder and own.lender_at(made) == own.lender
    return Proposal(
        kind=kind,
        lender=row.lender if any(row.lender) else None,
        other=row.other if any(row.other) else None,
        state=state,
        agrees=row.lender if kind is ChangeKind.ASSIGN else right.holder,
        over=state is ChangeState.PROPOSED and row.until <= view.now,
        void=state is ChangeState.PROPOSED and not (own.live and not own.void and same),
        **{name: row._mapping[name] for name in _OF_CHANGE},
    )


def _mortgage(view: View, row: Row[Any], right: rights.Right, area: Jurisdiction, records: list[Record]) -> Mortgage:
    order = [lock.cause for lock in right.locks if not lock.bars]  # by place
    place = next((lock.place for lock in right.locks if lock.cause == row.mortgage), None)
    kind = catalogue.right_kind(kind_of(right.right_id), area)
    state = MortgageState(row.state)
    return Mortgage(
        right_id=right.right_id,
        form=Form(row.form),
        covenant=Covenant(row.covenant),
        debtor_is_grantor=bool(row.debtor_is_grantor),
        over=state is MortgageState.PROPOSED and row.until <= view.now,
        state=state,
        void=state in LIVE and not right.live,
        rank=order.index(row.mortgage) + 1 if row.mortgage in order else None,
        accepted_rank=row.rank,
        place=place,
        register=catalogue.statutory_register(kind_of(right.right_id)),
        contract_only=kind.contract_only,
        missing=kind.papers_for(Act.SECURITY).missing(row.papers),
        **{name: row._mapping[name] for name in _OF_MORTGAGE},
        records=tuple(records),
        proposals=(),
    )
