// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IEnrolments} from "./interfaces/IEnrolments.sol";
import {Capability} from "./types/Numbers.sol";

/// @title Enrolments 准入
contract Enrolments is IEnrolments, AccessManaged {
    /// @inheritdoc IEnrolments
    mapping(address writer => uint8) public capabilities;

    constructor(address manager) AccessManaged(manager) {}

    /// @inheritdoc IEnrolments
    function enrol(address writer, uint8 granted) external restricted {
        if (capabilities[writer] != 0) revert AlreadyEnrolled(writer);
        if (granted == 0 || writer.code.length == 0) revert NotEnrolled(writer, granted);

        capabilities[writer] = granted;
        emit Enrolled(writer, granted, msg.sender);
    }

    /// @inheritdoc IEnrolments
    function close(address writer) external restricted {
        if (capabilities[writer] & Capability.LOCK == 0) revert NotEnrolled(writer, Capability.LOCK);

        capabilities[writer] &= ~Capability.LOCK;
        emit EnrolmentClosed(writer, msg.sender);
    }

    /// @inheritdoc IEnrolments
    function demand(address writer, uint8 capability) external view {
        if (capabilities[writer] & capability == 0) revert NotEnrolled(writer, capability);
    }
}
