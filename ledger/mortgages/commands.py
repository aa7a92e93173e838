"""What can be done with mortgages, as calls that an officer signs.

The grantor proposes, the lender accepts at the rank and the head that it expects. The terms of a proposal are read from
the calldata of its transaction.
"""

from dataclasses import asdict, dataclass
from typing import Self

from ledger.chain.client import Call, Chain
from ledger.chain.proposals import terms_in
from ledger.chain.rows import refuse
from ledger.kit import catalogue
from ledger.kit.ids import PartyId, RecordId, RightId, kind_of, record_id
from ledger.kit.jurisdiction import NATION, Jurisdiction
from ledger.kit.keccak import keccak, word
from ledger.kit.numbers import Act, ChangeKind, Covenant, Form, PartyKind

NO_MANDATE = bytes(32)
NOBODY = PartyId(bytes(16))
NOTHING = RecordId(bytes(32))


@dataclass(frozen=True, slots=True)
class Terms:
    """What grantor and lender sign; amounts, rate and debtor stand in the document.

    ``cap_until``: end of the period of a maximum-amount mortgage, 0: not capped; ``until``: last moment to accept;
    ``papers``: mask of Paper; ``number``: the grantor's own, gives the id.
    """

    right: RightId
    lender: PartyId
    form: Form
    until: int
    number: int
    document: bytes
    covenant: Covenant = Covenant.NONE
    debtor_is_grantor: bool = True
    cap_until: int = 0
    papers: int = 0
    mandate: bytes = NO_MANDATE

    def row(self) -> dict[str, object]:
        """As the contract takes them."""
        fields = asdict(self)
        return fields | {"debtorIsGrantor": fields.pop("debtor_is_grantor"), "capUntil": fields.pop("cap_until")}

    def id(self, chain: Chain) -> RecordId:
        """The id that the mortgage has."""
        return record_id(chain.deployment.chain_id, chain.address("Mortgages"), self.right, self.number)

    @classmethod
    def proposed_in(cls, chain: Chain, transaction: bytes) -> Self:
        """The terms that a transaction proposed. ProposalUnknown if it proposed no mortgage."""
        row = terms_in(chain, "Mortgages", transaction)
        named = {"debtor_is_grantor": row.pop("debtorIsGrantor"), "cap_until": row.pop("capUntil")}
        return cls(form=Form(row.pop("form")), covenant=Covenant(row.pop("covenant")), **named, **row)


def propose(terms: Terms, area: Jurisdiction = NATION, lender_kind: PartyKind | None = None) -> Call:
    """The holder offers security. ContractError for what the law refuses in this area, before it is signed:
    FormNotAllowed, CovenantInvalid, LenderKindRefused (if the kind is given), PapersMissing."""
    row = catalogue.right_kind(kind_of(terms.right), area)
    if not row.forms >> (terms.form - 1) & 1:
        refuse("FormNotAllowed", right=terms.right, form=terms.form)
    if terms.form == Form.PLEDGE and terms.covenant != Covenant.REGISTERED:
        refuse("CovenantInvalid", form=terms.form, covenant=terms.covenant)
    if lender_kind is not None and not row.lenders >> lender_kind & 1:
        refuse("LenderKindRefused", lender=terms.lender, kind=lender_kind)
    if missing := row.papers_for(Act.SECURITY).missing(terms.papers).required:
        refuse("PapersMissing", right=terms.right, missing=missing)
    return Call("Mortgages", "propose", (terms.row(),))


def withdraw(mortgage: RecordId) -> Call:
    """The holder takes the offer back."""
    return Call("Mortgages", "withdraw", (mortgage,))


def accept(terms: Terms, proposer: bytes, rank: int, head: bytes, consents: list[RecordId] | None = None) -> Call:
    """The lender accepts at the rank that it expects and the head that it verified. Two persons.

    ``proposer``: the officer who offered; ``consents``: earlier pledges whose covenants were lifted for this one.
    """
    return Call("Mortgages", "accept", (terms.row(), proposer, rank, head, sorted(consents or [])))


