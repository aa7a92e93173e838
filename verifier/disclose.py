"""Closes fields of the documents in a certificate: whoever holds the file shows of them what he wants to show.

The leaf of a closed field stays, so the document still gives its hash; the file's number does not change.
"""

from collections.abc import Mapping
from typing import Any

from verifier import documents, encoding
from verifier.encoding import pack, unpack
from verifier.refusal import Reason, Refusal

Closed = Mapping[bytes, frozenset[str] | None]
"""By the document's hash: pointers of fields, or None for the whole document."""


def close(text: bytes, closed: Closed) -> bytes:
    """The file without these fields. Refusal: what ``encoding`` and ``documents`` refuse; NOT_THERE for a document or
    a field that is not in it."""
    value = _read(text)
    _demand_there(value, closed)
    kept = []
    for row in value["documents"]:
        pointers = closed.get(unpack(row["root"], 32), frozenset())
        if pointers is None:
            continue
        leaves = {documents.leaf(*field) for field in row["fields"] if field[0] in pointers}
        shut = sorted({*(unpack(one, 32) for one in row["closed"]), *leaves})
        shown = [field for field in row["fields"] if field[0] not in pointers]
        kept.append({"root": row["root"], "fields": shown, "closed": [pack(one) for one in shut]})
    return encoding.write(value | {"documents": kept})


def only(text: bytes, shown: Mapping[bytes, frozenset[str]]) -> bytes:
    """The file with no other fields of these documents than these; other documents stay as they are. Refusal as for
    ``close``."""
    value = _read(text)
    _demand_there(value, shown)
    fields = {unpack(row["root"], 32): {field[0] for field in row["fields"]} for row in value["documents"]}
    return close(text, {root: frozenset(fields[root] - pointers) for root, pointers in shown.items()})


def _read(text: bytes) -> dict[str, Any]:
    value = encoding.read(text)
    if not isinstance(value, dict) or "documents" not in value:
        raise Refusal(Reason.FORM, part="file")
    documents.read(value["documents"])
    return value


def _demand_there(value: Mapping[str, Any], named: Closed) -> None:
    fields = {unpack(row["root"], 32): {field[0] for field in row["fields"]} for row in value["documents"]}
    for root, pointers in named.items():
        missing = [""] if root not in fields else sorted((pointers or frozenset()) - fields[root])
        if missing:
            raise Refusal(Reason.NOT_THERE, what=f"0x{root.hex()}{missing[0]}")
