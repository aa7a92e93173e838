"""Record documents in the office store: content-addressed by the root that stands on the chain.

A document is written, with its salts, before anything that names it is signed. The same draft for the same subject
gets the same root, so an interrupted import goes on with the salts that it used before.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

import rfc8785
from sqlalchemy import Connection, Engine, insert, select

from ledger.documents.encoding import decode, encode
from ledger.documents.errors import DocumentMissing
from ledger.documents.fields import fields
from ledger.documents.tree import Document, seal
from ledger.kit.keccak import keccak
from ledger.store.db import alone, reading, writing
from ledger.store.office import OFFICE, documents

_NAME = "document"
_AT_ONCE = 500
Draft = tuple[Mapping[str, object], bytes]
"""The JSON of a document, and whose it is: the bytes of a subject, an id, or what the caller knows it by."""


class Box(Protocol):
    """What seals documents that name a person: the vault."""

    def seal(self, connection: Connection, subject: bytes, name: str, content: bytes) -> bytes:
        """Seal content under the subject's key."""
        ...

    def open(self, connection: Connection, subject: bytes, name: str, sealed: bytes) -> bytes:
        """Open it again."""
        ...

    def tag(self, connection: Connection, subject: bytes, content: bytes) -> bytes:
        """Return 32 bytes by which the content is known again, with the subject's key only."""
        ...


class Documents:
    """The documents of one office. With a ``box``, content is sealed under its subject's key."""

    def __init__(self, office: Engine, box: Box | None = None) -> None:
        self._office = office
        self._box = box

    def put(self, document: Mapping[str, object], subject: bytes) -> bytes:
        """Keep one document. Returns its root. Raises DocumentInvalid."""
        return self.put_all([(document, subject)])[0]

    def put_all(self, drafts: Iterable[Draft]) -> list[bytes]:
        """Keep documents, all or none. Returns their roots in order. Raises DocumentInvalid."""
        with writing(self._office) as connection:
            alone(connection, OFFICE)
            return [self._put(connection, document, subject) for document, subject in drafts]

    def keep(self, root: bytes, content: bytes, subject: bytes) -> None:
        """Keep a document that somebody else wrote. Raises DocumentAltered, DocumentInvalid unless it has this root."""
        decode(content, root)
        with writing(self._office) as connection:
            alone(connection, OFFICE)
            if not self._known(connection, [root]):
                self._insert(connection, root, subject, keccak(root), content)

    def get(self, root: bytes) -> Document:
        """Return a document. DocumentMissing, DocumentAltered; with a box also VaultForgotten, VaultBroken."""
        with reading(self._office) as connection:
            row = connection.execute(select(documents).where(documents.c.root == root)).first()
            if row is None:
                raise DocumentMissing(root)
            content: bytes = row.content
            if row.private:
                if self._box is None:
                    raise DocumentMissing(root)
                content = self._box.open(connection, row.subject, _NAME, content)
        return decode(content, root)

    def of(self, subject: bytes) -> list[bytes]:
        """Return the roots of what is sealed with a subject's key, whether it can still be read or not."""
        query = select(documents.c.root).where(documents.c.subject == subject, documents.c.private == 1)
        with reading(self._office) as connection:
            return list(connection.execute(query).scalars())

    def missing(self, roots: Iterable[bytes]) -> list[bytes]:
        """Return those of the roots, in order, that are not in the store."""
        wanted = list(dict.fromkeys(roots))
        with reading(self._office) as connection:
            known = self._known(connection, wanted)
        return [root for root in wanted if root not in known]

    def _put(self, connection: Connection, document: Mapping[str, object], subject: bytes) -> bytes:
        written = rfc8785.dumps(dict(fields(document)))
        # A bare hash of a form that can be guessed would outlive the form; the box's tag dies with the subject's key.
        draft = self._box.tag(connection, subject, written) if self._box else keccak(written)
        same = select(documents.c.root).where(documents.c.subject == subject, documents.c.draft == draft)
        found: bytes | None = connection.execute(same).scalar()
        if found is not None:
            return found
        sealed = seal(document)
        self._insert(connection, sealed.root, subject, draft, encode(sealed))
        return sealed.root

    def _insert(self, connection: Connection, root: bytes, subject: bytes, draft: bytes, content: bytes) -> None:
        kept = self._box.seal(connection, subject, _NAME, content) if self._box else content
        row = {"root": root, "subject": subject, "draft": draft, "private": int(self._box is not None), "content": kept}
        connection.execute(insert(documents).values(row))

    def _known(self, connection: Connection, roots: list[bytes]) -> set[bytes]:
        found: set[bytes] = set()
        for at in range(0, len(roots), _AT_ONCE):
            query = select(documents.c.root).where(documents.c.root.in_(roots[at : at + _AT_ONCE]))
            found |= set(connection.execute(query).scalars())
        return found
