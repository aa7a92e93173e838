"""Keccak-256 and Solidity's `abi.encode`, written out with the standard library alone."""

from __future__ import annotations

from typing import Any

MASK = (1 << 64) - 1


def _round_constants() -> list[int]:
    constants, register = [], 1
    for _ in range(24):
        constant = 0
        for power in range(7):
            if register & 1:
                constant |= 1 << ((1 << power) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return constants


ROUNDS = _round_constants()


def _rotate(lane: int, by: int) -> int:
    return ((lane << by) | (lane >> (64 - by))) & MASK if by else lane


def _permute(a: list[list[int]]) -> list[list[int]]:
    for constant in ROUNDS:
        c = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
        a = [[lane ^ c[(x - 1) % 5] ^ _rotate(c[(x + 1) % 5], 1) for lane in a[x]] for x in range(5)]
        x, y, lane = 1, 0, a[1][0]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            lane, a[x][y] = a[x][y], _rotate(lane, (step + 1) * (step + 2) // 2 % 64)
        a = [[a[x][y] ^ (~a[(x + 1) % 5][y] & a[(x + 2) % 5][y]) for y in range(5)] for x in range(5)]
        a[0][0] ^= constant
    return a


def keccak(data: bytes) -> bytes:
    padded = bytearray(data + b"\x01" + bytes(-(len(data) + 1) % 136))
    padded[-1] |= 0x80
    a = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), 136):
        for lane in range(17):
            x, y = lane % 5, lane // 5
            a[x][y] ^= int.from_bytes(padded[start + 8 * lane : start + 8 * lane + 8], "little")
        a = _permute(a)
    return b"".join(a[x][0].to_bytes(8, "little") for x in range(4))


def abi(*typed: tuple[str, Any]) -> bytes:
    """Arguments as (type, value): uintN and address as int, bytesN, bytes, string."""
    head, rest = b"", b""
    for kind, value in typed:
        if kind in ("bytes", "string"):
            data = value.encode() if kind == "string" else value
            head += (32 * len(typed) + len(rest)).to_bytes(32, "big")
            rest += len(data).to_bytes(32, "big") + data + bytes(-len(data) % 32)
        elif kind.startswith("bytes"):
            head += value + bytes(32 - len(value))
        else:
            head += value.to_bytes(32, "big")
    return head + rest
