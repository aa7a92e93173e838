// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDossiers} from "./interfaces/IDossiers.sol";
import {IEnrolments} from "./interfaces/IEnrolments.sol";
import {Capability} from "./types/Numbers.sol";
import {Subject} from "./types/Subject.sol";

/// @title Dossiers 档案
contract Dossiers is IDossiers {
    IEnrolments private immutable ENROLMENTS;

    /// @inheritdoc IDossiers
    mapping(Subject => bytes32) public head;

    constructor(IEnrolments enrolments) {
        ENROLMENTS = enrolments;
    }

    /// @inheritdoc IDossiers
    function append(Subject subject, bytes32 topic0, bytes32 argsHash) external {
        ENROLMENTS.demand(msg.sender, Capability.APPEND);

        bytes32 record =
            keccak256(abi.encode(subject, msg.sender, block.number, block.timestamp, topic0, argsHash));
        head[subject] = keccak256(abi.encode(head[subject], record));
    }

    /// @inheritdoc IDossiers
    function expect(Subject subject, bytes32 expected) external view {
        if (head[subject] != expected) revert DossierMoved(subject, head[subject]);
    }
}
