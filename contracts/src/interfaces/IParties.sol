// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {PartyId} from "../types/Ids.sol";
import {Jurisdiction} from "../types/Jurisdiction.sol";

/// Who can hold or owe. A party's id opens no lock: power lies with postings.
interface IParties {
    /// One slot. `until` 0: no end. `bars`: live orders on the party.
    struct Party {
        PartyId keeper;
        Jurisdiction area;
        uint40 until;
        uint16 kind;
        uint8 standing;
        uint8 bars;
    }

    /// @param kept whether the issuer acts for the party (代办), which has no key of its own
    /// @param document root of the salted identity document; nothing of a person is on chain
    struct NewParty {
        uint16 kind;
        Jurisdiction area;
        uint40 until;
        bool kept;
        bytes32 salt;
        bytes32 document;
    }

    /// @param issuer who vouches for the identity; 0: government
    event PartyRegistered(
        PartyId indexed party,
        PartyId indexed issuer,
        uint16 kind,
        Jurisdiction area,
        uint40 until,
        PartyId keeper,
        bytes32 document,
        address actor
    );
    event PartyRenewed(PartyId indexed party, PartyId indexed issuer, uint40 until, bytes32 document, address actor);
    event StandingSet(
        PartyId indexed party, PartyId indexed authority, uint8 standing, bytes32 document, address actor
    );
    event KeeperSet(PartyId indexed party, PartyId indexed authority, PartyId keeper, bytes32 document, address actor);
    event PartyBarred(PartyId indexed party, bytes32 indexed cause, address actor);
    event PartyReleased(PartyId indexed party, bytes32 indexed cause, address actor);

    error PartyExists(PartyId party);
    error PartyUnknown(PartyId party);
    error PartyExpired(PartyId party, uint40 until);
    error PartyNotInGoodStanding(PartyId party);
    error NotAnIssuer(PartyId issuer, uint16 kind);
    error NotAnAuthority(PartyId authority, uint16 kind);
    error StandingUnknown(uint8 standing);
    error KeeperIsParty(PartyId party);

    /// @notice Admits an organisation that nobody inside can vouch for. Government only, announced and delayed.
    function admit(NewParty calldata row) external returns (PartyId party);

    /// @notice An issuer that the kind trusts vouches for parties.
    function register(PartyId issuer, NewParty[] calldata rows) external;

    function renew(PartyId issuer, PartyId party, uint40 until, bytes32 document) external;

    /// @notice The bureau or the regulator suspends a party's officers, or lets them act again. Two persons.
    function setStanding(PartyId authority, PartyId party, uint8 standing, bytes32 document) external;

    /// @notice The bureau says who acts for a party; 0: nobody but itself. Two persons.
    function setKeeper(PartyId authority, PartyId party, PartyId keeper, bytes32 document) external;

    /// @notice Enrolled contracts: one more order lies on the party.
    function bar(PartyId party, bytes32 cause, address actor) external;

    /// @notice Only the contract that barred releases.
    function release(PartyId party, bytes32 cause, address actor) external;

    /// @notice Reverts `PartyUnknown` unless it is registered.
    function party(PartyId id) external view returns (Party memory);

    /// @notice Reverts `PartyUnknown` unless it is registered.
    function kindOf(PartyId id) external view returns (uint16);

    /// @notice Reverts unless standing is good and the identity has not expired.
    function demandGood(PartyId id) external view;
}
