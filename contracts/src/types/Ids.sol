// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// Ids are derived, never counted: a counter gives another thing the same id after a reorganisation.
type PartyId is bytes16;
type AssetId is bytes16;
/// AssetId ‖ kind of right (uint16) ‖ serial (uint32, from 1) ‖ ten zero bytes.
type RightId is bytes32;
/// The following: the first 22 bytes of the thing they are about ‖ ten bytes of a hash (`Ids.derive`).
type ObjectionId is bytes32;
type OrderId is bytes32;
type MortgageId is bytes32;
type TransferId is bytes32;

using {samePartyId as ==, otherPartyId as !=} for PartyId global;
using {sameAssetId as ==, otherAssetId as !=} for AssetId global;

function samePartyId(PartyId a, PartyId b) pure returns (bool) {
    return PartyId.unwrap(a) == PartyId.unwrap(b);
}

function otherPartyId(PartyId a, PartyId b) pure returns (bool) {
    return PartyId.unwrap(a) != PartyId.unwrap(b);
}

function sameAssetId(AssetId a, AssetId b) pure returns (bool) {
    return AssetId.unwrap(a) == AssetId.unwrap(b);
}

function otherAssetId(AssetId a, AssetId b) pure returns (bool) {
    return AssetId.unwrap(a) != AssetId.unwrap(b);
}

PartyId constant NOBODY = PartyId.wrap(0);

library Ids {
    function party(uint48 area, bytes32 salt) internal view returns (PartyId) {
        return PartyId.wrap(bytes16(keccak256(abi.encode(block.chainid, area, salt))));
    }

    function asset(bytes32 naturalKey) internal view returns (AssetId) {
        return AssetId.wrap(bytes16(keccak256(abi.encode(block.chainid, naturalKey))));
    }

    function right(AssetId of_, uint16 kind, uint32 serial) internal pure returns (RightId) {
        return RightId.wrap(
            bytes32(AssetId.unwrap(of_)) | bytes32(uint256(kind) << 112) | bytes32(uint256(serial) << 80)
        );
    }

    /// An asset as a whole, where a right could stand too (orders).
    function whole(AssetId of_) internal pure returns (RightId) {
        return RightId.wrap(bytes32(AssetId.unwrap(of_)));
    }

    function assetOf(RightId id) internal pure returns (AssetId) {
        return AssetId.wrap(bytes16(RightId.unwrap(id)));
    }

    function kindOf(RightId id) internal pure returns (uint16) {
        return uint16(uint256(RightId.unwrap(id)) >> 112);
    }

    function serialOf(RightId id) internal pure returns (uint32) {
        return uint32(uint256(RightId.unwrap(id)) >> 80);
    }

    /// The thing that a derived id is about: a right, or a party or an asset padded with zeros.
    function thingOf(bytes32 id) internal pure returns (bytes32) {
        return id & ~bytes32(uint256(type(uint80).max));
    }

    /// @param thing a RightId, or an AssetId or PartyId padded with zeros
    /// @param number the filer's own number; the same number twice gives the same id, which is then refused
    function derive(bytes32 thing, uint64 number) internal view returns (bytes32) {
        bytes32 hash = keccak256(abi.encode(block.chainid, address(this), thing, number));
        return thingOf(thing) | (hash >> 176);
    }
}
