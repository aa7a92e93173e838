"""A chain whose state is wrong, properly proved and sealed: the check does not say what cannot be.

├── records out of order, after the block, before their contract, against each other, of a kind that nobody knows
├── a holder who is no party, an asset without a record, a claim of nothing where the register has something
└── proofs of slots and of their absence as another implementation makes them, and nodes that are none
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.certificates.invented import Slots, Trie, certified
from tests.certificates.judges import Judges
from tests.certificates.office import Office
from verifier import encoding, facts, rlp
from verifier.check import check
from verifier.encoding import pack, unpack
from verifier.facts import Facts
from verifier.hashing import keccak
from verifier.refusal import Refusal
from verifier.trie import Pool

pytestmark = pytest.mark.node
Rows = list[dict[str, Any]]
PARTY = 1 | 9 << 176 + 40 | 1 << 192 + 40


class World:
    """The field of the tests, told again by a chain of our own."""

    def __init__(self, file: bytes, office: Office, judges: Judges) -> None:
        self.office, self.judges = office, judges
        content = encoding.read(file)
        self.asked, self.rows = content["asked"], content["records"]
        self.holders = facts.holders(check(file, office.trust))

    def judge(self, rows: Rows, parties: int | None = None, **asked: Any) -> Facts | str:
        """What both checks say of these records. ``parties``: the slot of every holder."""
        slots: Slots = {("Parties", "_parties", one): PARTY if parties is None else parties for one in self.holders}
        slots = {at: value for at, value in slots.items() if value}
        proved = [("Parties", "_parties", one) for one in self.holders]
        file = certified(self.office, {**self.asked, **asked}, rows, slots, proved)
        return self.judges.judge(file, self.office.trust_file)


@pytest.fixture(scope="module")
def world(file: bytes, office: Office, judges: Judges) -> World:
    return World(file, office, judges)


def test_the_field_is_proved_from_a_state_of_our_own(world: World, file: bytes) -> None:
    told = world.judge(world.rows)
    assert isinstance(told, dict)
    real = check(file, world.office.trust)
    assert [told[name] for name in ("asset", "rights", "burdens")] == [
        real[name] for name in ("asset", "rights", "burdens")
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda rows: rows.reverse(), "order"),
        (lambda rows: rows[0].update(block=rows[-1]["block"] + 1), "order"),
        (lambda rows: rows[0].update(time=rows[-1]["time"] + 1), "order"),
        (lambda rows: rows[1].update(block=rows[0]["block"], time=rows[0]["time"] + 1), "order"),
        (lambda rows: rows[-1].update(block=10**6 + 1), "order"),
        (lambda rows: rows[-1].update(time=1_790_000_001), "order"),
        (lambda rows: rows[0].update(block=0), "writer_unknown"),
        (lambda rows: rows.insert(1, rows[0]), "contradiction"),
        (lambda rows: rows.pop(0), "contradiction"),
        (lambda rows: rows.clear(), "asked"),
        (lambda rows: _right(rows, lambda right: right[:16] + b"\x7f\xff" + right[18:]), "kind_unknown"),
    ],
)
def test_records_that_cannot_be_are_refused(world: World, change: Callable[[Rows], object], reason: str) -> None:
    rows = copy.deepcopy(world.rows)
    change(rows)
    assert world.judge(rows) == reason


def _right(rows: Rows, change: Callable[[bytes], bytes]) -> None:
    """The right of another kind, wherever it is named."""
    old = next(row["args"][0] for row in rows if row["event"] == "Rights.RightIssued")
    new = pack(change(unpack(old)))
    for row in rows:
        row["args"] = [new if one == old else one for one in row["args"]]


def test_a_holder_who_is_no_party_is_refused(world: World) -> None:
    assert world.judge(world.rows, parties=0) == "contradiction"


def test_nothing_is_not_claimed_where_the_register_has_something(world: World) -> None:
    asked = {**world.asked, "kind": "nothing"}
    slot = ("Assets", "_assets", unpack(asked["id"]))
    for value, told in ((0, None), (1, "registered"), (2**256 - 1, "registered")):
        slots: Slots = {slot: value} if value else {}
        found = world.judges.judge(certified(world.office, asked, [], slots, [slot]), world.office.trust_file)
        assert found == told or (told is None and isinstance(found, dict))


def walked(judges: Judges, root: bytes, key: bytes, nodes: list[bytes]) -> bytes | str | None:
    """The value, None, or the reason of the refusal; from Python and the browser alike."""
    ours: dict[str, str | None]
    pool = Pool(nodes)
    try:
        value = pool.get(root, key)
        pool.finish()
        ours = {"value": None if value is None else value.hex()}
    except Refusal as refusal:
        ours = {"refused": refusal.reason.value}
    assert judges.walked(root, key, nodes) == ours
    found = next(iter(ours.values()))
    return bytes.fromhex(found) if found is not None and "value" in ours else found


@settings(max_examples=60, derandomize=True, database=None)
@given(
    rows=st.dictionaries(st.binary(min_size=1, max_size=3), st.binary(min_size=1, max_size=60), max_size=40),
    others=st.lists(st.binary(min_size=4, max_size=4), min_size=1, max_size=4),
)
def test_slots_and_their_absence_are_proved_as_another_implementation_does(
    judges: Judges, rows: dict[bytes, bytes], others: list[bytes]
) -> None:
    trie = Trie(rows)
    for key in [*list(rows)[:6], *others]:
        nodes = trie.proof(key)
        assert walked(judges, trie.root, key, nodes) == rows.get(key)
        if nodes:
            assert walked(judges, trie.root, key, nodes[:-1]) == "node_missing"
            assert walked(judges, trie.root, key, [*nodes, nodes[-1]]) == "nodes_unused"


KEY = b"key"
PATH = keccak(KEY)
LEAF = rlp.write([b"\x20" + PATH, b"\1"])


@pytest.mark.parametrize(
    ("node", "told"),
    [
        (LEAF, b"\1"),
        (rlp.write([b"\x20" + keccak(b"other"), b"\1"]), None),
        (rlp.write([b"\x20" + PATH, b""]), "node_broken"),
        (rlp.write([b"\x20" + PATH, [b"\1"]]), "node_broken"),
        (rlp.write([b"\x20" + PATH, b"\1", b"\1"]), "node_broken"),
        (rlp.write([b"\x20" + PATH]), "node_broken"),
        (rlp.write([b"\x21" + PATH, b"\1"]), "node_broken"),
        (rlp.write([b"\x40" + PATH, b"\1"]), "node_broken"),
        (rlp.write([b"", b"\1"]), "node_broken"),
        (rlp.write([[b"\x20"], b"\1"]), "node_broken"),
        (rlp.write([b"\x00", PATH]), "node_broken"),
        (rlp.write([b"\x00" + PATH, b"\1"]), "node_broken"),
        (rlp.write([b"\x00" + PATH, b""]), None),
        (rlp.write([b""] * 16), "node_broken"),
        (rlp.write([b""] * 17), None),
        (rlp.write([b"\1"] * 17), "node_broken"),
        (rlp.write([[b"\x31" + PATH[1:], b"\1"] if at == PATH[0] >> 4 else b"" for at in range(17)]), None),
        (rlp.write([[bytes([0x30 | PATH[0] & 15]) + PATH[1:], b"\1"]] * 17), b"\1"),
        (rlp.write([keccak(b"nowhere")] * 17), "node_missing"),
        (rlp.write([b"\2" * 31] * 17), "node_broken"),
        (rlp.write(b"\1" * 40), "node_broken"),
        (LEAF + b"\0", "node_broken"),
        (b"\xf8\x25" + LEAF[1:], "node_broken"),
        (b"", "node_broken"),
        (b"\xc1" * 5_000, "node_broken"),
    ],
)
def test_a_node_that_is_none_is_refused(judges: Judges, node: bytes, told: bytes | str | None) -> None:
    assert walked(judges, keccak(node), KEY, [node]) == told


def test_of_an_empty_trie_nothing_is_needed(judges: Judges) -> None:
    empty = keccak(b"\x80")
    assert walked(judges, empty, KEY, []) is None
    assert walked(judges, empty, KEY, [b"\x80"]) == "nodes_unused"
