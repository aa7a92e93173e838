"""What the chain's state says at the proved block: a slot of a contract whose code is pinned."""

from verifier import rlp
from verifier.hashing import keccak, word
from verifier.header import Header
from verifier.refusal import Reason, Refusal
from verifier.trie import EMPTY, Pool
from verifier.trust import Contract


class Storage:
    """The storage of one contract at one block."""

    def __init__(self, pool: Pool, header: Header, contract: Contract) -> None:
        """Refusal: CODE unless the account is there with the pinned code; what Pool refuses."""
        self._pool = pool
        self._layout = contract.layout
        account = pool.get(header.state_root, contract.address)
        if account is None:
            raise Refusal(Reason.CODE, contract=contract.name)
        items = rlp.listed(rlp.read(account, Reason.NODE_BROKEN), Reason.NODE_BROKEN)
        if len(items) != 4 or items[3] != contract.code_hash:
            raise Refusal(Reason.CODE, contract=contract.name)
        self._root = rlp.exact(items[2], 32, Reason.NODE_BROKEN)

    def mapped(self, mapping: str, key: bytes) -> int:
        """The slot of a key in one of the contract's mappings, 0 where there is none. Bytes stand left in a word."""
        if mapping not in self._layout:
            raise Refusal(Reason.TRUST_FORM)
        place = bytes(keccak(key.ljust(32, b"\0") + word(self._layout[mapping])))
        value = None if self._root == EMPTY else self._pool.get(self._root, place)
        if value is None:
            return 0
        found = rlp.number(rlp.read(value, Reason.NODE_BROKEN), Reason.NODE_BROKEN)
        if found == 0:
            raise Refusal(Reason.NODE_BROKEN)
        return found


class Packed:
    """The fields of one slot, the first in the lowest bytes."""

    def __init__(self, value: int) -> None:
        self._rest = value

    def take(self, size: int) -> int:
        """The next field, ``size`` bytes."""
        value, self._rest = self._rest & ((1 << 8 * size) - 1), self._rest >> 8 * size
        return value
