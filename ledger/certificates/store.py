"""The certificates that were issued, in the office: found by their number, superseded and revoked in sight of all."""

import time
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Engine, insert, select, update

from ledger.certificates.errors import CertificateRefused
from ledger.store.db import reading, writing
from ledger.store.office import certificates
from verifier import encoding
from verifier.facts import Facts


class State(StrEnum):
    """How it stands with a certificate now."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    """Something was recorded since, and a later certificate says it."""
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Kept:
    """An issued certificate. ``content``: the file without documents. ``issued``, ``revoked``: wall clock, UTC
    seconds. ``by``: the one that superseded it."""

    number: str
    kind: str
    thing: bytes
    block: int
    issued: int
    content: bytes
    state: State
    by: str | None
    revoked: int | None
    reason: str | None


class Certificates:
    """The certificates of one chain."""

    def __init__(self, office: Engine, chain_id: int) -> None:
        self._office = office
        self._chain = chain_id

    def keep(self, content: bytes, facts: Facts) -> str:
        """Keep a file that was checked, without its documents: what names a person lies in the documents' store alone,
        where it can be erased. Returns its number; a file that is kept already stays as it is."""
        bare = encoding.write(encoding.read(content) | {"documents": []})
        row = {
            "number": facts["number"],
            "chain_id": self._chain,
            "kind": facts["asked"]["kind"],
            "thing": bytes.fromhex(facts["asked"]["id"][2:]),
            "block": facts["block"],
            "head": bytes.fromhex(facts["head"][2:]),
            "issued": int(time.time()),
            "content": bare,
        }
        with writing(self._office) as connection:
            same = select(certificates.c.number).where(certificates.c.number == row["number"])
            if connection.execute(same).first() is None:
                connection.execute(insert(certificates).values(row))
        return str(row["number"])

    def get(self, number: str) -> Kept:
        """Return one by its number. CertificateRefused CertificateNumber."""
        table = certificates
        with reading(self._office) as connection:
            row = connection.execute(
                select(table).where(table.c.chain_id == self._chain, table.c.number == number.strip().upper())
            ).first()
            if row is None:
                raise CertificateRefused("CertificateNumber", number=number[:40])
            later = connection.execute(
                select(table.c.number)
                .where(table.c.chain_id == self._chain, table.c.kind == row.kind, table.c.thing == row.thing)
                .where(table.c.block > row.block, table.c.head != row.head, table.c.revoked.is_(None))
                .order_by(table.c.block.desc())
                .limit(1)
            ).scalar()
        state = State.REVOKED if row.revoked is not None else State.SUPERSEDED if later else State.CURRENT
        kept = (row.number, row.kind, row.thing, row.block, row.issued, row.content)
        return Kept(*kept, state, later, row.revoked, row.reason)

    def find(self, number: str) -> Kept | None:
        """Return one, None for a number that was not issued here."""
        try:
            return self.get(number)
        except CertificateRefused:
            return None

    def of(self, thing: bytes) -> list[Kept]:
        """Return those of one thing, the newest first."""
        table = certificates
        query = select(table.c.number).where(table.c.chain_id == self._chain, table.c.thing == thing)
        with reading(self._office) as connection:
            numbers = list(connection.execute(query.order_by(table.c.block.desc(), table.c.number)).scalars())
        return [self.get(number) for number in numbers]

    def revoke(self, number: str, reason: str) -> None:
        """Take one back, with a reason that its readers see. CertificateRefused CertificateNumber."""
        kept = self.get(number)
        with writing(self._office) as connection:
            connection.execute(
                update(certificates)
                .where(certificates.c.number == kept.number, certificates.c.revoked.is_(None))
                .values(revoked=int(time.time()), reason=reason)
            )
