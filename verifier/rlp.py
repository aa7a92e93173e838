"""RLP, read strictly: what is not its own encoding is refused."""

from typing import Any

import rlp
from rlp.exceptions import RLPException

from verifier.refusal import Reason, Refusal


def read(data: bytes, reason: Reason) -> Any:
    """Bytes and lists of them. Refusal with this reason for anything that is not one whole canonical item."""
    try:
        value = rlp.decode(data, strict=True)
        again = rlp.encode(value)
    except (RLPException, RecursionError, ValueError, IndexError) as error:
        raise Refusal(reason) from error
    if again != data:
        raise Refusal(reason)
    return value


def write(value: Any) -> bytes:
    """The encoding of bytes and lists of them."""
    return bytes(rlp.encode(value))


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
