"""QBFT: commit seals in extraData, by at least two thirds of the validators that the header lists.

The pinned set is followed through the headers: where validators were voted in or out, the certificate encloses every
header from the first vote to the last, one after another, and each must be sealed by a quorum of the set of its time.
Votes on others that lie between may stay undecided; what a run of headers did not decide counts in no later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from verifier import rlp
from verifier.header import Header
from verifier.refusal import Reason, Refusal
from verifier.seals.witness import counted
from verifier.trust import Sealers, Trust

_MIX = bytes.fromhex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")
_ADD = b"\xff"
_NO_VOTE: list[bytes] = []


@dataclass(frozen=True, slots=True)
class Extra:
    """What a header's extraData holds. ``vote``: the account, and whether it is to come in; None: no vote."""

    vanity: bytes
    validators: tuple[bytes, ...]
    vote: tuple[bytes, bool] | None
    round: bytes
    seals: tuple[bytes, ...]

    def items(self, round_: bytes, seals: Sequence[bytes]) -> bytes:
        """extraData with another round and other seals."""
        account, add = self.vote or (b"", False)
        vote = [account, _ADD if add else b""] if self.vote else _NO_VOTE
        return rlp.write([self.vanity, list(self.validators), vote, round_, list(seals)])


def read(data: bytes) -> Extra:
    """Refusal HEADER for another form. The vanity is free: real ones hold a version."""
    items = rlp.listed(rlp.read(data, Reason.HEADER), Reason.HEADER)
    if len(items) != 5:
        raise Refusal(Reason.HEADER)
    vanity, validators, vote, round_, seals = items
    rlp.exact(vanity, 32, Reason.HEADER)
    accounts = tuple(rlp.exact(one, 20, Reason.HEADER) for one in rlp.listed(validators, Reason.HEADER))
    rlp.number(round_, Reason.HEADER, 4)
    sealed = tuple(rlp.exact(one, 65, Reason.HEADER) for one in rlp.listed(seals, Reason.HEADER))
    return Extra(vanity, accounts, _vote(rlp.listed(vote, Reason.HEADER)), round_, sealed)


def block_hash(header: Header) -> bytes:
    """The block's hash: round 0, no seals."""
    return header.hash_with(read(header.extra).items(b"", []))


def signers(trust: Trust, header: Header, headers: Sequence[Header], seals: Sequence[bytes]) -> tuple[bytes, ...]:
    """The validators that sealed the block. ``headers``: those with the votes since the pinned set, in order.

    Refusal: HEADER, SEAL, SEAL_TWICE, SEAL_OUTSIDER, SEALS_MISSING, SEALERS_CHANGED, HEADERS_TORN, BEFORE_…, FORM.
    """
    if seals:
        raise Refusal(Reason.FORM, part="seals")
    pinned, votes = trust.sealers_at(header.number), _Votes(trust.epoch)
    before: Header | None = None
    decided = True
    for block in headers:
        late = block.number >= header.number or (before is not None and block.number <= before.number)
        follows = before is not None and (block.parent, block.number) == (block_hash(before), before.number + 1)
        other = trust.sealers_at(block.number).first != pinned.first
        if late or other or not (follows or decided):
            raise Refusal(Reason.HEADERS_TORN, number=block.number)
        if not follows:
            votes = _Votes(trust.epoch)
        _sealed(block, pinned)
        after = votes.cast(block, read(block.extra).vote, pinned)
        decided = after is not pinned
        if not decided and not votes.open:  # nothing needs this header
            raise Refusal(Reason.HEADERS_TORN, number=block.number)
        pinned, before = after, block
    if not decided:
        raise Refusal(Reason.HEADERS_TORN, number=header.number)
    return _sealed(header, pinned)


class _Votes:
    """The votes of one run of headers: more than half of the validators change the set from the next block on."""

    def __init__(self, epoch: int) -> None:
        self._epoch = epoch
        self._cast: set[tuple[bytes, bytes]] = set()
        """Who voted about whom: to let in who is out, to put out who is in."""

    @property
    def open(self) -> bool:
        return bool(self._cast)

    def cast(self, block: Header, vote: tuple[bytes, bool] | None, pinned: Sealers) -> Sealers:
        if block.number % self._epoch == 0:
            self._cast.clear()  # an epoch's first block forgets all votes and bears none
            return pinned
        if vote is None:
            return pinned
        account, add = vote
        if (account in pinned.members) != add:
            self._cast.add((block.proposer, account))
        else:  # a vote for what is so takes back the other one
            self._cast.discard((block.proposer, account))
        agreed = sum(voted == account for _, voted in self._cast)
        if agreed <= len(pinned.members) // 2:
            return pinned
        self._cast = {one for one in self._cast if account not in one}
        members = {*pinned.members, account} if add else {*pinned.members} - {account}
        return pinned.changed(tuple(sorted(members)))


def _sealed(block: Header, pinned: Sealers) -> tuple[bytes, ...]:
    extra = read(block.extra)
    if extra.validators != pinned.members:
        raise Refusal(Reason.SEALERS_CHANGED, number=block.number)
    if block.mix != _MIX or block.proposer not in pinned.members:
        raise Refusal(Reason.HEADER)
    digest = block.hash_with(extra.items(extra.round, []))
    return tuple(sorted(counted(digest, extra.seals, pinned, -(-2 * len(pinned.members) // 3))))


def _vote(value: list[object]) -> tuple[bytes, bool] | None:
    if not value:
        return None
    if len(value) != 2 or value[1] not in (_ADD, b""):
        raise Refusal(Reason.HEADER)
    return rlp.exact(value[0], 20, Reason.HEADER), value[1] == _ADD