def record_statutory_number(mortgage: RecordId, registered_at: int, document: bytes) -> Call:
    """The lender records date and, in the document, number of the statutory register; a pending one takes effect."""
    return Call("Mortgages", "recordStatutoryNumber", (mortgage, registered_at, document))


def amend(mortgage: RecordId, cap_until: int, document: bytes, head: bytes) -> Call:
    """The lender records an amendment that the document proves. Two persons."""
    return Call("Mortgages", "amend", (mortgage, cap_until, document, head))


def consent(mortgage: RecordId, cause: RecordId, document: bytes) -> Call:
    """The lender lifts its covenant for one act: a transfer's or another mortgage's id. Two persons."""
    return Call("Mortgages", "consent", (mortgage, cause, document))


def discharge(mortgage: RecordId, document: bytes) -> Call:
    """The lender discharges. Two persons."""
    return Call("Mortgages", "discharge", (mortgage, document))


def discharge_by_court(court: PartyId, mortgage: RecordId, document: bytes) -> Call:
    """A court discharges in the lender's place. Two persons."""
    return Call("Mortgages", "dischargeByCourt", (court, mortgage, document))


@dataclass(frozen=True, slots=True)
class Change:
    """What the lender proposes: a renewal (``cap_until``), an assignment (to ``lender``), or that ``other``, the
    mortgage directly behind, goes first. ``until``: last moment to agree; ``number``: the lender's own."""

    mortgage: RecordId
    kind: ChangeKind
    until: int
    number: int
    document: bytes
    lender: PartyId = NOBODY
    other: RecordId = NOTHING
    cap_until: int = 0

    def row(self) -> dict[str, object]:
        """As the contract takes them."""
        fields = asdict(self)
        return fields | {"capUntil": fields.pop("cap_until")}

    def id(self, chain: Chain, writer: bytes | None = None) -> bytes:
        """The id that the proposal has. ``writer``: the contract that keeps the mortgage, if not today's."""
        kept = int.from_bytes(writer or chain.address("Mortgages"), "big")
        return keccak(word(chain.deployment.chain_id) + word(kept) + self.mortgage + word(self.number))

    @classmethod
    def proposed_in(cls, chain: Chain, transaction: bytes) -> Self:
        """The change that a transaction proposed. ProposalUnknown if it proposed none."""
        row = terms_in(chain, "Mortgages", transaction, "proposeChange")
        return cls(kind=ChangeKind(row.pop("kind")), cap_until=row.pop("capUntil"), **row)


def propose_change(change: Change) -> Call:
    """The lender proposes."""
    return Call("Mortgages", "proposeChange", (change.row(),))


def withdraw_change(mortgage: RecordId, number: int) -> Call:
    """The lender takes its proposal back."""
    return Call("Mortgages", "withdrawChange", (mortgage, number))


def renew(change: Change, proposer: bytes, head: bytes) -> Call:
    """The right's holder agrees to a renewal at the head that it verified. Two persons."""
    return Call("Mortgages", "renew", (change.row(), proposer, head))


def assign(change: Change, proposer: bytes, head: bytes) -> Call:
    """The new lender agrees to take the claim over. Two persons."""
    return Call("Mortgages", "assign", (change.row(), proposer, head))


def change_rank(change: Change, proposer: bytes, head: bytes, ladder: list[RecordId]) -> Call:
    """The right's holder agrees that two neighbours swap. Two persons. ``ladder``: all live mortgages by rank."""
    return Call("Mortgages", "changeRank", (change.row(), proposer, head, ladder))


def claim_end(mortgage: RecordId, document: bytes) -> Call:
    """The right's holder records that the debt has ended."""
    return Call("Mortgages", "claimEnd", (mortgage, document))


def deny_end(mortgage: RecordId, document: bytes) -> Call:
    """The lender answers that it has not."""
    return Call("Mortgages", "denyEnd", (mortgage, document))
