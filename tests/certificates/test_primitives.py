"""Hashes and signatures: the browser's own code, Python's libraries and a third implementation say the same."""

from __future__ import annotations

import random

import coincurve
from eth_utils.crypto import keccak as oracle

from ledger.chain.signer import Signer
from tests.certificates.judges import Judges
from verifier.hashing import HALF, keccak, signer
from verifier.refusal import Refusal

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
FIELD = 2**256 - 2**32 - 977


def test_hashes_of_every_length_are_the_same(judges: Judges) -> None:
    dice = random.Random(1)
    contents = [dice.randbytes(size) for size in (*range(280), 1_000, 4_095, 4_096, 100_000)]
    contents += [bytes(size) for size in (135, 136, 137)] + [b"\xff" * size for size in (135, 136, 137)]
    assert [one.hex() for one in map(keccak, contents)] == judges.hashes(contents)
    assert [*map(keccak, contents)] == [*map(oracle, contents)]


def whose(digest: bytes, seal: bytes) -> str:
    try:
        return signer(digest, seal).hex()
    except Refusal as refusal:
        return refusal.reason.value


def test_seals_are_everybodys_own(judges: Judges) -> None:
    dice = random.Random(2)
    for digest in (dice.randbytes(32), bytes(32), b"\xff" * 32, ORDER.to_bytes(32), (ORDER + 5).to_bytes(32)):
        keys = [Signer.random() for _ in range(8)]
        seals = [key.seal(digest) for key in keys]
        assert [whose(digest, one) for one in seals] == [key.address.hex() for key in keys]
        assert judges.signers(digest, seals) == [key.address.hex() for key in keys]


def test_what_is_no_seal_is_nobodys_in_both(judges: Judges) -> None:
    dice, digest = random.Random(3), b"\5" * 32
    good = Signer.random().seal(digest)
    numbers = [0, 1, 2, HALF - 1, HALF, HALF + 1, ORDER - 1, ORDER, ORDER + 1, FIELD - 1, FIELD, FIELD + 1, 2**256 - 1]
    r, s = good[:32], good[32:64]
    seals = [number.to_bytes(32) + s + bytes([v]) for number in numbers for v in (0, 1, 2, 3)]
    seals += [r + number.to_bytes(32) + bytes([v]) for number in numbers for v in (0, 1)]
    seals += [good[:64] + bytes([v]) for v in range(2, 256)]
    seals += [dice.randbytes(32) + dice.randrange(1, HALF).to_bytes(32) + bytes([v]) for _ in range(60) for v in (0, 1)]
    seals += [b"", good[:64], good + b"\0", bytes(65)]
    ours = [whose(digest, one) for one in seals]
    assert judges.signers(digest, seals) == ours
    assert {len(one) for one in ours} == {4, 40}


def test_a_seal_that_gives_no_key_is_nobodys(judges: Judges) -> None:
    """s·R = z·G: the key would be the point at infinity."""
    nonce, digest = 7, b"\5" * 32
    x, y = coincurve.PublicKey.from_secret(nonce.to_bytes(32)).point()
    s = int.from_bytes(digest) * pow(nonce, -1, ORDER) % ORDER
    s, v = (s, y & 1) if s <= HALF else (ORDER - s, 1 - (y & 1))
    seal = (x % ORDER).to_bytes(32) + s.to_bytes(32) + bytes([v])
    assert judges.signers(digest, [seal]) == [whose(digest, seal)] == ["seal"]
