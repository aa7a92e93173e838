"""Each block is sealed by one signer, those that follow by others, until more than half stand behind it.

The set is the pinned one; a change needs a new trust file.
"""

from collections.abc import Sequence

from verifier.hashing import signer
from verifier.header import Header
from verifier.refusal import Reason, Refusal
from verifier.trust import Trust

_SEAL = 65


def block_hash(header: Header) -> bytes:
    """The block's hash."""
    return header.plain_hash


def signers(trust: Trust, header: Header, headers: Sequence[Header], seals: Sequence[bytes]) -> tuple[bytes, ...]:
    """The accounts that stand behind the block. ``headers``: those that follow it, in order.

    Refusal: SEAL, SEAL_OUTSIDER, SEALS_MISSING, HEADERS_TORN, BEFORE_SEALERS, FORM.
    """
    if seals:
        raise Refusal(Reason.FORM, part="seals")
    pinned = trust.sealers_at(header.number)
    found: set[bytes] = set()
    before: Header | None = None
    for block in (header, *headers):
        if before is not None and (block.parent, block.number) != (before.plain_hash, before.number + 1):
            raise Refusal(Reason.HEADERS_TORN, number=block.number)
        if trust.sealers_at(block.number) != pinned:
            raise Refusal(Reason.SEALERS_CHANGED, number=block.number)
        found.add(_sealer(block, pinned.members))
        before = block
    quorum = len(pinned.members) // 2 + 1
    if len(found) < quorum:
        raise Refusal(Reason.SEALS_MISSING, found=len(found), quorum=quorum)
    return tuple(sorted(found))


def _sealer(block: Header, members: Sequence[bytes]) -> bytes:
    extra, seal = block.extra[:-_SEAL], block.extra[-_SEAL:]
    if len(extra) < 32:
        raise Refusal(Reason.SEAL)
    account = signer(block.hash_with(extra), seal)
    if account not in members:
        raise Refusal(Reason.SEAL_OUTSIDER)
    return account
