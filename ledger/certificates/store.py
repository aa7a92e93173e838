"""The certificates that were issued, in the office: found by their number, superseded and revoked in sight of all."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Engine, case, insert, select, update

from ledger.assets import queries as assets
from ledger.certificates.errors import CertificateRefused
from ledger.kit.ids import AssetId, subject
from ledger.kit.numbers import SubjectKind
from ledger.store import base
from ledger.store.db import reading, writing
from ledger.store.office import certificates
from ledger.store.view import View, leading
from verifier import encoding
from verifier.facts import Facts

_ASSET = 16
"""Every id begins with that of its asset."""


class State(StrEnum):
    """How it stands with a certificate now."""

    CURRENT = "current"
    OUTDATED = "outdated"
    """Something was recorded since, as the mirror has it, and no later certificate says it."""
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


Moved = Callable[[bytes, bytes], bool]
"""Whether something was recorded about an asset since its dossier's head was this."""


def moved_in(view: View) -> Moved:
    """As the mirror has it. An id under which nothing was registered may have become a later code of another asset."""

    def moved(asset: bytes, head: bytes) -> bool:
        row = view.one(base.dossiers, base.dossiers.c.subject == subject(SubjectKind.ASSET, AssetId(asset)))
        if row is None:
            return assets.asset(view, asset) is not None
        return bool(row.head != head)

    return moved


class Certificates:
    """The certificates of one chain. ``moved``: without it none is said to be outdated."""

    def __init__(self, office: Engine, chain_id: int, moved: Moved | None = None) -> None:
        self._office = office
        self._chain = chain_id
        self._moved = moved

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
            same = case((table.c.thing == row.thing, 0), else_=1)
            later = connection.execute(
                select(table.c.number)
                .where(table.c.chain_id == self._chain, leading(table.c.thing, _ASSET) == row.thing[:_ASSET])
                .where(table.c.block > row.block, table.c.head != row.head, table.c.revoked.is_(None))
                .order_by(same, table.c.block.desc())
                .limit(1)
            ).scalar()
        outdated = self._moved is not None and self._moved(row.thing[:_ASSET], row.head)
        stands = State.SUPERSEDED if later else State.OUTDATED if outdated else State.CURRENT
        state = State.REVOKED if row.revoked is not None else stands
        kept = (row.number, row.kind, row.thing, row.block, row.issued, row.content)
        return Kept(*kept, state, later, row.revoked, row.reason)

    def find(self, number: str) -> Kept | None:
        """Return one, None for a number that was not issued here."""
        try:
            return self.get(number)
        except CertificateRefused:
            return None

    def of(self, asset: bytes) -> list[Kept]:
        """Return those of an asset and of what lies on it, the newest first."""
        table = certificates
        own = leading(table.c.thing, _ASSET) == asset
        query = select(table.c.number).where(table.c.chain_id == self._chain, own)
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
