// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Gated} from "./Gated.sol";
import {Recorder} from "./Recorder.sol";
import {IAssets} from "../interfaces/IAssets.sol";
import {IKinds} from "../interfaces/IKinds.sol";
import {IParties} from "../interfaces/IParties.sol";
import {AssetId, Ids, NOBODY, ObjectionId, PartyId, RightId} from "../types/Ids.sol";
import {Jurisdiction} from "../types/Jurisdiction.sol";
import {Outcome, PartyKind, Role, Status} from "../types/Numbers.sol";
import {Subjects} from "../types/Subject.sol";

/// From the notice to the confirmation (公示、异议、确认).
abstract contract Publicity is IAssets, Gated, Recorder {
    IKinds internal immutable KINDS;
    IParties internal immutable PARTIES;

    mapping(AssetId => Asset) internal _assets;
    mapping(ObjectionId => Objection) private _objections;

    constructor(IParties parties, IKinds kinds) {
        KINDS = kinds;
        PARTIES = parties;
    }

    /// @inheritdoc IAssets
    function announce(PartyId collective, AssetId[] calldata ids, bytes32 document) external {
        _actingAll(Role.REGISTER, collective, _areasOf(ids));

        for (uint256 i; i < ids.length; ++i) {
            Asset storage slot = _ofCollective(collective, ids[i]);
            if (slot.status != Status.REGISTERED) revert AssetStatusIs(ids[i], slot.status);
            uint40 length = KINDS.assetKind(slot.kind, slot.area).publicityDays * KINDS.publicityDay();
            uint40 deadline = uint40(block.timestamp) + length;

            slot.status = Status.ANNOUNCED;
            slot.deadline = deadline;
            _record(
                Subjects.ofAsset(ids[i]),
                AssetAnnounced.selector,
                1,
                abi.encode(ids[i], deadline, document, msg.sender)
           );
        }
    }

    /// @inheritdoc IAssets
    function object(PartyId receiver, AssetId id, PartyId objector, uint64 number, bytes32 document)
        external
        returns (ObjectionId made)
    {
        Asset storage slot = _known(id);
        _acting(Role.RECEIVE, receiver, slot.area);
        uint16 kind = PARTIES.kindOf(receiver);
        if (kind != PartyKind.BUREAU && kind != PartyKind.CENTRE) revert NotAReceiver(receiver, kind);
        // The keeper speaks for the collective that registered, and so is no third party.
        bool interested = receiver == objector || receiver == slot.collective
            || receiver == PARTIES.party(slot.collective).keeper;
        if (interested) revert InterestedReceiver(receiver);
        PARTIES.kindOf(objector);
        if (slot.status != Status.ANNOUNCED) revert AssetStatusIs(id, slot.status);
        if (slot.deadline <= block.timestamp) revert PublicityOver(id, slot.deadline);
        made = ObjectionId.wrap(Ids.derive(RightId.unwrap(Ids.whole(id)), number));
        if (_objections[made].receiver != NOBODY) revert ObjectionExists(made);

        _objections[made] = Objection(receiver, true);
        slot.openObjections += 1;
        _record(
            Subjects.ofAsset(id),
            ObjectionRaised.selector,
            3,
            abi.encode(made, receiver, objector, document, msg.sender)
       );
    }

    /// @inheritdoc IAssets
    function closeObjection(PartyId confirmer, ObjectionId made, uint8 outcome, bytes32 document) external {
        AssetId id = Ids.assetOf(RightId.wrap(ObjectionId.unwrap(made)));
        Asset storage slot = _known(id);
        _acting(Role.CONFIRM, confirmer, slot.area);
        _demandConfirmer(confirmer, slot);
        if (!_objections[made].open) revert ObjectionNotOpen(made);
        if (outcome == 0 || outcome > Outcome.WITHDRAWN) revert OutcomeUnknown(outcome);

        _objections[made].open = false;
        slot.openObjections -= 1;
        _record(
            Subjects.ofAsset(id),
            ObjectionClosed.selector,
            2,
            abi.encode(made, confirmer, outcome, document, msg.sender)
       );
        if (outcome == Outcome.UPHELD && slot.status == Status.ANNOUNCED) _returnToCollective(id, slot, made);
    }

    /// @inheritdoc IAssets
    function confirm(PartyId confirmer, AssetId[] calldata ids, bytes32[] calldata heads) external {
        _actingPairAll(Role.CONFIRM, confirmer, _areasOf(ids));
        if (heads.length != ids.length) revert HeadsDoNotMatch(ids.length, heads.length);
        for (uint256 i; i < ids.length; ++i) DOSSIERS.expect(Subjects.ofAsset(ids[i]), heads[i]);

        for (uint256 i; i < ids.length; ++i) {
            Asset storage slot = _known(ids[i]);
            _demandConfirmer(confirmer, slot);
            if (slot.status != Status.ANNOUNCED) revert AssetStatusIs(ids[i], slot.status);
            if (slot.openObjections != 0) revert ObjectionsOpen(ids[i], slot.openObjections);
            if (slot.deadline > block.timestamp) revert PublicityRuns(ids[i], slot.deadline);
            if (slot.bars != 0) revert AssetIsBarred(ids[i], slot.bars);

            slot.status = Status.CONFIRMED;
            _record(
                Subjects.ofAsset(ids[i]),
                AssetConfirmed.selector,
                2,
                abi.encode(ids[i], confirmer, msg.sender)
           );
        }
    }

    /// @inheritdoc IAssets
    function objection(ObjectionId id) external view returns (Objection memory) {
        return _objections[id];
    }

    function _returnToCollective(AssetId id, Asset storage slot, ObjectionId made) private {
        slot.status = Status.REGISTERED;
        slot.deadline = 0;
        _record(Subjects.ofAsset(id), AssetReturned.selector, 2, abi.encode(id, made, msg.sender));
    }

    function _known(AssetId id) internal view returns (Asset storage slot) {
        slot = _assets[id];
        if (slot.status == 0 || slot.status == Status.ALIAS) revert AssetUnknown(id);
    }

    function _ofCollective(PartyId collective, AssetId id) internal view returns (Asset storage slot) {
        slot = _known(id);
        if (slot.collective != collective) revert AssetOfAnother(id, slot.collective);
    }

    function _areasOf(AssetId[] calldata ids) internal view returns (Jurisdiction[] memory areas) {
        areas = new Jurisdiction[](ids.length);
        for (uint256 i; i < ids.length; ++i) areas[i] = _known(ids[i]).area;
    }

    function _demandConfirmer(PartyId confirmer, Asset storage slot) internal view {
        uint16 kind = PARTIES.kindOf(confirmer);
        if (KINDS.assetKind(slot.kind, slot.area).confirmers & (1 << kind) == 0) {
            revert NotAConfirmer(confirmer, kind);
        }
    }
}
