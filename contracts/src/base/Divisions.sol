// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IPostings} from "../interfaces/IPostings.sol";
import {Jurisdiction, Jurisdictions} from "../types/Jurisdiction.sol";

/// Divisions merge and are renamed: what a code stands for today.
abstract contract Divisions is IPostings, AccessManaged {
    mapping(Jurisdiction => Jurisdiction) private _successors;
    /// How many former divisions point here; a division that is pointed to cannot be recoded itself (no chains).
    mapping(Jurisdiction => uint256) private _predecessors;

    /// @inheritdoc IPostings
    function recode(Jurisdiction former, Jurisdiction successor) external restricted {
        Jurisdictions.check(former);
        Jurisdictions.check(successor);
        if (former.raw() == successor.raw() || _predecessors[former] != 0) revert RecodeChains(former);
        if (_successors[successor].raw() != 0) revert RecodeChains(successor);

        Jurisdiction previous = _successors[former];
        if (previous.raw() != 0) _predecessors[previous] -= 1;
        _predecessors[successor] += 1;
        _successors[former] = successor;
        emit DivisionRecoded(former, successor, msg.sender);
    }

    /// @inheritdoc IPostings
    function current(Jurisdiction area) public view returns (Jurisdiction) {
        Jurisdiction successor = _successors[area];
        return successor.raw() == 0 ? area : successor;
    }
}
