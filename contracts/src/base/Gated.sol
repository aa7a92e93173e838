// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IPostings} from "../interfaces/IPostings.sol";
import {PartyId} from "../types/Ids.sol";
import {Jurisdiction} from "../types/Jurisdiction.sol";

/// The three gates in front of every function that a person calls. Each such function has exactly one of these
/// lines; the committed table of gates is read from them.
abstract contract Gated {
    IPostings internal immutable POSTINGS;

    constructor(IPostings postings) {
        POSTINGS = postings;
    }

    function _acting(uint8 role, PartyId party, Jurisdiction area) internal view {
        POSTINGS.check(msg.sender, role, party, _one(area), false);
    }

    function _actingAll(uint8 role, PartyId party, Jurisdiction[] memory areas) internal view {
        POSTINGS.check(msg.sender, role, party, areas, false);
    }

    function _releasing(uint8 role, PartyId party, Jurisdiction area) internal view {
        POSTINGS.check(msg.sender, role, party, _one(area), true);
    }

    function _actingPair(uint8 role, PartyId party, Jurisdiction area) internal returns (address maker) {
        return POSTINGS.checkPair(msg.sender, role, party, _one(area), false, keccak256(msg.data));
    }

    function _actingPairAll(uint8 role, PartyId party, Jurisdiction[] memory areas)
        internal
        returns (address maker)
    {
        return POSTINGS.checkPair(msg.sender, role, party, areas, false, keccak256(msg.data));
    }

    function _releasingPair(uint8 role, PartyId party, Jurisdiction area) internal returns (address maker) {
        return POSTINGS.checkPair(msg.sender, role, party, _one(area), true, keccak256(msg.data));
    }

    /// One officer never acts for both sides of an act.
    function _demandOther(address proposer, address maker) internal view {
        if (proposer == maker || proposer == msg.sender) revert IPostings.SameOfficer(proposer);
    }

    function _one(Jurisdiction area) private pure returns (Jurisdiction[] memory areas) {
        areas = new Jurisdiction[](1);
        areas[0] = area;
    }
}
