// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// The contracts of this system and what each may do to the others. Append-only.
interface IEnrolments {
    /// @param capabilities mask of `Capability`: append to dossiers, move rights, lock
    event Enrolled(address indexed writer, uint8 capabilities, address actor);
    /// The writer keeps its other capabilities, so that its last record can still be closed.
    event EnrolmentClosed(address indexed writer, address actor);

    error AlreadyEnrolled(address writer);
    error NotEnrolled(address writer, uint8 capability);

    /// @notice Admits a contract. Government only, announced and delayed.
    function enrol(address writer, uint8 capabilities) external;

    /// @notice Takes the capability *lock* away: new business begins with a lock, so the contract takes no more.
    function close(address writer) external;

    /// @notice Reverts `NotEnrolled` unless the writer has the capability.
    function demand(address writer, uint8 capability) external view;

    function capabilities(address writer) external view returns (uint8);
}
