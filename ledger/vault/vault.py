"""The vault: named texts of a subject, sealed with the subject's own data key, which the master key wraps."""

import hmac
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, func, insert, select

from ledger.store.db import alone, reading, scrub, writing
from ledger.store.office import OFFICE, vault_keys, vault_rows
from ledger.vault.envelope import KEY, seal, unseal
from ledger.vault.errors import VaultBroken, VaultForgotten
from ledger.vault.master import load_or_make

Fields = Mapping[str, str]


class Vault:
    """Personal data by subject (a PartyId or any other bytes that stand for somebody)."""

    __slots__ = ("_master", "_office")

    def __init__(self, office: Engine, key_file: Path) -> None:
        """Open it; the first time, make the master key. Raises VaultKeyMissing, VaultKeyOpen."""
        self._office = office
        with reading(office) as connection:
            empty = connection.execute(select(func.count()).select_from(vault_keys)).scalar() == 0
        self._master = load_or_make(key_file, empty)

    def __repr__(self) -> str:
        return "Vault(…)"

    def put(self, rows: Iterable[tuple[bytes, Fields]]) -> None:
        """Keep fields of subjects, all or none; fields that are there already are replaced."""
        with writing(self._office) as connection:
            alone(connection, OFFICE)
            for subject, fields in rows:
                key = self._key(connection, subject, make=True)
                names = list(fields)
                connection.execute(
                    delete(vault_rows).where(vault_rows.c.subject == subject, vault_rows.c.name.in_(names))
                )
                sealed = [seal(key, _context(subject, name), fields[name].encode()) for name in names]
                connection.execute(
                    insert(vault_rows),
                    [{"subject": subject, "name": n, "sealed": s} for n, s in zip(names, sealed, strict=True)],
                )

    def get(self, subject: bytes) -> dict[str, str]:
        """Return all fields of a subject. VaultForgotten, VaultBroken."""
        with reading(self._office) as connection:
            key = self._key(connection, subject, make=False)
            rows = connection.execute(select(vault_rows).where(vault_rows.c.subject == subject)).all()
        return {row.name: _opened(key, subject, row.name, row.sealed).decode() for row in rows}

    def destroy(self, subject: bytes) -> None:
        """Forget a subject: its key and all that was sealed with it. What others copied stays sealed for ever."""
        with writing(self._office) as connection:
            connection.execute(delete(vault_rows).where(vault_rows.c.subject == subject))
            connection.execute(delete(vault_keys).where(vault_keys.c.subject == subject))
        scrub(self._office, vault_keys, vault_rows)

    def seal(self, connection: Connection, subject: bytes, name: str, content: bytes) -> bytes:
        """Seal something that lies elsewhere in the office; the caller's transaction makes the key if need be."""
        return seal(self._key(connection, subject, make=True), _context(subject, name), content)

    def open(self, connection: Connection, subject: bytes, name: str, sealed: bytes) -> bytes:
        """Return what ``seal`` sealed. VaultForgotten, VaultBroken."""
        return _opened(self._key(connection, subject, make=False), subject, name, sealed)

    def tag(self, connection: Connection, subject: bytes, content: bytes) -> bytes:
        """Return 32 bytes by which the same content is known again, though by nobody without the subject's key."""
        return hmac.digest(self._key(connection, subject, make=True), b"ledger tag" + content, "sha256")

    def _key(self, connection: Connection, subject: bytes, make: bool) -> bytes:
        wrapped = connection.execute(select(vault_keys.c.wrapped).where(vault_keys.c.subject == subject)).scalar()
        if wrapped is not None:
            key = unseal(self._master, b"key" + subject, wrapped)
            if key is None:
                raise VaultBroken(subject)
            return key
        if not make:
            raise VaultForgotten(subject)
        key = secrets.token_bytes(KEY)
        row = {"subject": subject, "wrapped": seal(self._master, b"key" + subject, key)}
        connection.execute(insert(vault_keys).values(row))
        return key


def _context(subject: bytes, name: str) -> bytes:
    return len(subject).to_bytes(2, "big") + subject + name.encode()


def _opened(key: bytes, subject: bytes, name: str, sealed: bytes) -> bytes:
    content = unseal(key, _context(subject, name), sealed)
    if content is None:
        raise VaultBroken(subject)
    return content
