"""Bits of a file turned, as it is and with the number put right, by as many processes as the machine has cores.

`LEDGER_EVERY_BIT=1` (`scripts/torture flips`) takes every bit, otherwise every seventh: each place in a byte in turn.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from tests.certificates.judges import NOW
from tests.certificates.office import renumbered
from verifier import trust
from verifier.check import check
from verifier.refusal import Refusal

STEP = 1 if os.environ.get("LEDGER_EVERY_BIT") else 7


def flipped(file: bytes, place: int) -> bytes:
    """The file with one bit turned."""
    altered = bytearray(file)
    altered[place // 8] ^= 1 << place % 8
    return bytes(altered)


def forgeries(file: bytes, place: int) -> Iterator[bytes]:
    """With a bit turned; then also with the number that follows from that, unless the bit was the number's own."""
    altered = flipped(file, place)
    yield altered
    if (forged := renumbered(altered)) not in (altered, file):
        yield forged


def verdicts(file: bytes, believed: bytes) -> Counter[str]:
    """How often each reason was given. AssertionError names the bits that were let through; any other error is one of
    the check, from which nothing but a refusal may come."""
    count, cores = 8 * len(file), os.cpu_count() or 1
    places = [range(STEP * start, count, STEP * 4 * cores) for start in range(4 * cores)]
    with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
        found = list(pool.map(partial(_judged, file, believed), places))
    through = sorted(place for _, each in found for place in each)
    assert not through, f"bits let through: {through[:20]}"
    return sum((each for each, _ in found), Counter())


def _judged(file: bytes, believed: bytes, places: range) -> tuple[Counter[str], list[int]]:
    known, told, through = trust.read(believed), Counter[str](), []
    for place in places:
        for version in forgeries(file, place):
            try:
                check(version, known, now=lambda: NOW)
            except Refusal as refusal:
                told[refusal.reason.value] += 1
            else:
                through.append(place)
    return told, through
