// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AssetId, Ids, PartyId, RightId} from "../src/types/Ids.sol";
import {Jurisdiction, Jurisdictions} from "../src/types/Jurisdiction.sol";
import {Subject, Subjects} from "../src/types/Subject.sol";

/// Lets the tests' vectors call the libraries that contracts only have inside them.
contract Words {
    function party(uint48 area, bytes32 salt) external view returns (PartyId) {
        return Ids.party(area, salt);
    }

    function asset(bytes32 naturalKey) external view returns (AssetId) {
        return Ids.asset(naturalKey);
    }

    function right(AssetId id, uint16 kind, uint32 serial) external pure returns (RightId) {
        return Ids.right(id, kind, serial);
    }

    function parts(RightId id) external pure returns (AssetId, uint16, uint32) {
        return (Ids.assetOf(id), Ids.kindOf(id), Ids.serialOf(id));
    }

    function derive(bytes32 thing, uint64 number) external view returns (bytes32) {
        return Ids.derive(thing, number);
    }

    function ofAsset(AssetId id) external pure returns (Subject) {
        return Subjects.ofAsset(id);
    }

    function ofParty(PartyId id) external pure returns (Subject) {
        return Subjects.ofParty(id);
    }

    function ofThing(bytes32 id) external pure returns (Subject) {
        return Subjects.ofThing(id);
    }

    function contains(Jurisdiction outer, Jurisdiction inner) external pure returns (bool) {
        return outer.contains(inner);
    }

    function county(Jurisdiction area) external pure returns (Jurisdiction) {
        return area.county();
    }
}
