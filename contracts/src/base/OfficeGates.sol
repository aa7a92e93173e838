// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IPostings} from "../interfaces/IPostings.sol";
import {Divisions} from "./Divisions.sol";
import {IParties} from "../interfaces/IParties.sol";
import {NOBODY, PartyId} from "../types/Ids.sol";
import {Jurisdiction} from "../types/Jurisdiction.sol";

/// The three gates over officers' postings, and the filings of acts of two persons.
abstract contract OfficeGates is Divisions {
    struct Filing {
        address maker;
        uint40 expiry;
    }

    IParties internal immutable PARTIES;
    uint40 private immutable FILING_TERM;

    mapping(address officer => Posting) internal _postings;
    mapping(bytes32 filing => Filing) private _filings;
    bool private _paused;

    constructor(IParties parties, uint40 filingTerm) {
        PARTIES = parties;
        FILING_TERM = filingTerm;
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
    function posting(address officer) external view returns (Posting memory) {
        return _postings[officer];
    }

    function _gate(
        address officer,
        uint8 role,
        PartyId party,
        Jurisdiction[] memory areas,
        bool releasing
    ) internal view {
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

    function _active(address officer) internal view returns (Posting memory slot) {
        slot = _postings[officer];
        if (slot.party == NOBODY) revert NoPosting(officer);
        if (slot.suspended) revert PostingSuspended(officer);
        if (slot.until <= block.timestamp) revert PostingExpired(officer, slot.until);
    }

    function _of(PartyId party, address officer) internal view returns (Posting storage slot) {
        slot = _postings[officer];
        if (slot.party == NOBODY) revert NoPosting(officer);
        if (slot.party != party) revert PostingOfAnother(officer, party);
    }
}
