"""A change of QBFT validators is followed from the headers: gathered when a certificate is issued, judged by the check.

No QBFT node can be had here; the headers are made with keys of our own and served over HTTP as a node does.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ledger.certificates.errors import CertificateRefused
from ledger.certificates.sealing import scheme
from ledger.chain.rpc import Rpc
from ledger.chain.signer import Signer
from tests.certificates.headers import keys, qbft_header, sealed_by, trusting
from verifier import header, rlp
from verifier.header import Header
from verifier.refusal import Reason, Refusal
from verifier.seals import qbft

FIELDS = (
    *("parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom", "difficulty"),
    *("number", "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce", "baseFeePerGas"),
)
NUMBERS = {"difficulty", "number", "gasLimit", "gasUsed", "timestamp", "baseFeePerGas"}
Chain = list[Header]


def grown(
    members: Sequence[Signer], blocks: int, votes: dict[int, tuple[bytes, bool]], known: Sequence[Signer]
) -> Chain:
    """Blocks from 1 on, proposed in turn; `votes` by block. The set follows the votes, as a node of QBFT has it."""
    found: Chain = []
    sitting = list(members)
    tally: dict[tuple[bytes, bytes], bool] = {}
    for number in range(1, blocks + 1):
        proposer, vote = sitting[number % len(sitting)], votes.get(number)
        parent = qbft.block_hash(found[-1]) if found else bytes(32)
        found.append(qbft_header(number, sitting, sitting, parent, vote, proposer=proposer))
        if vote is not None:
            if vote[1] == any(one.address == vote[0] for one in sitting):
                tally.pop((proposer.address, vote[0]), None)  # takes back the opposite one
            else:
                tally[proposer.address, vote[0]] = vote[1]
            if sum(voted == vote[0] for _, voted in tally) > len(sitting) // 2:
                sitting = [one for one in sitting if one.address != vote[0]]
                sitting += [one for one in known if one.address == vote[0] and vote[1]]
                sitting.sort(key=lambda one: one.address)
                tally = {key: value for key, value in tally.items() if vote[0] not in key}
    return found


class _Handler(BaseHTTPRequestHandler):
    chain: Chain

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        number = int(asked["params"][0], 16)
        items = zip(FIELDS, self.chain[number - 1].items, strict=True)
        row = {name: hex(int.from_bytes(item)) if name in NUMBERS else "0x" + item.hex() for name, item in items}
        body = json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": row}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def served() -> Iterator[Any]:
    """`served(chain)`: a connection to a node that has these blocks."""
    opened: list[tuple[ThreadingHTTPServer, Rpc]] = []

    def serve(chain: Chain) -> Rpc:
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Served", (_Handler,), {"chain": chain}))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        opened.append((server, Rpc(f"http://127.0.0.1:{server.server_port}")))
        return opened[-1][1]

    yield serve
    for server, rpc in opened:
        rpc.close()
        server.shutdown()
        server.server_close()


def gathered(rpc: Rpc, members: Sequence[Signer], block: Header) -> list[Header]:
    more, seals = scheme(trusting("qbft", members)).gather(rpc, rlp.write(list(block.items)))
    assert seals == []
    return [header.read(one) for one in more]


def test_nothing_goes_along_while_the_set_is_the_pinned_one(served: Any) -> None:
    members = keys(4)
    chain = grown(members, 6, {}, members)
    assert gathered(served(chain), members, chain[-1]) == []


def test_one_who_came_and_one_who_went_are_followed(served: Any) -> None:
    members, newcomer = keys(4), Signer.random()
    known = sorted([*members, newcomer], key=lambda one: one.address)
    votes = dict.fromkeys((10, 11, 12), (newcomer.address, True))
    votes |= dict.fromkeys((31, 32, 33), (members[0].address, False))
    chain = grown(members, 60, votes, known)
    more = gathered(served(chain), members, chain[-1])
    assert [one.number for one in more] == [10, 11, 12, 31, 32, 33]
    assert sealed_by(trusting("qbft", members), chain[-1], more) == 4
    between = gathered(served(chain), members, chain[20])
    assert [one.number for one in between] == [10, 11, 12]
    assert sealed_by(trusting("qbft", members), chain[20], between) == 5


def test_votes_on_two_changes_may_lie_between_each_other(served: Any) -> None:
    members, new, other = keys(4), Signer.random(), Signer.random()
    known = sorted([*members, new, other], key=lambda one: one.address)
    votes = dict.fromkeys((10, 12, 13), (new.address, True)) | {11: (other.address, True)}
    five = [one for one in known if one is not other]
    others = [at for at in range(14, 19) if five[at % 5] is not members[11 % 4]][:2]
    chain = grown(members, 40, votes | dict.fromkeys(others, (other.address, True)), known)
    more = gathered(served(chain), members, chain[-1])
    assert [one.number for one in more] == list(range(10, others[1] + 1))
    assert sealed_by(trusting("qbft", members), chain[-1], more) == 6


def test_votes_that_decide_nothing_stand_in_nobodys_way(served: Any) -> None:
    members, new, never = keys(4), Signer.random(), Signer.random()
    known = sorted([*members, new], key=lambda one: one.address)
    votes = dict.fromkeys((10, 12, 13), (new.address, True)) | {11: (never.address, True)}
    chain = grown(members, 40, votes, known)
    more = gathered(served(chain), members, chain[-1])
    assert [one.number for one in more] == [10, 11, 12, 13]
    assert sealed_by(trusting("qbft", members), chain[-1], more) == 5


def test_a_vote_that_was_taken_back_does_not_count(served: Any) -> None:
    members, new = keys(4), Signer.random()
    known = sorted([*members, new], key=lambda one: one.address)
    # Proposed in turn by the second, the third, the fourth and the first: the second takes back what it said.
    votes = {9: (new.address, True), 10: (new.address, True), 13: (new.address, False), 15: (new.address, True)}
    chain = grown(members, 30, votes, known)
    assert qbft.read(chain[-1].extra).validators == tuple(one.address for one in members)
    after = [qbft_header(30, known, known, qbft.block_hash(chain[28]))]
    with pytest.raises(Refusal) as refused:
        sealed_by(trusting("qbft", members), after[0], chain[8:15])
    assert refused.value.reason is Reason.HEADERS_TORN
    chain = grown(members, 30, {**votes, 16: (new.address, True)}, known)
    more = gathered(served(chain), members, chain[-1])
    assert [one.number for one in more] == list(range(10, 17))
    assert sealed_by(trusting("qbft", members), chain[-1], more) == 5


def test_a_set_that_changed_without_votes_needs_a_new_trust_file(served: Any) -> None:
    members, newcomer = keys(4), Signer.random()
    known = sorted([*members, newcomer], key=lambda one: one.address)
    chain = grown(members, 5, {}, members)
    chain += [qbft_header(6, known, known, qbft.block_hash(chain[-1]))]
    with pytest.raises(CertificateRefused) as error:
        gathered(served(chain), members, chain[-1])
    assert error.value.code == "CertificateSealers"
