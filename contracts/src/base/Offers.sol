// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// Offers by hash: an open offer keeps keccak256(abi.encode(terms, holder, proposer)), so a right that moved in
/// between burdens nobody who did not agree. One slot an id: its last byte is the state (1: open), the other 31 are
/// the hash's while the offer is open and the acting contract's afterwards. An id that was used is never free again.
abstract contract Offers {
    uint8 private constant OPEN = 1;

    mapping(bytes32 id => bytes32) internal _slots;

    error OfferExists(bytes32 offer);
    error OfferNotOpen(bytes32 offer);
    error OfferExpired(bytes32 offer, uint40 until);
    error OfferRuns(bytes32 offer, uint40 until);
    error TermsDiffer(bytes32 offer);

    function _makeOffer(bytes32 id, bytes32 hash, uint40 until) internal {
        if (_slots[id] != 0) revert OfferExists(id);
        if (until <= block.timestamp) revert OfferExpired(id, until);

        _slots[id] = _open(hash);
    }

    /// @param closed what stands in the slot from now on; its last byte is the state
    function _takeOffer(bytes32 id, bytes32 hash, uint40 until, bytes32 closed) internal {
        _endOffer(id, hash, closed);
        if (until <= block.timestamp) revert OfferExpired(id, until);
    }

    /// Ends an offer of these very terms.
    function _endOffer(bytes32 id, bytes32 hash, bytes32 closed) internal {
        if (_slots[id] != _open(hash)) {
            _demandOpenOffer(id);
            revert TermsDiffer(id);
        }

        _slots[id] = closed;
    }

    function _closeOffer(bytes32 id, uint8 state) internal {
        _demandOpenOffer(id);

        _slots[id] = bytes32(uint256(state));
    }

    function _demandOpenOffer(bytes32 id) internal view {
        if (uint8(uint256(_slots[id])) != OPEN) revert OfferNotOpen(id);
    }

    function _open(bytes32 hash) private pure returns (bytes32) {
        return (hash & ~bytes32(uint256(type(uint8).max))) | bytes32(uint256(OPEN));
    }
}
