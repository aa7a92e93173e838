"""The seals of a block, as each scheme has them: in its own header, in those that follow, or signed by witnesses."""

from collections.abc import Sequence
from typing import Any, Protocol

from coincurve import PrivateKey

from ledger.certificates.errors import CertificateRefused
from ledger.chain.header import raw
from ledger.chain.rpc import Rpc
from ledger.kit.keccak import keccak
from verifier.header import read
from verifier.seals import witness
from verifier.trust import Trust


class Scheme(Protocol):
    """Gathers what a certificate encloses beside the header."""

    def gather(self, rpc: Rpc, header: bytes) -> tuple[list[bytes], list[bytes]]:
        """Return further headers and detached seals. CertificateRefused when the block has not its seals yet."""
        ...


class Witnesses:
    """Named organisations sign the block's hash with keys of their own, never their officers'."""

    def __init__(self, trust: Trust, keys: Sequence[PrivateKey]) -> None:
        self._trust = trust
        self._keys = keys

    def gather(self, rpc: Rpc, header: bytes) -> tuple[list[bytes], list[bytes]]:
        """All sign, in the order of their accounts."""
        digest = witness.digest(self._trust, read(header).plain_hash)
        signed = {account_of(key): key.sign_recoverable(digest, hasher=None) for key in self._keys}
        return [], [signed[account] for account in sorted(signed)]


class Clique:
    """The headers that follow, until more than half of the signers stand behind the block."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust

    def gather(self, rpc: Rpc, header: bytes) -> tuple[list[bytes], list[bytes]]:
        """CertificateRefused CertificateUnsealed while too few have followed."""
        number, needed = read(header).number, len(self._trust.sealers_at(read(header).number).members) // 2
        rows = rpc.batch([("eth_getBlockByNumber", (hex(number + at), False)) for at in range(1, needed + 1)])
        if None in rows:
            raise CertificateRefused("CertificateUnsealed", block=number)
        return [encoded(row) for row in rows], []


class Qbft:
    """The header holds its seals."""

    def gather(self, rpc: Rpc, header: bytes) -> tuple[list[bytes], list[bytes]]:
        """Nothing beside it while the validators are the pinned ones."""
        return [], []


def account_of(key: PrivateKey) -> bytes:
    """The account of a key."""
    return keccak(key.public_key.format(compressed=False)[1:])[12:]


def encoded(row: Any) -> bytes:
    """The RLP of a header that a node gave. CertificateRefused CertificateHeader for one that is none."""
    found = raw(row)
    if found is None:
        raise CertificateRefused("CertificateHeader", block=str(row.get("number")))
    return found
