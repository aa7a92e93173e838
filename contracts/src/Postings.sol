// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Recorder} from "./base/Recorder.sol";
import {IDossiers} from "./interfaces/IDossiers.sol";
import {IKinds} from "./interfaces/IKinds.sol";
import {IParties} from "./interfaces/IParties.sol";
import {IPostings} from "./interfaces/IPostings.sol";
import {NOBODY, PartyId} from "./types/Ids.sol";
import {Jurisdiction, Jurisdictions} from "./types/Jurisdiction.sol";
import {Role} from "./types/Numbers.sol";
import {Subjects} from "./types/Subject.sol";

/// @title Postings 岗位
contract Postings is IPostings, AccessManaged, Recorder {
    struct Filing {
        address maker;
        uint40 expiry;
    }

    struct Handover {
        address successor;
        uint40 readyAt;
    }

    IParties private immutable PARTIES;
    IKinds private immutable KINDS;
    uint40 private immutable HANDOVER_DELAY;
    uint40 private immutable FILING_TERM;

    mapping(address officer => Posting) private _postings;
    mapping(bytes32 filing => Filing) private _filings;
    mapping(address officer => Handover) private _handovers;
    mapping(Jurisdiction => Jurisdiction) private _successors;
    /// How many former divisions point here; a division that is pointed to cannot be recoded itself (no chains).
    mapping(Jurisdiction => uint256) private _predecessors;
    bool private _paused;

    constructor(
        address manager,
        IParties parties,
        IKinds kinds,
        IDossiers dossiers,
        uint40 handoverDelay,
        uint40 filingTerm
    ) AccessManaged(manager) Recorder(dossiers) {
        PARTIES = parties;
        KINDS = kinds;
        HANDOVER_DELAY = handoverDelay;
        FILING_TERM = filingTerm;
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

    /// @inheritdoc IPostings
    function file(address target, bytes32 callHash) external {
        _active(msg.sender);
        Filing storage slot = _filings[keccak256(abi.encode(target, callHash))];
        if (slot.maker != address(0) && slot.maker != msg.sender && slot.expiry > block.timestamp) {
            revert FilingExists(target, callHash, slot.maker);
        }
        uint40 expiry = uint40(block.timestamp) + FILING_TERM;

        slot.maker = msg.sender;
        slot.expiry = expiry;
        emit Filed(target, callHash, expiry, msg.sender);
    }

    /// @inheritdoc IPostings
    function pause(bool paused) external restricted {
        _paused = paused;
        emit Paused(paused, msg.sender);
    }

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
    function check(
        address officer,
        uint8 role,
        PartyId party,
        Jurisdiction[] calldata areas,
        bool releasing
    ) external view {
        _gate(officer, role, party, areas, releasing);
    }

    /// @inheritdoc IPostings
    function checkPair(
        address officer,
        uint8 role,
        PartyId party,
        Jurisdiction[] calldata areas,
        bool releasing,
        bytes32 callHash
    ) external returns (address maker) {
        _gate(officer, role, party, areas, releasing);
        // Only the target can use a filing up: it is part of the key.
        bytes32 key = keccak256(abi.encode(msg.sender, callHash));
        Filing memory filing = _filings[key];
        maker = filing.maker;
        if (maker == address(0)) revert FilingMissing(msg.sender, callHash);
        if (filing.expiry <= block.timestamp) revert FilingExpired(msg.sender, callHash, filing.expiry);
        if (maker == officer) revert SameOfficer(officer);
        _gate(maker, role, party, areas, releasing);

        delete _filings[key];
        emit FilingUsed(msg.sender, callHash, maker, officer);
    }

    /// @inheritdoc IPostings
    function current(Jurisdiction area) public view returns (Jurisdiction) {
        Jurisdiction successor = _successors[area];
        return successor.raw() == 0 ? area : successor;
    }

    /// @inheritdoc IPostings
    function posting(address officer) external view returns (Posting memory) {
        return _postings[officer];
    }

    function _gate(
        address officer,
        uint8 role,
        PartyId party,
        Jurisdiction[] memory areas,
        bool releasing
    ) private view {
        Posting memory slot = _active(officer);
        if (slot.roles & (1 << role) == 0) revert RoleMissing(officer, role);
        if (slot.party != party && PARTIES.party(party).keeper != slot.party) revert NotActingFor(officer, party);
        if (!releasing) {
            if (_paused) revert SystemPaused();
            PARTIES.demandGood(party);
            if (slot.party != party) PARTIES.demandGood(slot.party);
        }
        if (areas.length == 0) revert EmptyBatch();
        Jurisdiction own = current(slot.area);
        uint48 passed;
        for (uint256 i; i < areas.length; ++i) {
            // Neighbouring rows mostly lie in one division.
            if (areas[i].raw() == passed && i != 0) continue;
            if (!own.contains(current(areas[i]))) revert OutOfArea(officer, areas[i]);
            passed = areas[i].raw();
        }
    }

    /// An administrator of the party itself; a keeper names no officers.
    function _administering(PartyId party, Jurisdiction[] memory areas) private view {
        _gate(msg.sender, Role.ADMIN, party, areas, false);
        _demandSameParty(party);
    }

    function _demandSameParty(PartyId party) private view {
        if (_postings[msg.sender].party != party) revert NotActingFor(msg.sender, party);
    }

    function _active(address officer) private view returns (Posting memory slot) {
        slot = _postings[officer];
        if (slot.party == NOBODY) revert NoPosting(officer);
        if (slot.suspended) revert PostingSuspended(officer);
        if (slot.until <= block.timestamp) revert PostingExpired(officer, slot.until);
    }

    function _of(PartyId party, address officer) private view returns (Posting storage slot) {
        slot = _postings[officer];
        if (slot.party == NOBODY) revert NoPosting(officer);
        if (slot.party != party) revert PostingOfAnother(officer, party);
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
