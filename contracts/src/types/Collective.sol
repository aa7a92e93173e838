// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {PartyKind} from "./Numbers.sol";

/// Whose property is collective: the three levels of collectives, and a committee that stands in for one.
function isCollective(uint16 partyKind) pure returns (bool) {
    return partyKind <= PartyKind.TOWNSHIP_COLLECTIVE || partyKind == PartyKind.COMMITTEE;
}
