"""RLP, written: the library takes ten times as long for a log, and ``verify`` writes every log of the chain again.

What is read (rarely) is read by the library.
"""

_ITEMS = [bytes((0x80 + size,)) for size in range(56)] + [bytes((0xB8, size)) for size in range(56, 256)]
_ARRAYS = [bytes((0xC0 + size,)) for size in range(56)] + [bytes((0xF8, size)) for size in range(56, 256)]
"""How what is shorter than 256 bytes begins, by its length."""


def item(value: bytes) -> bytes:
    """A string of bytes."""
    size = len(value)
    if size == 1 and value[0] < 0x80:
        return value
    return (_ITEMS[size] if size < 256 else _long(0xB7, size)) + value


def number(value: int) -> bytes:
    """A number: big-endian, without leading zeros."""
    return item(value.to_bytes((value.bit_length() + 7) // 8))


def array(items: bytes) -> bytes:
    """A list of items that are written already, joined."""
    size = len(items)
    return (_ARRAYS[size] if size < 256 else _long(0xF7, size)) + items


def _long(kind: int, size: int) -> bytes:
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((kind + len(length),)) + length
