"""Calls that a first person (经办) has filed and a second (复核) shall send; the chain holds only their hash."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, delete, insert, select

from ledger.kit.keccak import keccak
from ledger.store.db import alone, reading, writing
from ledger.store.errors import FilingUnknown
from ledger.store.office import OFFICE, filings


@dataclass(frozen=True, slots=True)
class Filing:
    """A waiting call. ``expiry``: UTC seconds of block time, as the chain stores it."""

    target: bytes
    calldata: bytes
    maker: bytes
    expiry: int

    @property
    def call_hash(self) -> bytes:
        """keccak256 of the calldata, as ``Postings.file`` takes it."""
        return keccak(self.calldata)


class Filings:
    """The filings of one chain. Whether one still stands is the chain's to say (``Filed``, ``FilingUsed``)."""

    def __init__(self, office: Engine, chain_id: int) -> None:
        self._office = office
        self._chain = chain_id

    def put(self, filing: Filing) -> None:
        """Keep a call; an older one of the same target and calldata is replaced."""
        row = {"target": filing.target, "call_hash": filing.call_hash, "calldata": filing.calldata}
        with writing(self._office) as connection:
            alone(connection, OFFICE)
            connection.execute(delete(filings).where(*self._where(filing.target, filing.call_hash)))
            connection.execute(
                insert(filings).values(chain_id=self._chain, maker=filing.maker, expiry=filing.expiry, **row)
            )

    def waiting(self, now: int) -> list[Filing]:
        """Return those that have not expired at ``now``, the next to expire first."""
        query = select(filings).where(filings.c.chain_id == self._chain, filings.c.expiry >= now)
        with reading(self._office) as connection:
            rows = connection.execute(query.order_by(filings.c.expiry, filings.c.call_hash))
            return [Filing(row.target, row.calldata, row.maker, row.expiry) for row in rows]

    def get(self, call_hash: bytes) -> Filing:
        """Return the call with this hash. FilingUnknown."""
        query = select(filings).where(filings.c.chain_id == self._chain, filings.c.call_hash == call_hash)
        with reading(self._office) as connection:
            row = connection.execute(query).first()
        if row is None:
            raise FilingUnknown(call_hash)
        return Filing(row.target, row.calldata, row.maker, row.expiry)

    def drop(self, filing: Filing) -> None:
        """Forget a call that was sent or withdrawn."""
        with writing(self._office) as connection:
            connection.execute(delete(filings).where(*self._where(filing.target, filing.call_hash)))

    def _where(self, target: bytes, call_hash: bytes) -> tuple[ColumnElement[bool], ...]:
        return (filings.c.chain_id == self._chain, filings.c.target == target, filings.c.call_hash == call_hash)
