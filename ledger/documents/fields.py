"""A document as named fields: one scalar at each JSON Pointer (RFC 6901).

Strings are NFC; numbers are integers up to 2^53 − 1; there are no floats, because no two languages print them alike.
"""

import unicodedata
from collections.abc import Iterator, Mapping

from ledger.kit.errors import LedgerError

Scalar = str | int | bool | None
LARGEST = 2**53 - 1


class DocumentInvalid(LedgerError):
    """A document that cannot be hashed: the code says what is wrong, `pointer` where."""

    def __init__(self, code: str, pointer: str = "", **fields: object) -> None:
        super().__init__(code, pointer=pointer or "/", **fields)


def fields(document: Mapping[str, object]) -> dict[str, Scalar]:
    """The scalars of a document by pointer, strings brought to NFC. Raises DocumentInvalid."""
    found: dict[str, Scalar] = {}
    for pointer, value in _walk("", document):
        if pointer in found:
            raise DocumentInvalid("DocumentNameTwice", pointer)
        found[pointer] = value
    return found


def scalar(pointer: str, value: object) -> Scalar:
    """A value that may stand in a leaf. Raises DocumentInvalid."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(pointer, value)
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise DocumentInvalid("DocumentNumberTooLarge", pointer)
        return value
    raise DocumentInvalid("DocumentValue", pointer, found=type(value).__name__)


def _walk(pointer: str, value: object) -> Iterator[tuple[str, Scalar]]:
    if isinstance(value, Mapping):
        branches = [(_name(pointer, name), inner) for name, inner in value.items()]
    elif isinstance(value, list | tuple):
        branches = [(str(place), inner) for place, inner in enumerate(value)]
    else:
        yield pointer, scalar(pointer, value)
        return
    if not branches:
        raise DocumentInvalid("DocumentEmpty", pointer)
    for name, inner in branches:
        yield from _walk(f"{pointer}/{name}", inner)


def _name(pointer: str, name: object) -> str:
    if not isinstance(name, str) or name == "":
        raise DocumentInvalid("DocumentName", pointer, name=name)
    if name.isascii() and name.isdigit():
        # /a/0 would be both the first of a list and the member "0".
        raise DocumentInvalid("DocumentName", pointer, name=name)
    return _text(pointer, name).replace("~", "~0").replace("/", "~1")


def _text(pointer: str, text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise DocumentInvalid("DocumentText", pointer) from None
    return unicodedata.normalize("NFC", text)
