// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// Offers by hash: an offer keeps keccak256(abi.encode(terms, holder, proposer)), so a right that moved in between
/// burdens nobody who did not agree. An id that was used is never free again.
abstract contract Offers {
    bytes32 private constant CLOSED = bytes32(uint256(1));

    mapping(bytes32 id => bytes32 hash) private _offers;

    error OfferExists(bytes32 offer);
    error OfferNotOpen(bytes32 offer);
    error OfferExpired(bytes32 offer, uint40 until);
    error OfferRuns(bytes32 offer, uint40 until);
    error TermsDiffer(bytes32 offer);

    function _makeOffer(bytes32 id, bytes32 hash, uint40 until) internal {
        if (_offers[id] != 0) revert OfferExists(id);
        if (until <= block.timestamp) revert OfferExpired(id, until);

        _offers[id] = hash;
    }

    function _takeOffer(bytes32 id, bytes32 hash, uint40 until) internal {
        _endOffer(id, hash);
        if (until <= block.timestamp) revert OfferExpired(id, until);
    }

    /// Ends an offer whose date the caller has checked against the same terms.
    function _endOffer(bytes32 id, bytes32 hash) internal {
        _demandOpenOffer(id);
        if (_offers[id] != hash) revert TermsDiffer(id);

        _offers[id] = CLOSED;
    }

    function _closeOffer(bytes32 id) internal {
        _demandOpenOffer(id);

        _offers[id] = CLOSED;
    }

    function _demandOpenOffer(bytes32 id) private view {
        if (_offers[id] == 0 || _offers[id] == CLOSED) revert OfferNotOpen(id);
    }
}
