"""What things are called: the named fields of record documents, which lie in the office, not on the chain."""

from collections.abc import Mapping

from ledger.documents.errors import DocumentMissing
from ledger.documents.fields import Scalar
from ledger.documents.store import Documents
from ledger.kit.errors import LedgerError

Fields = Mapping[str, Scalar]
"""By pointer: "/name", "/place"."""


class Names:
    """Documents by root, read once. A root stands for its content for ever, so nothing here goes stale."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._read: dict[bytes, Fields] = {}

    def fields(self, root: bytes | None) -> Fields:
        """Return the fields of a document; none where this office does not hold it, or may not read it any more."""
        if root is None:
            return {}
        if root not in self._read:
            try:
                self._read[root] = self._documents.get(root).values
            except DocumentMissing:
                return {}
            except LedgerError as error:
                if error.code != "VaultForgotten":
                    raise
                return {}
        return self._read[root]

    def name(self, root: bytes | None) -> str:
        """Return what a thing is called, empty where it is not known."""
        found = self.fields(root).get("/name")
        return found if isinstance(found, str) else ""

    def says(self, root: bytes, text: str) -> bool:
        """Whether a field of the document has the text in it, whatever the case."""
        wanted = text.casefold()
        return any(isinstance(value, str) and wanted in value.casefold() for value in self.fields(root).values())
