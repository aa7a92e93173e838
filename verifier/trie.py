"""Merkle-Patricia proofs from one pool of nodes: a value, or the proof that there is none.

The pool may hold nothing that no walk needs, in the order in which the walks first need it: so a file has one form.
"""

from collections.abc import Sequence
from typing import Any

from verifier import rlp
from verifier.hashing import keccak
from verifier.refusal import Reason, Refusal

EMPTY = keccak(b"\x80")
"""The root of a trie without entries."""
_BRANCH, _SHORT = 17, 2


class Pool:
    """The nodes of a certificate."""

    def __init__(self, nodes: Sequence[bytes]) -> None:
        self._nodes = {keccak(node): node for node in nodes}
        self._order = [keccak(node) for node in nodes]
        self._used: dict[bytes, Any] = {}

    def get(self, root: bytes, key: bytes) -> bytes | None:
        """The value under keccak(key) below a root; None where the trie proves that there is none.

        Refusal: NODE_MISSING, NODE_BROKEN.
        """
        if root == EMPTY:
            return None
        path, node = keccak(key).hex(), self._node(root)
        while True:
            if len(node) == _BRANCH and path:
                child, path = node[int(path[0], 16)], path[1:]
            elif len(node) == _SHORT:
                leaf, part = _part(node[0])
                if not path.startswith(part) or (leaf and path != part):
                    return None
                if leaf:
                    return _value(node[1])
                if not part:
                    raise Refusal(Reason.NODE_BROKEN)
                child, path = node[1], path[len(part) :]
            else:
                raise Refusal(Reason.NODE_BROKEN)
            if child == b"":
                return None
            node = child if isinstance(child, list) else self._node(child)

    def finish(self) -> None:
        """Refusal NODES_UNUSED unless every node was needed, in this order."""
        if list(self._used) != self._order:
            raise Refusal(Reason.NODES_UNUSED)

    def _node(self, name: bytes) -> Any:
        if not isinstance(name, bytes) or len(name) != 32:
            raise Refusal(Reason.NODE_BROKEN)
        if name not in self._used:
            if name not in self._nodes:
                raise Refusal(Reason.NODE_MISSING)
            self._used[name] = rlp.listed(rlp.read(self._nodes[name], Reason.NODE_BROKEN), Reason.NODE_BROKEN)
        return self._used[name]


def _part(value: Any) -> tuple[bool, str]:
    """Whether a leaf follows, and the part of the path."""
    if not isinstance(value, bytes) or not value or value[0] >> 4 > 3:
        raise Refusal(Reason.NODE_BROKEN)
    odd, digits = value[0] >> 4 & 1, value.hex()
    if not odd and digits[1] != "0":
        raise Refusal(Reason.NODE_BROKEN)
    return value[0] >> 5 & 1 == 1, digits[1:] if odd else digits[2:]


def _value(value: Any) -> bytes:
    if not isinstance(value, bytes) or not value:
        raise Refusal(Reason.NODE_BROKEN)
    return value
