// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IEnrolments} from "../interfaces/IEnrolments.sol";
import {Capability} from "../types/Numbers.sol";

/// Bars by cause on a thing as a whole: only the contract that set a bar takes it away.
abstract contract Barrable {
    IEnrolments internal immutable ENROLMENTS;

    mapping(bytes32 cause => address locker) private _lockers;

    error CauseExists(bytes32 cause);
    error NotTheLocker(bytes32 cause);

    constructor(IEnrolments enrolments) {
        ENROLMENTS = enrolments;
    }

    function _setBar(bytes32 cause) internal {
        ENROLMENTS.demand(msg.sender, Capability.LOCK);
        if (_lockers[cause] != address(0)) revert CauseExists(cause);

        _lockers[cause] = msg.sender;
    }

    /// Asks no capability: a closed contract still releases what it barred.
    function _clearBar(bytes32 cause) internal {
        if (_lockers[cause] != msg.sender) revert NotTheLocker(cause);

        delete _lockers[cause];
    }
}
