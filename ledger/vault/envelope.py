"""One sealed value: the algorithm's id, the nonce, the ciphertext.

    1 byte algorithm (1: AES-256-GCM) ‖ 12 bytes nonce ‖ ciphertext and tag

The context (whose, which field) is authenticated with it, so a value moved to another place does not open.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

AES_256_GCM = 1
KEY = 32
_NONCE = 12


def seal(key: bytes, context: bytes, content: bytes) -> bytes:
    """Return the envelope of some content. ``key`` has 32 bytes."""
    nonce = secrets.token_bytes(_NONCE)
    return bytes([AES_256_GCM]) + nonce + AESGCM(key).encrypt(nonce, content, context)


def unseal(key: bytes, context: bytes, envelope: bytes) -> bytes | None:
    """Return the content; None if key, context or envelope is another, or the algorithm unknown."""
    if len(envelope) <= 1 + _NONCE or envelope[0] != AES_256_GCM:
        return None
    try:
        return AESGCM(key).decrypt(envelope[1 : 1 + _NONCE], envelope[1 + _NONCE :], context)
    except InvalidTag:
        return None
