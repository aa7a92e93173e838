// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Subject} from "../types/Subject.sol";

/// The hash chain of every record about one subject; one slot per subject, the first head is 0.
interface IDossiers {
    /// Something was recorded since the caller read the head.
    error DossierMoved(Subject subject, bytes32 head);

    /// @notice Appends one record. Enrolled contracts only; stands directly after `emit`.
    /// @param topic0 the event's signature hash
    /// @param argsHash keccak256(topic1 ‖ topic2 ‖ topic3 ‖ data) of the event
    function append(Subject subject, bytes32 topic0, bytes32 argsHash) external;

    /// @notice Reverts `DossierMoved` unless the head is the present one: what was verified is what is acted on.
    function expect(Subject subject, bytes32 expected) external view;

    function head(Subject subject) external view returns (bytes32);
}
