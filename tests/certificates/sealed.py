"""A real certificate under seals of our own: its header made anew for a network of QBFT or Clique whose keys we hold.

State, records and documents stay as the chain has them; only who stands behind the block is ours.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ledger.chain.signer import Signer
from tests.certificates.headers import MIX
from tests.certificates.office import KINDS, Office
from verifier import certificate, encoding, header, rlp
from verifier.encoding import pack, unpack
from verifier.header import EXTRA, Header
from verifier.seals import qbft

_PARENT, _PROPOSER, _NUMBER, _MIX = 0, 2, 8, 13


@dataclass(frozen=True)
class Sealed:
    """``members``: in the order of their accounts."""

    file: bytes
    trust_file: bytes
    members: list[Signer]


def by_clique(file: bytes, office: Office, count: int) -> Sealed:
    """Sealed by as many signers as are needed, one header each."""
    members = _members(count)
    found: list[Header] = []
    own = header.read(unpack(encoding.read(file)["block"]["header"]))
    for at, who in enumerate(members[: count // 2 + 1]):
        parent = found[-1].plain_hash if found else own.parent
        bare = _changed(own, {_PARENT: parent, _NUMBER: _whole(own.number + at), EXTRA: bytes(32)})
        found.append(_changed(bare, {EXTRA: bytes(32) + who.seal(bare.plain_hash)}))
    return _sealed(file, office, "clique", members, found[0], found[1:])


def by_qbft(file: bytes, office: Office, count: int, round_: int = 1, votes: bool = True) -> Sealed:
    """Sealed by a quorum in a round above 0. ``votes``: the last of the members was voted in before."""
    members = _members(count)
    quorum = members[: -(-2 * count // 3)]
    own = header.read(unpack(encoding.read(file)["block"]["header"]))
    old, vote = (members[:-1], (members[-1].address, True)) if votes else (members, None)
    found: list[Header] = []
    for at in range(len(old) // 2 + 1 if votes else 0):
        parent = qbft.block_hash(found[-1]) if found else bytes(32)
        block = _changed(own, {_PARENT: parent, _NUMBER: _whole(1 + at)})
        found.append(_by_qbft(block, old, old[: -(-2 * len(old) // 3)], old[at], 0, vote))
    block = _by_qbft(own, members, quorum, members[0], round_, None)
    return _sealed(file, office, "qbft", old, block, found)


def _by_qbft(
    block: Header,
    members: Sequence[Signer],
    sealers: Sequence[Signer],
    proposer: Signer,
    round_: int,
    vote: tuple[bytes, bool] | None,
) -> Header:
    extra = qbft.Extra(b"\1" * 32, tuple(one.address for one in members), vote, _whole(round_), ())
    bare = _changed(block, {_PROPOSER: proposer.address, _MIX: MIX, EXTRA: extra.items(extra.round, [])})
    seals = [one.seal(bare.plain_hash) for one in sealers]
    return _changed(bare, {EXTRA: extra.items(extra.round, seals)})


def _sealed(
    file: bytes, office: Office, consensus: str, members: Sequence[Signer], block: Header, headers: Sequence[Header]
) -> Sealed:
    draft: dict[str, Any] = copy.deepcopy(office.draft)
    accounts = [one.address for one in members]
    kinds = (*KINDS, *["court"] * len(accounts))
    draft["consensus"] = consensus
    draft["organisations"] = [
        {"name": f"the {kind}", "kind": kind, "account": pack(at)} for kind, at in zip(kinds, accounts, strict=False)
    ]
    quorum = len(accounts) // 2 + 1
    draft["sealers"] = [{"from": 0, "accounts": [pack(one) for one in accounts], "quorum": quorum}]
    content = encoding.read(file)
    written = {"header": _text(block), "headers": [_text(one) for one in headers], "seals": []}
    content["block"] = written
    content["number"] = certificate.number_of(content)
    return Sealed(encoding.write(content), office.signed(draft, members), list(members))


def _members(count: int) -> list[Signer]:
    return sorted((Signer.random() for _ in range(count)), key=lambda one: one.address)


def _changed(block: Header, items: dict[int, bytes]) -> Header:
    fields = [*block.items]
    for at, value in items.items():
        fields[at] = value
    return header.read(rlp.write(fields))


def _text(block: Header) -> str:
    return pack(rlp.write(list(block.items)))


def _whole(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 7) // 8)
