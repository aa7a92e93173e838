"""The seals of a block, as each scheme has them: in its own header, in those that follow, or signed by witnesses."""

from collections.abc import Sequence
from typing import Any, Protocol

from ledger.certificates.errors import CertificateRefused
from ledger.chain.header import raw
from ledger.chain.rpc import Rpc
from ledger.chain.signer import Signer
from verifier.header import read
from verifier.seals import qbft, witness
from verifier.trust import Trust

_LONGEST = 1_000
"""Headers of one change that are looked through; more would not fit into a file."""


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
    schemes: dict[str, Scheme] = {"witness": Witnesses(trust, witnesses), "clique": Clique(trust), "qbft": Qbft(trust)}
    return schemes[trust.consensus]


class Qbft:
    """The header holds its seals. Where validators were voted in or out since the pinned set, the headers with the
    votes go along: every one from the first vote of a change to its last."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust

    def gather(self, rpc: Rpc, header: bytes) -> tuple[list[bytes], list[bytes]]:
        """CertificateRefused CertificateSealers when the votes cannot be found: then a new trust file is due."""
        last, pinned = read(header), self._trust.sealers_at(read(header).number)
        if qbft.read(last.extra).validators == pinned.members:
            return [], []
        first = max(pinned.first, 1)
        found: dict[int, bytes] = {}  # the votes of two changes may lie between each other
        for change in _changes(rpc, first, last.number):
            found |= self._run(rpc, change, first)
        return [found[number] for number in sorted(found)], []

    def _run(self, rpc: Rpc, change: int, first: int) -> dict[int, bytes]:
        """The headers before a block with another set, back to the vote with which more than half agreed."""
        before, after = (set(_validators(rpc, at)) for at in (change - 1, change))
        (subject,) = before ^ after
        found: dict[int, bytes] = {}
        last_said: dict[bytes, bool] = {}
        for number in range(change - 1, max(first, change - _LONGEST) - 1, -1):
            found[number] = _header(rpc, number)
            block = read(found[number])
            vote = qbft.read(block.extra).vote
            if vote is not None and vote[0] == subject:
                last_said.setdefault(block.proposer, vote[1] == (subject in after))
            if sum(last_said.values()) > len(before) // 2:
                return found
        raise CertificateRefused("CertificateSealers", block=change)


def _changes(rpc: Rpc, low: int, high: int) -> list[int]:
    """The blocks between whose predecessors they list other validators; those of one step only."""
    before, after = _validators(rpc, low), _validators(rpc, high)
    if before == after:
        return []
    if high - low == 1:
        if len(set(before) ^ set(after)) != 1:
            raise CertificateRefused("CertificateSealers", block=high)
        return [high]
    middle = (low + high) // 2
    return _changes(rpc, low, middle) + _changes(rpc, middle, high)


def _validators(rpc: Rpc, number: int) -> tuple[bytes, ...]:
    return qbft.read(read(_header(rpc, number)).extra).validators


def _header(rpc: Rpc, number: int) -> bytes:
    return encoded(rpc.call("eth_getBlockByNumber", hex(number), False))


def encoded(row: Any) -> bytes:
    """The RLP of a header that a node gave. CertificateRefused CertificateHeader for one that is none."""
    found = raw(row)
    if found is None:
        raise CertificateRefused("CertificateHeader", block=str(row.get("number")))
    return found
