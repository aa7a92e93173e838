"""Who sealed a block (docs/certificate.md, seals): networks of 4, 5, 7 and 10 keys made here, and real blocks of Besu.

├── a quorum of the pinned set is enough, one fewer is not
├── a seal twice, of an outsider, in its second form, over another network: refused
├── qbft: rounds above 0, votes that change the set, validators of another time
└── clique: the headers that follow must be one chain and bring more than half of the signers
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.chain.signer import Signer
from tests.certificates.headers import Clique, keys, plain, qbft_header, sealed_by, trusting, witnessed
from tests.certificates.judges import refused
from verifier import header
from verifier.hashing import HALF
from verifier.refusal import Reason
from verifier.seals import qbft
from verifier.trust import Sealers

pytestmark = pytest.mark.usefixtures("browser")
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
SIZES = (4, 5, 7, 10)


def malleated(seal: bytes) -> bytes:
    """The second form of the same signature."""
    s = ORDER - int.from_bytes(seal[32:64])
    assert s > HALF
    return seal[:32] + s.to_bytes(32) + bytes([1 - seal[64]])


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("round_", [0, 1, 300])
def test_qbft_needs_two_thirds_rounded_up(count: int, round_: int) -> None:
    members, quorum = keys(count), -(-2 * count // 3)
    trust = trusting("qbft", members)
    assert sealed_by(trust, qbft_header(9, members, members[:quorum], round_=round_)) == quorum
    assert sealed_by(trust, qbft_header(9, members, members, round_=round_)) == count
    few = qbft_header(9, members, members[: quorum - 1], round_=round_)
    refused(Reason.SEALS_MISSING, lambda: sealed_by(trust, few))


def test_qbfts_block_hash_knows_neither_round_nor_seals() -> None:
    members = keys(4)
    one, other = qbft_header(9, members, members[:3]), qbft_header(9, members, members[1:], round_=2)
    assert qbft.block_hash(one) == qbft.block_hash(other)
    assert one.plain_hash != other.plain_hash


def test_qbft_counts_each_validator_once_and_nobody_else() -> None:
    members = keys(4)
    trust, stranger = trusting("qbft", members), Signer.random()
    twice = qbft_header(9, members, [members[0], members[1], members[1]])
    outside = qbft_header(9, members, [*members[:3], stranger])
    foreign = qbft_header(9, [*members[:3], stranger], [*members[:3], stranger])
    refused(Reason.SEAL_TWICE, lambda: sealed_by(trust, twice))
    refused(Reason.SEAL_OUTSIDER, lambda: sealed_by(trust, outside))
    refused(Reason.SEALERS_CHANGED, lambda: sealed_by(trust, foreign))


def test_a_seal_has_one_form() -> None:
    members = keys(4)
    trust, block = trusting("qbft", members), qbft_header(9, members, members[:3])
    extra = qbft.read(block.extra)
    for seal in (malleated(extra.seals[0]), extra.seals[0][:64] + b"\2", extra.seals[0][:64] + b"\x1b"):
        changed = plain(
            9, bytes(32), extra.items(extra.round, [seal, *extra.seals[1:]]), _13=block.mix, _2=block.proposer
        )
        refused(Reason.SEAL, lambda changed=changed: sealed_by(trust, changed))  # type: ignore[misc]


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("add", [True, False])
def test_qbfts_set_follows_the_votes_of_more_than_half(count: int, add: bool) -> None:
    members, newcomer = keys(count), Signer.random()
    trust, subject = trusting("qbft", members), newcomer if add else members[0]
    after = sorted([*members, newcomer] if add else members[1:], key=lambda one: one.address)
    chain: list[header.Header] = []
    for at in range(count // 2 + 1):
        parent = qbft.block_hash(chain[-1]) if chain else b"\4" * 32
        vote, quorum = (subject.address, add), members[: -(-2 * count // 3)]
        chain.append(qbft_header(10 + at, members, quorum, parent, vote, proposer=members[at]))
    last = qbft_header(50, after, after)
    assert sealed_by(trust, last, chain) == len(after)
    refused(Reason.SEALERS_CHANGED, lambda: sealed_by(trust, last))
    refused(Reason.HEADERS_TORN, lambda: sealed_by(trust, last, chain[:-1]))
    if len(chain) > 2:
        refused(Reason.HEADERS_TORN, lambda: sealed_by(trust, last, [chain[0], *chain[2:]]))


def test_one_validators_vote_counts_once() -> None:
    members, newcomer = keys(4), Signer.random()
    chain: list[header.Header] = []
    for at in range(4):
        parent = qbft.block_hash(chain[-1]) if chain else b"\4" * 32
        chain.append(qbft_header(10 + at, members, members[:3], parent, (newcomer.address, True), proposer=members[0]))
    after = sorted([*members, newcomer], key=lambda one: one.address)
    refused(Reason.HEADERS_TORN, lambda: sealed_by(trusting("qbft", members), qbft_header(50, after, after), chain))


def test_votes_of_different_runs_do_not_add_up() -> None:
    members, newcomer = keys(4), Signer.random()
    after = sorted([*members, newcomer], key=lambda one: one.address)
    vote = (newcomer.address, True)
    apart = [qbft_header(10 * at, members, members[:3], vote=vote, proposer=members[at]) for at in (1, 2, 3)]
    refused(Reason.HEADERS_TORN, lambda: sealed_by(trusting("qbft", members), qbft_header(50, after, after), apart))


def test_what_a_run_left_undecided_counts_in_no_later_one() -> None:
    members, new, other = keys(4), Signer.random(), Signer.random()
    first, second, third, fourth = members
    five = sorted([*members, new], key=lambda one: one.address)
    six = sorted([*five, other], key=lambda one: one.address)
    chain: list[header.Header] = []
    for at, (who, whom) in enumerate([(first, new), (second, other), (third, new), (fourth, new)]):
        parent = qbft.block_hash(chain[-1]) if chain else b"\4" * 32
        chain.append(qbft_header(10 + at, members, members, parent, (whom.address, True), proposer=who))
    trust, vote, block = trusting("qbft", members), (other.address, True), qbft_header(50, six, six)
    for apart, reached in ((0, 6), (5, None)):
        later, parent = chain[:], qbft.block_hash(chain[-1]) if not apart else b"\5" * 32
        for at, who in enumerate([first, third], 14 + apart):
            later.append(qbft_header(at, five, five, parent, vote, proposer=who))
            parent = qbft.block_hash(later[-1])
        if reached:
            assert sealed_by(trust, block, later) == reached
        else:
            refused(Reason.HEADERS_TORN, lambda later=later: sealed_by(trust, block, later))  # type: ignore[misc]


def test_a_header_that_no_change_needs_is_refused() -> None:
    members = keys(4)
    trust, block = trusting("qbft", members), qbft_header(50, members, members)
    idle = qbft_header(10, members, members)
    voting = qbft_header(11, members, members, qbft.block_hash(idle), (Signer.random().address, True))
    for headers_ in ([idle], [idle, voting], [voting], [qbft_header(50, members, members)], [block]):
        refused(Reason.HEADERS_TORN, lambda headers_=headers_: sealed_by(trust, block, headers_))  # type: ignore[misc]


def test_an_epoch_forgets_all_votes() -> None:
    members, newcomer = keys(4), Signer.random()
    after = sorted([*members, newcomer], key=lambda one: one.address)
    trust = replace(trusting("qbft", members), epoch=12)
    chain: list[header.Header] = []
    for at, who in enumerate(members):
        parent = qbft.block_hash(chain[-1]) if chain else b"\4" * 32
        vote = (newcomer.address, True)
        chain.append(qbft_header(10 + at, members, members[:3], parent, vote, proposer=who))
    refused(Reason.HEADERS_TORN, lambda: sealed_by(trust, qbft_header(50, after, after), chain))


def test_the_first_seal_that_is_too_much_ends_the_count() -> None:
    members, broken = keys(4), bytes(65)
    trust = trusting("qbft", members)
    for more, reason in (([Signer.random()], Reason.SEAL_OUTSIDER), ([members[0]], Reason.SEAL_TWICE)):
        block = qbft_header(9, members, [*members[:3], *more])
        extra = qbft.read(block.extra)
        many = extra.items(extra.round, [*extra.seals, *[broken] * 5_000])
        changed = plain(9, bytes(32), many, _13=block.mix, _2=block.proposer)
        refused(reason, lambda changed=changed: sealed_by(trust, changed))  # type: ignore[misc]


def test_detached_seals_stand_in_the_order_of_their_accounts() -> None:
    members = keys(3)
    trust, block = trusting("witness", members, quorum=2), plain(9)
    seals = witnessed(trust, block, members)
    assert sealed_by(trust, block, seals=seals) == 3
    refused(Reason.FORM, lambda: sealed_by(trust, block, seals=seals[::-1]))


def test_a_set_is_pinned_from_its_block_on() -> None:
    old, new = keys(4), keys(4)
    accounts = [tuple(one.address for one in each) for each in (old, new)]
    trust = replace(trusting("qbft", old), sealers=(Sealers(5, accounts[0], 3), Sealers(20, accounts[1], 3)))
    assert sealed_by(trust, qbft_header(19, old, old)) == sealed_by(trust, qbft_header(20, new, new)) == 4
    refused(Reason.SEALERS_CHANGED, lambda: sealed_by(trust, qbft_header(20, old, old)))
    refused(Reason.SEALERS_CHANGED, lambda: sealed_by(trust, qbft_header(19, new, new)))
    refused(Reason.BEFORE_SEALERS, lambda: sealed_by(trust, qbft_header(4, old, old)))


@pytest.mark.parametrize("count", SIZES)
def test_clique_needs_more_than_half_of_the_signers(count: int) -> None:
    members = keys(count)
    trust, enough = trusting("clique", members), count // 2 + 1
    chain = Clique(members).chain(7, members)
    assert sealed_by(trust, chain[0], chain[1:enough]) == enough
    refused(Reason.SEALS_MISSING, lambda: sealed_by(trust, chain[0], chain[1 : enough - 1]))
    refused(Reason.HEADERS_TORN, lambda: sealed_by(trust, chain[0], chain[2:]))
    alone = Clique(members).chain(7, [members[0]] * count)
    refused(Reason.SEALS_MISSING, lambda: sealed_by(trust, alone[0], alone[1:]))


def test_a_stranger_behind_a_block_of_clique_refuses_it() -> None:
    members = keys(4)
    chain = Clique(members).chain(7, [members[0], members[1], Signer.random(), members[2]])
    refused(Reason.SEAL_OUTSIDER, lambda: sealed_by(trusting("clique", members), chain[0], chain[1:]))


def test_witnesses_sign_for_one_network_and_each_counts_once() -> None:
    members = keys(5)
    trust, block = trusting("witness", members, quorum=3), plain(9)
    assert sealed_by(trust, block, seals=witnessed(trust, block, members[:3])) == 3
    refused(Reason.SEALS_MISSING, lambda: sealed_by(trust, block, seals=witnessed(trust, block, members[:2])))
    elsewhere = witnessed(replace(trust, chain_id=1), block, members[:3])
    refused(Reason.SEAL_OUTSIDER, lambda: sealed_by(trust, block, seals=elsewhere))
    twice = witnessed(trust, block, [members[0], members[0], members[1]])
    refused(Reason.SEAL_TWICE, lambda: sealed_by(trust, block, seals=twice))
    second = [malleated(one) for one in witnessed(trust, block, members[:3])]
    refused(Reason.SEAL, lambda: sealed_by(trust, block, seals=second))
