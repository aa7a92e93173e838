// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {PartyId} from "../types/Ids.sol";
import {Jurisdiction} from "../types/Jurisdiction.sol";

/// An officer's account: for one party, in one area, until a date, with roles. The one source of officers' power.
interface IPostings {
    /// One slot.
    struct Posting {
        PartyId party;
        Jurisdiction area;
        uint40 until;
        uint16 roles;
        bool suspended;
    }

    struct NewPosting {
        address officer;
        Jurisdiction area;
        uint40 until;
        uint16 roles;
        bytes32 document;
    }

    event OfficerPosted(
        address indexed officer,
        PartyId indexed party,
        Jurisdiction area,
        uint40 until,
        uint16 roles,
        bytes32 document,
        address actor
    );
    event PostingRenewed(address indexed officer, PartyId indexed party, uint40 until, address actor);
    event PostingRecalled(address indexed officer, PartyId indexed party, address actor);
    event PostingSuspendedByLoss(address indexed officer, PartyId indexed party, address actor);
    event HandoverAnnounced(
        address indexed officer, PartyId indexed party, address successor, uint40 ready_at, address actor
    );
    event HandoverVetoed(address indexed officer, PartyId indexed party, address actor);
    event OfficeHandedOver(address indexed officer, PartyId indexed party, address successor, address actor);
    /// A change of officers in one batch; the inventory is a record document.
    event OfficersChanged(PartyId indexed party, bytes32 inventory, address actor);
    /// @param party whose officer the maker is
    event Filed(
        address indexed target, bytes32 indexed call_hash, PartyId indexed party, uint40 expiry, address actor
    );
    event FilingUsed(
        address indexed target, bytes32 indexed call_hash, PartyId indexed party, address maker, address actor
    );
    event Paused(bool paused, address actor);
    event DivisionRecoded(Jurisdiction indexed former, Jurisdiction successor, address actor);

    error NoPosting(address officer);
    error PostingExists(address officer);
    error PostingExpired(address officer, uint40 until);
    error PostingSuspended(address officer);
    error PostingNotSuspended(address officer);
    error PostingOfAnother(address officer, PartyId party);
    error RoleMissing(address officer, uint8 role);
    error RolesNotAllowed(uint16 roles, uint16 allowed);
    error RolesExclude(uint16 roles);
    error NotActingFor(address officer, PartyId party);
    error OutOfArea(address officer, Jurisdiction area);
    error UntilInPast(uint40 until);
    error SystemPaused();
    error FilingExists(address target, bytes32 callHash, address maker);
    error FilingMissing(address target, bytes32 callHash);
    error FilingExpired(address target, bytes32 callHash, uint40 expiry);
    error SameOfficer(address officer);
    error HandoverMissing(address officer);
    error HandoverTooEarly(address officer, uint40 readyAt);
    error RecodeChains(Jurisdiction area);
    error EmptyBatch();

    /// @notice Gives a party its first administrator. Government only, announced and delayed.
    function admit(PartyId party, NewPosting calldata row) external;

    /// @notice An administrator names officers of the same party, inside the own area, with roles its kind allows.
    function post(PartyId party, NewPosting[] calldata rows) external;

    function renew(PartyId party, address officer, uint40 until) external;

    /// @notice Takes the office away; nothing of its power remains.
    function recall(PartyId party, address[] calldata officers) external;

    /// @notice A key is lost (挂失): the posting stops at once. By an administrator of the party or of its keeper.
    function suspend(PartyId party, address officer) external;

    /// @notice Announces that a suspended posting goes to a new key after the handover delay.
    function announceHandover(PartyId party, address officer, address successor) external;

    /// @notice Stops an announced handover. By an administrator of the party or of its keeper.
    function vetoHandover(PartyId party, address officer) external;

    function handOver(PartyId party, address officer) external;

    /// @notice A change of officers (换届) in one batch.
    function change(
        PartyId party,
        address[] calldata recalled,
        NewPosting[] calldata posted,
        bytes32 inventory
    ) external;

    /// @notice The first of two persons (经办) files the call that another (复核) will send. Officers of one party share
    /// one filing of a call; those of other parties neither see it nor stand in its way.
    function file(address target, bytes32 callHash) external;

    /// @notice Refuses all but releasing acts until lifted. Government only.
    function pause(bool paused) external;

    /// @notice One division becomes another. Government only; no chains.
    function recode(Jurisdiction former, Jurisdiction successor) external;

    /// @notice The three gates: what, for whom, where. Reverts unless the officer passes all of them.
    /// @param releasing the act only releases: neither standing nor pause is asked
    function check(address officer, uint8 role, PartyId party, Jurisdiction[] calldata areas, bool releasing)
        external
        view;

    /// @notice The same for an act of two persons; uses up the filing of (caller, callHash) by a colleague of the officer,
    /// or else by the other of the party and its keeper.
    /// @return maker who filed
    function checkPair(
        address officer,
        uint8 role,
        PartyId party,
        Jurisdiction[] calldata areas,
        bool releasing,
        bytes32 callHash
    ) external returns (address maker);

    /// @notice The division that a code stands for today.
    function current(Jurisdiction area) external view returns (Jurisdiction);

    function posting(address officer) external view returns (Posting memory);
}
