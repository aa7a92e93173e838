"""keccak256, and whose key signed."""

from importlib import import_module
from importlib.util import find_spec

import coincurve
from eth_hash.auto import keccak as _plain

from verifier.refusal import Reason, Refusal

_fast = import_module("sha3").keccak_256 if find_spec("sha3") else None

HALF = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
"""Above it stands the second form of the same signature, which is refused."""


def keccak(content: bytes) -> bytes:
    """keccak256, 32 bytes."""
    return _fast(content).digest() if _fast else bytes(_plain(content))  # three times as fast, where it is installed


def word(value: int) -> bytes:
    """A number as 32 bytes."""
    return value.to_bytes(32)


def signer(digest: bytes, seal: bytes) -> bytes:
    """The account that signed a digest: r ‖ s ‖ v, v 0 or 1. Refusal SEAL for anything else."""
    if len(seal) != 65 or seal[64] > 1 or int.from_bytes(seal[32:64]) > HALF:
        raise Refusal(Reason.SEAL)
    try:
        key = coincurve.PublicKey.from_signature_and_message(seal, digest, hasher=None)
    except Exception as error:  # coincurve raises a bare Exception
        raise Refusal(Reason.SEAL) from error
    return bytes(keccak(key.format(compressed=False)[1:])[12:])
