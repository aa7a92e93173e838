"""Text to values and back, one form for each: canonical JSON (RFC 8785 for what is allowed here), base64url without =.

Strings, whole numbers within ±(2^53 − 1), booleans, null, lists and objects. What is not the canonical form of itself
is refused, so a file has one reading and one hash.
"""

import base64
import binascii
import json
import re
from pathlib import Path
from typing import Any

from verifier.refusal import Reason, Refusal

LARGEST = 1_000_000
"""Bytes of a certificate."""
_DEPTH = 8
_URL, _PLAIN = str.maketrans("-_+/", "+/  "), str.maketrans("+/", "-_")
_SAFE = 2**53 - 1
_MARKS = re.compile(r'\\.|["\[\]{}]', re.DOTALL)


def load(path: Path) -> bytes:
    """What a file holds, but at most a byte more than it may: what is larger is refused without being read. OSError."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def read(text: bytes) -> Any:
    """The value of a canonical JSON file. Refusal: TOO_LARGE, NOT_TEXT, NOT_CANONICAL."""
    if len(text) > LARGEST:
        raise Refusal(Reason.TOO_LARGE, largest=LARGEST)
    try:
        decoded = text.decode("utf-8")
        _demand_shallow(decoded)
        value = json.loads(decoded, parse_float=_float, parse_constant=_refuse, parse_int=_int)
        again = write(value)
    except (UnicodeError, ValueError, RecursionError) as error:
        raise Refusal(Reason.NOT_TEXT) from error
    if again != text:
        raise Refusal(Reason.NOT_CANONICAL)
    return value


def write(value: Any) -> bytes:
    """Canonical JSON: keys in order, no blanks, nothing escaped that need not be. UnicodeError for half a character."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("utf-8")


def pack(value: bytes) -> str:
    """Bytes as text."""
    return _pack(value).translate(_PLAIN)


def _pack(value: bytes) -> str:
    return binascii.b2a_base64(value, newline=False).rstrip(b"=").decode("ascii")


def unpack(text: object, size: int | None = None) -> bytes:
    """Text as bytes. Refusal FORM for another alphabet, another form of the same bytes, or another size."""
    if not isinstance(text, str) or not text.isascii():
        raise Refusal(Reason.FORM, part="bytes")
    try:
        value = base64.b64decode(text.translate(_URL) + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refusal(Reason.FORM, part="bytes") from error
    if _pack(value) != text.translate(_URL) or (size is not None and len(value) != size):
        raise Refusal(Reason.FORM, part="bytes")
    return value


def _int(text: str) -> int:
    if len(text) > 17 or abs(value := int(text)) > _SAFE:
        raise ValueError(text[:20])
    return value


def _float(text: str) -> int:
    """A whole number in another form is not canonical; anything else is no number of ours."""
    value = float(text)
    if not value.is_integer() or abs(value) > _SAFE:
        raise ValueError(text[:20])
    return int(value)


def _refuse(text: str) -> Any:
    raise ValueError(text[:20])


def _demand_shallow(text: str) -> None:
    """Before the parser, which recurses: how deep it may go without harm is the machine's."""
    depth, inside = 0, False
    for found in _MARKS.finditer(text):
        mark = found.group()
        if mark == '"':
            inside = not inside
        elif not inside and mark in "[{":
            depth += 1
            if depth > _DEPTH:
                raise ValueError("depth")
        elif not inside and mark in "]}":
            depth -= 1
