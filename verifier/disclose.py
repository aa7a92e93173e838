"""Closes fields of the documents in a certificate: whoever holds the file shows of them what he wants to show.

The leaf of a closed field stays, so the document still gives its hash; the file's number does not change.
"""

from collections.abc import Mapping

from verifier import documents, encoding
from verifier.encoding import pack, unpack
from verifier.refusal import Reason, Refusal


def close(text: bytes, closed: Mapping[bytes, frozenset[str] | None]) -> bytes:
    """The file without these fields: by the document's hash, their pointers, or None for the whole document.

    Refusal: what ``encoding`` and ``documents`` refuse; FORM for a document or a field that is not there.
    """
    value = encoding.read(text)
    if not isinstance(value, dict) or "documents" not in value:
        raise Refusal(Reason.FORM, part="file")
    enclosed = documents.read(value["documents"])
    kept = []
    if not closed.keys() <= enclosed.keys():
        raise Refusal(Reason.FORM, part="documents")
    for row in value["documents"]:
        pointers = closed.get(unpack(row["root"], 32), frozenset())
        if pointers is None:
            continue
        if not pointers <= {field[0] for field in row["fields"]}:
            raise Refusal(Reason.FORM, part="documents")
        leaves = {documents.leaf(*field) for field in row["fields"] if field[0] in pointers}
        shut = sorted({*(unpack(one, 32) for one in row["closed"]), *leaves})
        shown = [field for field in row["fields"] if field[0] not in pointers]
        kept.append({"root": row["root"], "fields": shown, "closed": [pack(one) for one in shut]})
    return encoding.write(value | {"documents": kept})
