// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IMortgages} from "../interfaces/IMortgages.sol";
import {IRights} from "../interfaces/IRights.sol";
import {MortgageBook} from "./MortgageBook.sol";
import {MortgageId, PartyId} from "../types/Ids.sol";
import {Act, ChangeKind, ChangeState, Role} from "../types/Numbers.sol";

/// What becomes of a mortgage by agreement: the lender proposes; the grantor agrees to a renewal and to another rank,
/// the new lender to an assignment. And the grantor's word that the debt has ended.
abstract contract MortgageChanges is MortgageBook {
    /// @inheritdoc IMortgages
    function proposeChange(Change calldata change) external returns (bytes32 id) {
        (Mortgage memory live, IRights.View memory seen) = _open(change, change.kind);
        _acting(Role.LEND, live.lender, seen.area);
        id = _changeId(change.mortgage, change.number);

        _makeOffer(id, _hash(change, seen.holder, live.lender, msg.sender), change.until);
        _record(
            _subject(change.mortgage),
            MortgageChangeProposed.selector,
            2,
            abi.encode(
                change.mortgage,
                id,
                change.kind,
                change.lender,
                change.other,
                change.capUntil,
                change.until,
                change.document,
                msg.sender
            )
        );
    }

    /// @inheritdoc IMortgages
    function withdrawChange(MortgageId id, uint64 number) external {
        _releasing(Role.LEND, _live(id).lender, RIGHTS.areaOf(_rightOf(id)));
        bytes32 change = _changeId(id, number);

        _closeOffer(change, ChangeState.WITHDRAWN);
        _record(_subject(id), MortgageChangeWithdrawn.selector, 2, abi.encode(id, change, msg.sender));
    }

    /// @inheritdoc IMortgages
    function renew(Change calldata change, address proposer, bytes32 expectedHead) external {
        (Mortgage memory live, IRights.View memory seen) = _open(change, ChangeKind.RENEW);
        _demandOther(proposer, _actingPair(Role.HOLD, seen.holder, seen.area));
        bytes32 id = _agree(change, seen.holder, live, proposer, expectedHead);

        live.capUntil = change.capUntil;
        _keep(change.mortgage, live);
        _record(
            _subject(change.mortgage),
            MortgageRenewed.selector,
            2,
            abi.encode(change.mortgage, id, live.records, change.capUntil, change.document, msg.sender)
        );
    }

    /// @inheritdoc IMortgages
    function assign(Change calldata change, address proposer, bytes32 expectedHead) external {
        (Mortgage memory live, IRights.View memory seen) = _open(change, ChangeKind.ASSIGN);
        _demandOther(proposer, _actingPair(Role.LEND, change.lender, seen.area));
        bytes32 id = _agree(change, seen.holder, live, proposer, expectedHead);

        PartyId former = live.lender;
        live.lender = change.lender;
        _keep(change.mortgage, live);
        _record(
            _subject(change.mortgage),
            MortgageAssigned.selector,
            3,
            abi.encode(
                change.mortgage, id, change.lender, former, live.records, change.document, msg.sender
            )
        );
    }

    /// @inheritdoc IMortgages
    function changeRank(
        Change calldata change,
        address proposer,
        bytes32 expectedHead,
        bytes32[] calldata ladder
    ) external {
        (Mortgage memory live, IRights.View memory seen) = _open(change, ChangeKind.RANK);
        _demandOther(proposer, _actingPair(Role.HOLD, seen.holder, seen.area));
        bytes32 id = _agree(change, seen.holder, live, proposer, expectedHead);

        _keep(change.mortgage, live);
        _record(
            _subject(change.mortgage),
            MortgageRankChanged.selector,
            3,
            abi.encode(change.mortgage, id, change.other, live.records, change.document, msg.sender)
        );
        RIGHTS.swapPlaces(
            MortgageId.unwrap(change.mortgage), MortgageId.unwrap(change.other), ladder, msg.sender
        );
    }

    /// @inheritdoc IMortgages
    function claimEnd(MortgageId id, bytes32 document) external {
        Mortgage memory live = _live(id);
        IRights.View memory seen = RIGHTS.look(_rightOf(id), 0);
        _acting(Role.HOLD, seen.holder, seen.area);
        if (live.claimed) revert EndClaimed(id);

        live.claimed = true;
        _keep(id, live);
        _record(
            _subject(id), MortgageEndClaimed.selector, 2, abi.encode(id, seen.holder, document, msg.sender)
        );
    }

    /// @inheritdoc IMortgages
    function denyEnd(MortgageId id, bytes32 document) external {
        Mortgage memory live = _live(id);
        _acting(Role.LEND, live.lender, RIGHTS.areaOf(_rightOf(id)));
        if (!live.claimed) revert EndNotClaimed(id);

        live.claimed = false;
        _keep(id, live);
        _record(_subject(id), MortgageEndDenied.selector, 1, abi.encode(id, document, msg.sender));
    }

    /// What a change meets, and whether it is lawful as things stand now. A renewal is refused where further security
    /// would be: under a bar the secured claims are fixed.
    function _open(Change calldata change, uint8 kind)
        private
        view
        returns (Mortgage memory live, IRights.View memory seen)
    {
        live = _live(change.mortgage);
        seen = RIGHTS.look(_rightOf(change.mortgage), kind == ChangeKind.RENEW ? Act.SECURITY : 0);
        if (change.kind != kind || kind == 0 || kind > ChangeKind.RANK) {
            revert ChangeKindDiffers(change.mortgage, change.kind);
        }
        if (kind == ChangeKind.ASSIGN) {
            if (change.lender == live.lender) revert AlreadyTheLender(change.mortgage, live.lender);
            _demandLender(change.lender, seen);
        }
        if (kind != ChangeKind.RENEW) return (live, seen);
        bool capped = live.capUntil != 0;
        if (capped ? change.capUntil <= live.capUntil : change.capUntil != 0) {
            revert CapNotRenewed(change.mortgage, live.capUntil);
        }
        _demandCap(change.capUntil);
    }

    /// Takes the offer that the lender of today made to the holder of today; counts one more record.
    function _agree(
        Change calldata change,
        PartyId holder,
        Mortgage memory live,
        address proposer,
        bytes32 expectedHead
    ) private returns (bytes32 id) {
        DOSSIERS.expect(_subject(change.mortgage), expectedHead);
        id = _changeId(change.mortgage, change.number);
        bytes32 agreed = bytes32(uint256(ChangeState.AGREED));
        _takeOffer(id, _hash(change, holder, live.lender, proposer), change.until, agreed);
        _number(change.mortgage, live);
    }

    function _hash(Change calldata change, PartyId holder, PartyId lender, address proposer)
        private
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(change, holder, lender, proposer));
    }

    /// A whole hash, so no function that takes a mortgage finds a right in it.
    function _changeId(MortgageId id, uint64 number) private view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), id, number));
    }
}
