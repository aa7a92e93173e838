"""What can be done with transfers, as calls that an officer signs.

An offer's hash is on the chain, its terms are in the calldata of the transaction that proposed it. They are read from
there, by accepting sides and by anybody who writes the end of an offer that ran out: no office needs to have kept them.
"""

from dataclasses import asdict, dataclass
from typing import Self

from ledger.chain.client import Call, Chain
from ledger.chain.proposals import terms_in
from ledger.chain.rows import refuse
from ledger.kit import catalogue
from ledger.kit.ids import PartyId, RecordId, RightId, asset_of, kind_of, record_id, right_id
from ledger.kit.jurisdiction import NATION, Jurisdiction
from ledger.kit.numbers import Act, Way

NO_MANDATE = bytes(32)


@dataclass(frozen=True, slots=True)
class Terms:
    """What both sides sign. ``kind`` to ``term_until`` are a new sub-right's and 0 for a move; ``papers`` a mask of
    Paper; ``until``: last moment to accept; ``number``: the holder's own, gives the id."""

    right: RightId
    way: Way
    to: PartyId
    until: int
    number: int
    document: bytes
    kind: int = 0
    serial: int = 0
    numerator: int = 0
    denominator: int = 0
    term_until: int = 0
    papers: int = 0
    mandate: bytes = NO_MANDATE

    def row(self) -> dict[str, object]:
        """As the contract takes them."""
        fields = asdict(self)
        return fields | {"termUntil": fields.pop("term_until")}

    def id(self, chain: Chain) -> RecordId:
        """The id that the transfer has."""
        return record_id(chain.deployment.chain_id, chain.address("Transfers"), self.right, self.number)

    @property
    def granted(self) -> RightId:
        """The id that a granted sub-right will have."""
        return right_id(asset_of(self.right), self.kind, self.serial)

    @classmethod
    def proposed_in(cls, chain: Chain, transaction: bytes) -> Self:
        """The terms that a transaction proposed. ProposalUnknown if it proposed no transfer."""
        row = terms_in(chain, "Transfers", transaction)
        return cls(way=Way(row.pop("way")), term_until=row.pop("termUntil"), **row)


def propose(terms: Terms, area: Jurisdiction = NATION) -> Call:
    """The holder offers a grant or a move; the right is barred until the offer ends.

    ContractError WayNotOpen, ActRefusedByKind, PapersMissing: what the law refuses in this area, before it is signed.
    """
    if terms.way not in (Way.LEASE, Way.ASSIGN):
        refuse("WayNotOpen", way=terms.way)
    act = Act.SUB if terms.way == Way.LEASE else Act.TRANSFER
    row = catalogue.right_kind(kind_of(terms.right), area)
    if not row.acts >> (act - 1) & 1:
        refuse("ActRefusedByKind", right=terms.right, act=act)
    if missing := row.papers_for(act).missing(terms.papers).required:
        refuse("PapersMissing", right=terms.right, missing=missing)
    return Call("Transfers", "propose", (terms.row(),))


def accept(terms: Terms, proposer: bytes, head: bytes, consents: list[RecordId] | None = None) -> Call:
    """The transferee accepts at the head that it verified; ``proposer``: the officer who offered. Two persons.

    ``consents``: the mortgages whose registered covenants were lifted for this transfer.
    """
    return Call("Transfers", "accept", (terms.row(), proposer, head, sorted(consents or [])))


def withdraw(transfer: RecordId) -> Call:
    """The holder takes the offer back."""
    return Call("Transfers", "withdraw", (transfer,))


def expire(terms: Terms, holder: PartyId, proposer: bytes) -> Call:
    """Writes the end of an offer that ran out. Anybody. ``holder``: of the right when it was offered."""
    return Call("Transfers", "expire", (terms.row(), holder, proposer))
