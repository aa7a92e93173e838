// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPostings} from "./interfaces/IPostings.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {OfficeGates} from "./base/OfficeGates.sol";
import {Recorder} from "./base/Recorder.sol";
import {IDossiers} from "./interfaces/IDossiers.sol";
import {IKinds} from "./interfaces/IKinds.sol";
import {IParties} from "./interfaces/IParties.sol";
import {NOBODY, PartyId} from "./types/Ids.sol";
import {Jurisdiction, Jurisdictions} from "./types/Jurisdiction.sol";
import {Role} from "./types/Numbers.sol";
import {Subjects} from "./types/Subject.sol";

/// @title Postings 岗位
contract Postings is OfficeGates, Recorder {
    struct Handover {
        address successor;
        uint40 readyAt;
    }

    IKinds private immutable KINDS;
    uint40 private immutable HANDOVER_DELAY;

    mapping(address officer => Handover) private _handovers;

    constructor(
        address manager,
        IParties parties,
        IKinds kinds,
        IDossiers dossiers,
        uint40 handoverDelay,
        uint40 filingTerm
    ) AccessManaged(manager) OfficeGates(parties, filingTerm) Recorder(dossiers) {
        KINDS = kinds;
        HANDOVER_DELAY = handoverDelay;
    }

    /// @inheritdoc IPostings
    function admit(PartyId party, NewPosting calldata row) external restricted {
        if (row.roles != 1 << Role.ADMIN) revert RolesNotAllowed(row.roles, uint16(1 << Role.ADMIN));

        _post(party, row);
    }

    /// @inheritdoc IPostings
    function post(PartyId party, NewPosting[] calldata rows) external {
        _administering(party, _areasOf(rows));

        for (uint256 i; i < rows.length; ++i) _post(party, rows[i]);
    }

    /// @inheritdoc IPostings
    function renew(PartyId party, address officer, uint40 until) external {
        Posting storage slot = _of(party, officer);
        _administering(party, _one(slot.area));
        if (slot.suspended) revert PostingSuspended(officer);
        if (until <= block.timestamp) revert UntilInPast(until);

        slot.until = until;
        _record(
            Subjects.ofParty(party),
            PostingRenewed.selector,
            2,
            abi.encode(officer, party, until, msg.sender)
       );
    }

    /// @inheritdoc IPostings
    function recall(PartyId party, address[] calldata officers) external {
        if (officers.length == 0) revert EmptyBatch();
        _gate(msg.sender, Role.ADMIN, party, _areasOf(party, officers), true);
        _demandSameParty(party);

        for (uint256 i; i < officers.length; ++i) _recall(party, officers[i]);
    }

    /// @inheritdoc IPostings
    function suspend(PartyId party, address officer) external {
        Posting storage slot = _of(party, officer);
        _gate(msg.sender, Role.ADMIN, party, _one(slot.area), true);
        if (slot.suspended) revert PostingSuspended(officer);

        slot.suspended = true;
        _record(
            Subjects.ofParty(party),
            PostingSuspendedByLoss.selector,
            2,
            abi.encode(officer, party, msg.sender)
       );
    }

    /// @inheritdoc IPostings
    function announceHandover(PartyId party, address officer, address successor) external {
        Posting storage slot = _of(party, officer);
        _administering(party, _one(slot.area));
        if (!slot.suspended) revert PostingNotSuspended(officer);
        if (successor == address(0) || _postings[successor].party != NOBODY) revert PostingExists(successor);
        uint40 readyAt = uint40(block.timestamp) + HANDOVER_DELAY;

        _handovers[officer] = Handover(successor, readyAt);
        _record(
            Subjects.ofParty(party),
            HandoverAnnounced.selector,
            2,
            abi.encode(officer, party, successor, readyAt, msg.sender)
       );
    }

    /// @inheritdoc IPostings
    function vetoHandover(PartyId party, address officer) external {
        Posting storage slot = _of(party, officer);
        _gate(msg.sender, Role.ADMIN, party, _one(slot.area), true);
        if (_handovers[officer].successor == address(0)) revert HandoverMissing(officer);

        delete _handovers[officer];
        _record(Subjects.ofParty(party), HandoverVetoed.selector, 2, abi.encode(officer, party, msg.sender));
    }

    /// @inheritdoc IPostings
    function handOver(PartyId party, address officer) external {
        Posting memory slot = _of(party, officer);
        _administering(party, _one(slot.area));
        Handover memory next = _handovers[officer];
        if (next.successor == address(0)) revert HandoverMissing(officer);
        if (next.readyAt > block.timestamp) revert HandoverTooEarly(officer, next.readyAt);
        if (_postings[next.successor].party != NOBODY) revert PostingExists(next.successor);

        delete _handovers[officer];
        delete _postings[officer];
        slot.suspended = false;
        _postings[next.successor] = slot;
        _record(
            Subjects.ofParty(party),
            OfficeHandedOver.selector,
            2,
            abi.encode(officer, party, next.successor, msg.sender)
       );
    }

    /// @inheritdoc IPostings
    function change(
        PartyId party,
        address[] calldata recalled,
        NewPosting[] calldata posted,
        bytes32 inventory
    ) external {
        _administering(party, _areasOf(posted));
        if (recalled.length != 0) {
            _gate(msg.sender, Role.ADMIN, party, _areasOf(party, recalled), false);
        }

        for (uint256 i; i < recalled.length; ++i) _recall(party, recalled[i]);
        for (uint256 i; i < posted.length; ++i) _post(party, posted[i]);
        _record(
            Subjects.ofParty(party),
            OfficersChanged.selector,
            1,
            abi.encode(party, inventory, msg.sender)
       );
    }

    /// An administrator of the party itself; a keeper names no officers.
    function _administering(PartyId party, Jurisdiction[] memory areas) private view {
        _gate(msg.sender, Role.ADMIN, party, areas, false);
        _demandSameParty(party);
    }

    function _demandSameParty(PartyId party) private view {
        if (_postings[msg.sender].party != party) revert NotActingFor(msg.sender, party);
    }

    function _post(PartyId party, NewPosting calldata row) private {
        Jurisdictions.check(row.area);
        uint16 allowed = KINDS.partyKind(PARTIES.kindOf(party)).roles;
        if (row.roles == 0 || row.roles & ~allowed != 0) revert RolesNotAllowed(row.roles, allowed);
        if (Role.excluded(row.roles)) revert RolesExclude(row.roles);
        if (row.until <= block.timestamp) revert UntilInPast(row.until);
        if (row.officer == address(0) || _postings[row.officer].party != NOBODY) {
            revert PostingExists(row.officer);
        }

        _postings[row.officer] = Posting(party, row.area, row.until, row.roles, false);
        _record(
            Subjects.ofParty(party),
            OfficerPosted.selector,
            2,
            abi.encode(row.officer, party, row.area, row.until, row.roles, row.document, msg.sender)
       );
    }

    function _recall(PartyId party, address officer) private {
        _of(party, officer);

        delete _postings[officer];
        delete _handovers[officer];
        _record(Subjects.ofParty(party), PostingRecalled.selector, 2, abi.encode(officer, party, msg.sender));
    }

    function _areasOf(NewPosting[] calldata rows) private pure returns (Jurisdiction[] memory areas) {
        areas = new Jurisdiction[](rows.length);
        for (uint256 i; i < rows.length; ++i) areas[i] = rows[i].area;
    }

    function _areasOf(PartyId party, address[] calldata officers)
        private
        view
        returns (Jurisdiction[] memory areas)
    {
        areas = new Jurisdiction[](officers.length);
        for (uint256 i; i < officers.length; ++i) areas[i] = _of(party, officers[i]).area;
    }

    function _one(Jurisdiction area) private pure returns (Jurisdiction[] memory areas) {
        areas = new Jurisdiction[](1);
        areas[0] = area;
    }
}
