"""Headers made in tests: networks of our own keys under each seal scheme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger.chain.signer import Signer
from tests.certificates.judges import Judges
from verifier import header, rlp
from verifier.header import Header
from verifier.refusal import Refusal
from verifier.seals import clique, qbft, witness
from verifier.trust import Organisation, Sealers, Trust

MIX = bytes.fromhex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")
GENESIS = b"\7" * 32
BROWSER: list[Judges] = []
"""The browser's code, once a test has started it."""


def keys(count: int) -> list[Signer]:
    """Signers in the order of their accounts."""
    return sorted((Signer.random() for _ in range(count)), key=lambda one: one.address)


def trusting(consensus: str, members: Sequence[Signer], quorum: int | None = None, first: int = 0) -> Trust:
    """A trust file that names these sealers and nothing else."""
    accounts = tuple(sorted(one.address for one in members))
    return Trust(
        network="test",
        chain_id=31338,
        genesis=GENESIS,
        consensus=consensus,
        epoch=30_000,
        day=1,
        one_machine=False,
        since=0,
        until=2**40,
        organisations=tuple(Organisation(f"o{at}", "bank", account) for at, account in enumerate(accounts)),
        sealers=(Sealers(first, accounts, quorum or len(accounts) // 2 + 1),),
        contracts=(),
        events={},
        fingerprint=bytes(32),
        signed=accounts,
    )


def plain(number: int, parent: bytes = bytes(32), extra: bytes = b"", **other: bytes) -> Header:
    """A header of sixteen fields; `other` by position of the field."""
    items = [parent, bytes(32), bytes(20), b"\1" * 32, b"\2" * 32, b"\3" * 32, bytes(256), b"\1", _int(number)]
    items += [_int(30_000_000), b"", _int(1_700_000_000 + number), extra, bytes(32), bytes(8), b""]
    for place, value in other.items():
        items[int(place[1:])] = value
    return header.read(rlp.write(items))


@dataclass
class Clique:
    """A chain on which the signers take turns."""

    members: Sequence[Signer]

    def chain(self, first: int, turns: Sequence[Signer]) -> list[Header]:
        found: list[Header] = []
        for at, who in enumerate(turns):
            parent = found[-1].plain_hash if found else b"\5" * 32
            bare = plain(first + at, parent, bytes(32))
            seal = who.seal(bare.plain_hash)
            found.append(plain(first + at, parent, bytes(32) + seal))
        return found


def qbft_header(
    number: int,
    members: Sequence[Signer],
    sealers: Sequence[Signer],
    parent: bytes = bytes(32),
    vote: tuple[bytes, bool] | None = None,
    round_: int = 0,
    proposer: Signer | None = None,
) -> Header:
    """A header sealed by these; `members` are the validators that it lists."""
    listed = tuple(sorted(one.address for one in members))
    extra = qbft.Extra(b"\1" * 32, listed, vote, _int(round_), ())
    other = {"_13": MIX, "_2": (proposer or members[0]).address}
    digest = plain(number, parent, extra.items(extra.round, []), **other).plain_hash
    sealed = replace(extra, seals=tuple(one.seal(digest) for one in sealers))
    return plain(number, parent, sealed.items(sealed.round, sealed.seals), **other)


def witnessed(trust: Trust, block: Header, signers: Sequence[Signer]) -> list[bytes]:
    """The seals of witnesses, by rising account."""
    digest = witness.digest(trust, block.plain_hash)
    return [one.seal(digest) for one in sorted(signers, key=lambda one: one.address)]


def sealed_by(trust: Trust, block: Header, more: Sequence[Header] = (), seals: Sequence[bytes] = ()) -> int:
    """How many stand behind a block, by the trust file's scheme; Python and, where it runs, the browser must agree."""
    scheme = {"qbft": qbft, "clique": clique, "witness": witness}[trust.consensus]
    ours: dict[str, object]
    try:
        found = scheme.signers(trust, block, more, seals)
        ours = {"sealers": [one.hex() for one in found], "hash": scheme.block_hash(block).hex()}
    except Refusal as refusal:
        _agreed({"refused": refusal.reason.value}, trust, block, more, seals)
        raise
    _agreed(ours, trust, block, more, seals)
    return len(found)


def _agreed(
    ours: dict[str, object], trust: Trust, block: Header, more: Sequence[Header], seals: Sequence[bytes]
) -> None:
    for judges in BROWSER:
        assert judges.sealers(trust, block, more, seals) == ours


def _int(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 7) // 8)
