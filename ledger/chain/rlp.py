"""RLP, written: the library takes ten times as long for a log, and ``verify`` writes every log of the chain again.

What is read (rarely) is read by the library.
"""


def item(value: bytes) -> bytes:
    """A string of bytes."""
    if len(value) == 1 and value[0] < 0x80:
        return value
    return _head(0x80, len(value)) + value


def number(value: int) -> bytes:
    """A number: big-endian, without leading zeros."""
    return item(value.to_bytes((value.bit_length() + 7) // 8))


def array(items: bytes) -> bytes:
    """A list of items that are written already, joined."""
    return _head(0xC0, len(items)) + items


def _head(kind: int, size: int) -> bytes:
    if size < 56:
        return bytes((kind + size,))
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((kind + 55 + len(length),)) + length
