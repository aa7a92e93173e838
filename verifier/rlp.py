"""RLP, read strictly: every item has one form, and what is not in it is refused."""

from typing import Any

from verifier.refusal import Reason, Refusal

_DEPTH = 8
"""Lists in lists; nothing of ours is deeper than a node of a trie within another."""


def read(data: bytes, reason: Reason) -> Any:
    """Bytes and lists of them. Refusal with this reason for anything that is not one whole canonical item."""
    value, end = _item(data, 0, len(data), reason, _DEPTH)
    if end != len(data):
        raise Refusal(reason)
    return value


def write(value: Any) -> bytes:
    """The encoding of bytes and lists of them."""
    if isinstance(value, bytes):
        return value if len(value) == 1 and value[0] < 0x80 else _head(0x80, len(value)) + value
    items = b"".join([write(one) for one in value])
    return _head(0xC0, len(items)) + items


def number(value: Any, reason: Reason, size: int = 32) -> int:
    """A number without leading zeros, of at most ``size`` bytes."""
    if not isinstance(value, bytes) or len(value) > size or value[:1] == b"\0":
        raise Refusal(reason)
    return int.from_bytes(value)


def exact(value: Any, size: int, reason: Reason) -> bytes:
    """Bytes of a size."""
    if not isinstance(value, bytes) or len(value) != size:
        raise Refusal(reason)
    return value


def listed(value: Any, reason: Reason) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise Refusal(reason)
    return value


def _item(data: bytes, at: int, limit: int, reason: Reason, depth: int) -> tuple[Any, int]:
    """The item at a place, and the place behind it."""
    if at >= limit or depth < 0:
        raise Refusal(reason)
    first = data[at]
    if first < 0x80:
        return data[at : at + 1], at + 1
    kind = 0xC0 if first >= 0xC0 else 0x80
    size, start = first - kind, at + 1
    if size > 55:
        start += size - 55
        length = data[at + 1 : start]
        size = int.from_bytes(length)
        if start > limit or length[0] == 0 or size < 56:
            raise Refusal(reason)
    end = start + size
    if end > limit:
        raise Refusal(reason)
    if kind == 0x80:
        value = data[start:end]
        if size == 1 and value[0] < 0x80:
            raise Refusal(reason)
        return value, end
    items = []
    while start < end:
        one, start = _item(data, start, end, reason, depth - 1)
        items.append(one)
    return items, end


def _head(kind: int, size: int) -> bytes:
    if size < 56:
        return bytes((kind + size,))
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((kind + 55 + len(length),)) + length
