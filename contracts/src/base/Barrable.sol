// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IEnrolments} from "../interfaces/IEnrolments.sol";
import {Capability} from "../types/Numbers.sol";

/// Bars by cause on a thing as a whole: only the contract that set a bar takes it away.
abstract contract Barrable {
    IEnrolments internal immutable ENROLMENTS;

    mapping(bytes32 key => address locker) private _lockers;

    error CauseExists(bytes32 cause);
    error NotTheLocker(bytes32 cause);

    constructor(IEnrolments enrolments) {
        ENROLMENTS = enrolments;
    }

    function _setBar(bytes32 thing, bytes32 cause) internal {
        ENROLMENTS.demand(msg.sender, Capability.LOCK);
        bytes32 key = keccak256(abi.encode(thing, cause));
        if (_lockers[key] != address(0)) revert CauseExists(cause);

        _lockers[key] = msg.sender;
    }

    /// Asks no capability: a closed contract still releases what it barred.
    function _clearBar(bytes32 thing, bytes32 cause) internal {
        bytes32 key = keccak256(abi.encode(thing, cause));
        if (_lockers[key] != msg.sender) revert NotTheLocker(cause);

        delete _lockers[key];
    }
}
