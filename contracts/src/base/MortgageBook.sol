// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IDossiers} from "../interfaces/IDossiers.sol";
import {IMortgages} from "../interfaces/IMortgages.sol";
import {IParties} from "../interfaces/IParties.sol";
import {IPostings} from "../interfaces/IPostings.sol";
import {IRights} from "../interfaces/IRights.sol";
import {Gated} from "./Gated.sol";
import {Offers} from "./Offers.sol";
import {Recorder} from "./Recorder.sol";
import {Ids, MortgageId, PartyId, RightId} from "../types/Ids.sol";
import {MortgageState} from "../types/Numbers.sol";
import {Subject, Subjects} from "../types/Subject.sol";

/// The slot of a mortgage, and who may lend on what.
abstract contract MortgageBook is IMortgages, Offers, Gated, Recorder {
    IParties internal immutable PARTIES;
    IRights internal immutable RIGHTS;

    constructor(IPostings postings, IParties parties, IRights rights, IDossiers dossiers)
        Gated(postings)
        Recorder(dossiers)
    {
        PARTIES = parties;
        RIGHTS = rights;
    }

    /// @inheritdoc IMortgages
    function mortgage(MortgageId id) external view returns (Mortgage memory) {
        return _unpack(_slots[MortgageId.unwrap(id)]);
    }

    /// Nothing changes after discharge.
    function _live(MortgageId id) internal view returns (Mortgage memory live) {
        live = _unpack(_slots[MortgageId.unwrap(id)]);
        if (live.state != MortgageState.PENDING && live.state != MortgageState.EFFECTIVE) {
            revert MortgageNotLive(id, live.state);
        }
    }

    function _keep(MortgageId id, Mortgage memory live) internal {
        _slots[MortgageId.unwrap(id)] = _pack(live);
    }

    /// One more record; the last number is the discharge's, which no others can use up.
    function _number(MortgageId id, Mortgage memory live) internal pure {
        if (live.records >= type(uint16).max - 1) revert RecordsFull(id);
        live.records += 1;
    }

    function _demandLender(PartyId lender, IRights.View memory seen) internal view {
        if (lender == seen.holder) revert LenderIsGrantor(lender);
        uint16 kind = PARTIES.kindOf(lender);
        if (seen.kind.lenders & (1 << kind) == 0) revert LenderKindRefused(lender, kind);
    }

    function _demandCap(uint40 capUntil) internal view {
        if (capUntil != 0 && capUntil <= block.timestamp) revert CapInPast(capUntil);
    }

    function _rightOf(MortgageId id) internal pure returns (RightId) {
        return RightId.wrap(Ids.thingOf(MortgageId.unwrap(id)));
    }

    function _subject(MortgageId id) internal pure returns (Subject) {
        return Subjects.ofThing(MortgageId.unwrap(id));
    }

    /// lender 16 bytes ‖ end of the capped period 5 ‖ records 2 ‖ form 1 ‖ zeros 6 ‖ claimed 1 ‖ state 1.
    function _pack(Mortgage memory m) internal pure returns (bytes32) {
        return bytes32(PartyId.unwrap(m.lender))
            | bytes32(
                uint256(m.capUntil) << 88 | uint256(m.records) << 72 | uint256(m.form) << 64
                    | (m.claimed ? 1 << 8 : 0) | m.state
            );
    }

    /// An open offer has no lender yet: its bytes are a hash.
    function _unpack(bytes32 slot) private pure returns (Mortgage memory m) {
        uint256 bits = uint256(slot);
        m.state = uint8(bits);
        if (m.state <= MortgageState.PROPOSED) return m;
        m.lender = PartyId.wrap(bytes16(slot));
        m.capUntil = uint40(bits >> 88);
        m.records = uint16(bits >> 72);
        m.form = uint8(bits >> 64);
        m.claimed = uint8(bits >> 8) != 0;
    }
}
