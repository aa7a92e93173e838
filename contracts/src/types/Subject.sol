// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AssetId, Ids, PartyId, RightId} from "./Ids.sol";
import {FIRST_REGISTER, SubjectKind} from "./Numbers.sol";

/// Whose dossier a record enters: kind (one byte) ‖ id, left-aligned, padded with zeros.
type Subject is bytes32;

library Subjects {
    function ofAsset(AssetId id) internal pure returns (Subject) {
        return _make(SubjectKind.ASSET, bytes32(AssetId.unwrap(id)));
    }

    function ofParty(PartyId id) internal pure returns (Subject) {
        return _make(SubjectKind.PARTY, bytes32(PartyId.unwrap(id)));
    }

    /// @param id a RightId or any id derived from one; a right of a register has a dossier of its own,
    /// because a thousand members' shares would make the asset's unreadable
    function ofThing(bytes32 id) internal pure returns (Subject) {
        RightId right = RightId.wrap(Ids.thingOf(id));
        if (Ids.kindOf(right) >= FIRST_REGISTER) {
            return _make(SubjectKind.RIGHT, RightId.unwrap(right));
        }
        return ofAsset(Ids.assetOf(right));
    }

    function _make(uint8 kind, bytes32 id) private pure returns (Subject) {
        return Subject.wrap(bytes32(uint256(kind) << 248) | (id >> 8));
    }
}
