"""Documents as bytes, as they lie in the office store: canonical JSON, so one document has one spelling."""

import json
from typing import Any

import rfc8785

from ledger.documents.fields import DocumentInvalid
from ledger.documents.tree import Document, DocumentAltered, Field
from ledger.kit.ids import from_text, to_text


def encode(document: Document) -> bytes:
    """Bytes of a document, what was erased as leaves only."""
    return rfc8785.dumps(
        {
            "root": to_text(document.root),
            "fields": [_field(field) for field in document.fields],
            "erased": [to_text(leaf) for leaf in document.erased],
        }
    )


def decode(content: bytes, root: bytes) -> Document:
    """The document of a root. Raises DocumentAltered when it has another, DocumentInvalid when it is none."""
    try:
        table = json.loads(content)
        document = Document(
            tuple(_to_field(entry) for entry in table["fields"]),
            tuple(from_text(leaf, 32) for leaf in table["erased"]),
        )
    except (ValueError, KeyError, TypeError) as problem:
        raise DocumentInvalid("DocumentMalformed") from problem
    if len(document.values) != len(document.fields):
        raise DocumentInvalid("DocumentNameTwice")
    if document.root != root:
        raise DocumentAltered(root, document.root)
    return document


def _field(field: Field) -> dict[str, Any]:
    return {"pointer": field.pointer, "value": field.value, "salt": to_text(field.salt)}


def _to_field(entry: Any) -> Field:
    return Field(str(entry["pointer"]), entry["value"], from_text(entry["salt"], 16))
