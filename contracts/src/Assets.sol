// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Barrable} from "./base/Barrable.sol";
import {Gated} from "./base/Gated.sol";
import {Publicity} from "./base/Publicity.sol";
import {Recorder} from "./base/Recorder.sol";
import {IAssets} from "./interfaces/IAssets.sol";
import {IDossiers} from "./interfaces/IDossiers.sol";
import {IEnrolments} from "./interfaces/IEnrolments.sol";
import {IKinds} from "./interfaces/IKinds.sol";
import {IParties} from "./interfaces/IParties.sol";
import {IPostings} from "./interfaces/IPostings.sol";
import {isCollective} from "./types/Collective.sol";
import {AssetId, Ids, PartyId} from "./types/Ids.sol";
import {Jurisdiction} from "./types/Jurisdiction.sol";
import {PartyKind, Role, Status} from "./types/Numbers.sol";
import {Subjects} from "./types/Subject.sol";

/// @title Assets 资产
contract Assets is Publicity, Barrable {
    constructor(
        IEnrolments enrolments,
        IPostings postings,
        IParties parties,
        IKinds kinds,
        IDossiers dossiers
    ) Barrable(enrolments) Gated(postings) Publicity(parties, kinds) Recorder(dossiers) {}

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
    function redirect(PartyId authority, AssetId id, bytes32 naturalKey, bytes32 document) external {
        AssetId alias_ = Ids.asset(naturalKey);
        if (_assets[alias_].status != Status.ALIAS) revert CodeNotGiven(alias_);
        AssetId former = resolve(alias_);
        Jurisdiction[] memory areas = new Jurisdiction[](2);
        areas[0] = _known(former).area;
        areas[1] = _known(id).area;
        _actingPairAll(Role.APPROVE, authority, areas);
        _demandBureau(authority);
        if (former == id) revert AssetExists(alias_);

        _assets[alias_].collective = PartyId.wrap(AssetId.unwrap(id));
        _record(
            Subjects.ofAsset(former),
            CodeLost.selector,
            3,
            abi.encode(former, alias_, authority, document, msg.sender)
        );
        _record(
            Subjects.ofAsset(id),
            CodeReceived.selector,
            3,
            abi.encode(id, alias_, authority, naturalKey, document, msg.sender)
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
        _setBar(bytes32(AssetId.unwrap(id)), cause);

        slot.bars += 1;
        _record(Subjects.ofAsset(id), AssetBarred.selector, 2, abi.encode(id, cause, actor));
    }

    /// @inheritdoc IAssets
    function release(AssetId id, bytes32 cause, address actor) external {
        _clearBar(bytes32(AssetId.unwrap(id)), cause);

        _assets[id].bars -= 1;
        _record(Subjects.ofAsset(id), AssetReleased.selector, 2, abi.encode(id, cause, actor));
    }

    /// @inheritdoc IAssets
    function asset(AssetId id) external view returns (Asset memory) {
        return _known(id);
    }

    /// @inheritdoc IAssets
    function resolve(AssetId id) public view returns (AssetId) {
        Asset storage slot = _assets[id];
        if (slot.status == 0) return AssetId.wrap(0);
        return slot.status == Status.ALIAS ? AssetId.wrap(PartyId.unwrap(slot.collective)) : id;
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

    function _demandCollective(PartyId id) private view returns (Jurisdiction seat) {
        IParties.Party memory slot = PARTIES.party(id);
        if (!isCollective(slot.kind)) revert NotACollective(id, slot.kind);
        return slot.area;
    }

    function _demandBureau(PartyId authority) private view {
        uint16 kind = PARTIES.kindOf(authority);
        if (kind != PartyKind.BUREAU) revert IParties.NotAnAuthority(authority, kind);
    }
}
