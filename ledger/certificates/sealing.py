"""The seals of a block, as each scheme has them: in its own header, in those that follow, or signed by witnesses."""

from collections.abc import Sequence
from typing import Any, Protocol

from ledger.certificates.errors import CertificateRefused
from ledger.chain.header import raw
from ledger.chain.rpc import Rpc
from ledger.chain.signer import Signer
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

    def __init__(self, trust: Trust, signers: Sequence[Signer]) -> None:
        self._trust = trust
        self._signers = signers

    def gather(self, rpc: Rpc, header: bytes) -> tuple[list[bytes], list[bytes]]:
        """All sign, in the order of their accounts."""
        digest = witness.digest(self._trust, read(header).plain_hash)
        return [], [one.seal(digest) for one in sorted(self._signers, key=lambda one: one.address)]


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


def scheme(trust: Trust, witnesses: Sequence[Signer] = ()) -> Scheme:
    """Return the scheme of a trust file's network. ``witnesses``: the keys that lie here, where witnesses seal."""
    schemes: dict[str, Scheme] = {"witness": Witnesses(trust, witnesses), "clique": Clique(trust), "qbft": Qbft()}
    return schemes[trust.consensus]


class Qbft:
    """The header holds its seals."""

    def gather(self, rpc: Rpc, header: bytes) -> tuple[list[bytes], list[bytes]]:
        """Nothing beside it while the validators are the pinned ones."""
        return [], []


def encoded(row: Any) -> bytes:
    """The RLP of a header that a node gave. CertificateRefused CertificateHeader for one that is none."""
    found = raw(row)
    if found is None:
        raise CertificateRefused("CertificateHeader", block=str(row.get("number")))
    return found
