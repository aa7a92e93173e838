"""Named organisations sign the block's hash, detached: r ‖ s ‖ v each, in the order of their accounts."""

from collections.abc import Sequence

from verifier.hashing import keccak, signer, word
from verifier.header import Header
from verifier.refusal import Reason, Refusal
from verifier.trust import Sealers, Trust

_DOMAIN = b"ledger.witness.1"


def digest(trust: Trust, block_hash: bytes) -> bytes:
    """What a witness signs: the network is in it, so a seal counts nowhere else."""
    return bytes(keccak(_DOMAIN + word(trust.chain_id) + trust.genesis + block_hash))


def block_hash(header: Header) -> bytes:
    """The block's hash."""
    return header.plain_hash


def signers(trust: Trust, header: Header, headers: Sequence[Header], seals: Sequence[bytes]) -> tuple[bytes, ...]:
    """The accounts that sealed. Refusal: SEAL, SEAL_TWICE, SEAL_OUTSIDER, SEALS_MISSING, BEFORE_SEALERS, FORM."""
    if headers:
        raise Refusal(Reason.FORM, part="headers")
    pinned = trust.sealers_at(header.number)
    found = counted(digest(trust, header.plain_hash), seals, pinned, pinned.quorum)
    if list(found) != sorted(found):
        raise Refusal(Reason.FORM, part="seals")
    return found


def counted(signed: bytes, seals: Sequence[bytes], pinned: Sealers, quorum: int) -> tuple[bytes, ...]:
    """Who sealed a hash, in the order of the seals: each once, all of the set, as many as the quorum. The first that is
    too much ends it: a file may hold ten thousand."""
    found: dict[bytes, None] = {}
    for seal in seals:
        account = signer(signed, seal)
        if account in found:
            raise Refusal(Reason.SEAL_TWICE)
        if account not in pinned.members:
            raise Refusal(Reason.SEAL_OUTSIDER)
        found[account] = None
    if len(found) < quorum:
        raise Refusal(Reason.SEALS_MISSING, found=len(found), quorum=quorum)
    return tuple(found)
