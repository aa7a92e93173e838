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
        PartyId party = _active(msg.sender).party;
        Filing storage slot = _filings[_filingKey(party, target, callHash)];
        if (slot.maker != address(0) && slot.maker != msg.sender && slot.expiry > block.timestamp) {
            revert FilingExists(target, callHash, slot.maker);
        }
        uint40 expiry = uint40(block.timestamp) + FILING_TERM;

        slot.maker = msg.sender;
        slot.expiry = expiry;
        emit Filed(target, callHash, party, expiry, msg.sender);
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
        (PartyId by, Filing storage filing) = _filingOf(officer, party, msg.sender, callHash);
        maker = filing.maker;
        if (maker == address(0)) revert FilingMissing(msg.sender, callHash);
        if (filing.expiry <= block.timestamp) revert FilingExpired(msg.sender, callHash, filing.expiry);
        if (maker == officer) revert SameOfficer(officer);
        _gate(maker, role, party, areas, releasing);

        (filing.maker, filing.expiry) = (address(0), 0);
        emit FilingUsed(msg.sender, callHash, by, maker, officer);
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

    /// What a colleague of the officer filed, if it stands; else what was filed by the keeper for the officer's own party,
    /// or by the kept party.
    function _filingOf(address officer, PartyId party, address target, bytes32 callHash)
        private
        view
        returns (PartyId by, Filing storage filing)
    {
        by = _postings[officer].party;
        filing = _filings[_filingKey(by, target, callHash)];
        if (filing.expiry > block.timestamp) return (by, filing);
        PartyId other = by == party ? PARTIES.party(party).keeper : party;
        Filing storage others = _filings[_filingKey(other, target, callHash)];
        if (others.maker != address(0)) return (other, others);
    }

    /// Of the maker's own party: whoever files the same call for another party stands in nobody's way.
    function _filingKey(PartyId party, address target, bytes32 callHash) private pure returns (bytes32) {
        return keccak256(abi.encode(party, target, callHash));
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
