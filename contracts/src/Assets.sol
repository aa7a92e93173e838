// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Barrable} from "./base/Barrable.sol";
import {Gated} from "./base/Gated.sol";
import {Recorder} from "./base/Recorder.sol";
import {IAssets} from "./interfaces/IAssets.sol";
import {IDossiers} from "./interfaces/IDossiers.sol";
import {IEnrolments} from "./interfaces/IEnrolments.sol";
import {IKinds} from "./interfaces/IKinds.sol";
import {IParties} from "./interfaces/IParties.sol";
import {IPostings} from "./interfaces/IPostings.sol";
import {isCollective} from "./types/Collective.sol";
import {AssetId, Ids, NOBODY, ObjectionId, PartyId, RightId} from "./types/Ids.sol";
import {Jurisdiction} from "./types/Jurisdiction.sol";
import {Outcome, PartyKind, Role, Status} from "./types/Numbers.sol";
import {Subjects} from "./types/Subject.sol";

/// @title Assets 资产
contract Assets is IAssets, Barrable, Gated, Recorder {
    IKinds private immutable KINDS;
    IParties private immutable PARTIES;

    mapping(AssetId => Asset) private _assets;
    mapping(ObjectionId => Objection) private _objections;

    constructor(
        IEnrolments enrolments,
        IPostings postings,
        IParties parties,
        IKinds kinds,
        IDossiers dossiers
    ) Barrable(enrolments) Gated(postings) Recorder(dossiers) {
        KINDS = kinds;
        PARTIES = parties;
    }

    /// @inheritdoc IAssets
    function register(PartyId collective, NewAsset[] calldata rows) external {
        Jurisdiction[] memory areas = new Jurisdiction[](rows.length);
        for (uint256 i; i < rows.length; ++i) areas[i] = rows[i].area;
        _actingAll(Role.REGISTER, collective, areas);
        Jurisdiction seat = _demandCollective(collective);

        IKinds.AssetKind memory kind;
        for (uint256 i; i < rows.length; ++i) {
            // Neighbouring rows mostly are of one kind in one county.
            if (
                i == 0 || rows[i].kind != rows[i - 1].kind
                    || rows[i].area.county().raw() != rows[i - 1].area.county().raw()
            ) kind = KINDS.assetKind(rows[i].kind, rows[i].area);
            _register(collective, seat, kind.movable, rows[i]);
        }
    }

    /// @inheritdoc IAssets
    function amend(PartyId collective, AssetId id, uint56 quantity, bytes32 document) external {
        Asset storage slot = _ofCollective(collective, id);
        _acting(Role.REGISTER, collective, slot.area);
        if (slot.status != Status.REGISTERED) revert AssetStatusIs(id, slot.status);
        if (quantity == 0) revert QuantityMissing(id);

        _record(
            Subjects.ofAsset(id),
            AssetAmended.selector,
            1,
            abi.encode(id, quantity, document, msg.sender)
       );
    }

    /// @inheritdoc IAssets
    function code(PartyId collective, AssetId id, bytes32 naturalKey) external {
        Asset storage slot = _ofCollective(collective, id);
        _acting(Role.REGISTER, collective, slot.area);
        AssetId alias_ = Ids.asset(naturalKey);
        if (_assets[alias_].status != 0) revert AssetExists(alias_);

        _assets[alias_].collective = PartyId.wrap(AssetId.unwrap(id));
        _assets[alias_].status = Status.ALIAS;
        _record(Subjects.ofAsset(id), AssetCoded.selector, 2, abi.encode(id, alias_, naturalKey, msg.sender));
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
        if (receiver == slot.collective || receiver == objector) revert InterestedReceiver(receiver);
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
    function reassign(
        PartyId authority,
        AssetId id,
        PartyId collective,
        Jurisdiction area,
        bytes32 document
    ) external {
        Asset storage slot = _known(id);
        Jurisdiction[] memory areas = new Jurisdiction[](2);
        areas[0] = slot.area;
        areas[1] = area;
        _actingPairAll(Role.APPROVE, authority, areas);
        _demandBureau(authority);
        Jurisdiction seat = _demandCollective(collective);
        if (KINDS.assetKind(slot.kind, area).movable && area.raw() != seat.raw()) {
            revert AreaNotOfCollective(id, area);
        }
        if (slot.bars != 0) revert AssetIsBarred(id, slot.bars);

        slot.collective = collective;
        slot.area = area;
        _record(
            Subjects.ofAsset(id),
            AssetReassigned.selector,
            3,
            abi.encode(id, collective, authority, area, document, msg.sender)
       );
    }

    /// @inheritdoc IAssets
    function retire(PartyId authority, AssetId id, bytes32 document) external {
        Asset storage slot = _known(id);
        _actingPair(Role.APPROVE, authority, slot.area);
        _demandBureau(authority);
        if (slot.status != Status.REGISTERED && slot.status != Status.ANNOUNCED) {
            revert AssetStatusIs(id, slot.status);
        }
        if (slot.bars != 0) revert AssetIsBarred(id, slot.bars);

        slot.status = Status.RETIRED;
        _record(
            Subjects.ofAsset(id),
            AssetRetired.selector,
            2,
            abi.encode(id, authority, document, msg.sender)
       );
    }

    /// @inheritdoc IAssets
    function bar(AssetId id, bytes32 cause, address actor) external {
        Asset storage slot = _known(id);
        _setBar(cause);

        slot.bars += 1;
        _record(Subjects.ofAsset(id), AssetBarred.selector, 2, abi.encode(id, cause, actor));
    }

    /// @inheritdoc IAssets
    function release(AssetId id, bytes32 cause, address actor) external {
        _clearBar(cause);

        _assets[id].bars -= 1;
        _record(Subjects.ofAsset(id), AssetReleased.selector, 2, abi.encode(id, cause, actor));
    }

    /// @inheritdoc IAssets
    function asset(AssetId id) external view returns (Asset memory) {
        return _known(id);
    }

    /// @inheritdoc IAssets
    function resolve(AssetId id) external view returns (AssetId) {
        Asset storage slot = _assets[id];
        if (slot.status == 0) return AssetId.wrap(0);
        return slot.status == Status.ALIAS ? AssetId.wrap(PartyId.unwrap(slot.collective)) : id;
    }

    /// @inheritdoc IAssets
    function objection(ObjectionId id) external view returns (Objection memory) {
        return _objections[id];
    }

    function _register(PartyId collective, Jurisdiction seat, bool movable, NewAsset calldata row) private {
        AssetId id = Ids.asset(row.naturalKey);
        if (_assets[id].status != 0) revert AssetExists(id);
        if (row.quantity == 0) revert QuantityMissing(id);
        if (movable && row.area.raw() != seat.raw()) revert AreaNotOfCollective(id, row.area);

        _assets[id] = Asset(collective, row.area, row.kind, Status.REGISTERED, 0, 0, 0);
        // NewAsset is static and its order is the event's: the struct stands for its five arguments.
        _record(
            Subjects.ofAsset(id),
            AssetRegistered.selector,
            2,
            abi.encode(id, collective, row, msg.sender)
       );
    }

    function _returnToCollective(AssetId id, Asset storage slot, ObjectionId made) private {
        slot.status = Status.REGISTERED;
        slot.deadline = 0;
        _record(Subjects.ofAsset(id), AssetReturned.selector, 2, abi.encode(id, made, msg.sender));
    }

    function _known(AssetId id) private view returns (Asset storage slot) {
        slot = _assets[id];
        if (slot.status == 0 || slot.status == Status.ALIAS) revert AssetUnknown(id);
    }

    function _ofCollective(PartyId collective, AssetId id) private view returns (Asset storage slot) {
        slot = _known(id);
        if (slot.collective != collective) revert AssetOfAnother(id, slot.collective);
    }

    function _areasOf(AssetId[] calldata ids) private view returns (Jurisdiction[] memory areas) {
        areas = new Jurisdiction[](ids.length);
        for (uint256 i; i < ids.length; ++i) areas[i] = _known(ids[i]).area;
    }

    function _demandCollective(PartyId id) private view returns (Jurisdiction seat) {
        IParties.Party memory slot = PARTIES.party(id);
        if (!isCollective(slot.kind)) revert NotACollective(id, slot.kind);
        return slot.area;
    }

    function _demandConfirmer(PartyId confirmer, Asset storage slot) private view {
        uint16 kind = PARTIES.kindOf(confirmer);
        if (KINDS.assetKind(slot.kind, slot.area).confirmers & (1 << kind) == 0) {
            revert NotAConfirmer(confirmer, kind);
        }
    }

    function _demandBureau(PartyId authority) private view {
        uint16 kind = PARTIES.kindOf(authority);
        if (kind != PartyKind.BUREAU) revert IParties.NotAnAuthority(authority, kind);
    }
}
