"""Keccak-256 as Ethereum has it, and the words of `abi.encode` that ids are hashed from.

Written out by hand because an import of ten thousand rows hashes each a few times and the general
encoder costs more than the hash.
"""

import sha3


def keccak(data: bytes) -> bytes:
    """Keccak-256 of bytes: 32 bytes."""
    digest: bytes = sha3.keccak_256(data).digest()
    return digest


def word(number: int) -> bytes:
    """An unsigned integer (or an address as one) as one word. Raises OverflowError when it is negative or too long."""
    return number.to_bytes(32, "big")


def left(data: bytes) -> bytes:
    """Fixed bytes as one word: left-aligned, zeros after."""
    if len(data) > 32:
        raise ValueError(f"{len(data)} bytes do not fit a word")
    return data.ljust(32, b"\0")


def tail(data: bytes) -> bytes:
    """Dynamic bytes: their length, then themselves, filled up to whole words."""
    return word(len(data)) + data + bytes(-len(data) % 32)
