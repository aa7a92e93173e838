"""A state that no contract of ours would make, properly proved and sealed: what the check says when the chain itself is
wrong. A trie of its own, a header with its root, the office's witnesses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from trie.hexary import HexaryTrie

from tests.certificates.headers import plain, witnessed
from tests.certificates.office import Office
from verifier import certificate, encoding, records, rlp
from verifier.encoding import pack, unpack
from verifier.hashing import keccak, word
from verifier.records import Record

STATE_ROOT = 3
Slots = dict[tuple[str, str, bytes], int]
"""Contract, mapping, key -> value."""


class Trie:
    """Keys are hashed, as in a chain's state."""

    def __init__(self, rows: dict[bytes, bytes]) -> None:
        self._trie = HexaryTrie({})
        for key, value in rows.items():
            self._trie.set(keccak(key), value)  # type: ignore[no-untyped-call]

    @property
    def root(self) -> bytes:
        return bytes(self._trie.root_hash)

    def proof(self, key: bytes) -> list[bytes]:
        """The nodes from the root to a key, or to where it is proved that there is none."""
        if self.root == keccak(b"\x80"):
            return []
        nodes = [rlp.write(_lists(node)) for node in self._trie.get_proof(keccak(key))]  # type: ignore[no-untyped-call]
        return [node for at, node in enumerate(nodes) if at == 0 or len(node) >= 32]


class State:
    """Of the contracts that the office's trust file names."""

    def __init__(self, office: Office, slots: Slots) -> None:
        self._contracts = {row["name"]: row for row in office.draft["contracts"]}
        self._storage = {
            name: Trie({self._place(*at): self._value(value) for at, value in slots.items() if at[0] == name})
            for name in ("Dossiers", "Parties", "Assets")
        }
        self._accounts = Trie({self._address(name): self._account(name) for name in self._storage})
        self.root = self._accounts.root

    def nodes(self, asked: Sequence[tuple[str, str, bytes]]) -> list[bytes]:
        """What proves these slots, each node once, in the order in which a check needs them."""
        found = [node for at in asked for node in self._proof(*at)]
        return list(dict.fromkeys(found))

    def _proof(self, name: str, mapping: str, key: bytes) -> Iterator[bytes]:
        yield from self._accounts.proof(self._address(name))
        yield from self._storage[name].proof(self._place(name, mapping, key))

    def _account(self, name: str) -> bytes:
        code = unpack(self._contracts[name]["code_hash"])
        return rlp.write([b"\1", b"", self._storage[name].root, code])

    def _address(self, name: str) -> bytes:
        return unpack(self._contracts[name]["address"])

    def _place(self, name: str, mapping: str, key: bytes) -> bytes:
        return keccak(key.ljust(32, b"\0") + word(self._contracts[name]["layout"][mapping]))

    @staticmethod
    def _value(value: int) -> bytes:
        return rlp.write(value.to_bytes((value.bit_length() + 7) // 8))


def subject(asset: bytes) -> bytes:
    """The dossier of an asset."""
    return (b"\1" + asset).ljust(32, b"\0")


def head(asset: bytes, found: Sequence[Record]) -> Slots:
    """The slot that says that these are an asset's records."""
    value = int.from_bytes(records.head(subject(asset), found))
    return {("Dossiers", "head", subject(asset)): value} if value else {}


def certified(
    office: Office,
    asked: dict[str, Any],
    rows: Sequence[dict[str, Any]],
    more: Slots,
    proved: Sequence[tuple[str, str, bytes]],
) -> bytes:
    """The certificate of a state with the head that these records give, and ``more``. ``proved``: slots after it."""
    asset, born = unpack(asked["id"])[:16], tuple(replace(one, first=0) for one in office.trust.contracts)
    state = State(office, head(asset, records.read(replace(office.trust, contracts=born), list(rows))) | more)
    block = plain(10**6, **{f"_{STATE_ROOT}": state.root, "_11": (1_790_000_000).to_bytes(4)})
    content = {
        "certificate": certificate.VERSION,
        "chain": {"id": office.trust.chain_id, "genesis": pack(office.trust.genesis)},
        "asked": asked,
        "block": {
            "header": pack(rlp.write(list(block.items))),
            "headers": [],
            "seals": [pack(one) for one in witnessed(office.trust, block, office.keys)],
        },
        "nodes": [pack(node) for node in state.nodes([("Dossiers", "head", subject(asset)), *proved])],
        "records": list(rows),
        "documents": [],
    }
    return encoding.write(content | {"number": certificate.number_of(content)})


def _lists(node: Any) -> Any:
    return [_lists(one) for one in node] if isinstance(node, list | tuple) else bytes(node)
