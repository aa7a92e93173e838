// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IKinds} from "./interfaces/IKinds.sol";
import {Jurisdiction, Jurisdictions} from "./types/Jurisdiction.sol";
import {NATION} from "./types/Numbers.sol";

/// @title Kinds 目录
contract Kinds is IKinds, AccessManaged {
    /// @inheritdoc IKinds
    uint40 public immutable publicityDay;

    mapping(uint16 kind => mapping(Jurisdiction area => AssetKind)) private _assetKinds;
    mapping(uint16 kind => mapping(Jurisdiction area => RightKind)) private _rightKinds;
    mapping(uint16 kind => mapping(Jurisdiction area => bytes32)) private _assetsOf;
    mapping(uint16 kind => PartyKind) private _partyKinds;
    mapping(uint8 kind => OrderKind) private _orderKinds;

    constructor(address manager, uint40 publicityDaySeconds) AccessManaged(manager) {
        publicityDay = publicityDaySeconds;
    }

    /// @inheritdoc IKinds
    function setAssetKind(uint16 kind, Jurisdiction area, AssetKind calldata row) external restricted {
        _demandCounty(area);
        if (kind == 0 || row.class == 0) revert AssetKindUnknown(kind, area);

        _assetKinds[kind][area] = row;
        emit AssetKindSet(
            kind,
            area,
            row.class,
            row.unit,
            row.keyForms,
            row.movable,
            row.publicityDays,
            row.confirmers,
            msg.sender
        );
    }

    /// @inheritdoc IKinds
    function setRightKind(uint16 kind, Jurisdiction area, RightKind calldata row, bytes32 assets)
        external
        restricted
    {
        _demandCounty(area);
        if (kind == 0 || row.shape == 0) revert RightKindUnknown(kind, area);

        _rightKinds[kind][area] = row;
        _assetsOf[kind][area] = assets;
        _emitRightKind(kind, area, row);
        emit RightKindRelated(
            kind,
            area,
            assets,
            row.parents,
            row.transferPapers,
            row.securityPapers,
            row.subPapers,
            msg.sender
        );
    }

    /// @inheritdoc IKinds
    function setPartyKind(uint16 kind, PartyKind calldata row) external restricted {
        if (kind == 0) revert PartyKindUnknown(kind);

        _partyKinds[kind] = row;
        emit PartyKindSet(kind, row.roles, row.issuers, msg.sender);
    }

    /// @inheritdoc IKinds
    function setOrderKind(uint8 kind, OrderKind calldata row) external restricted {
        if (kind == 0) revert OrderKindUnknown(kind);

        _orderKinds[kind] = row;
        emit OrderKindSet(kind, row.issuers, row.maxDays, msg.sender);
    }

    /// @inheritdoc IKinds
    function assetKind(uint16 kind, Jurisdiction area) external view returns (AssetKind memory row) {
        row = _assetKinds[kind][area.county()];
        if (row.class == 0) row = _assetKinds[kind][Jurisdiction.wrap(NATION)];
        if (row.class == 0) revert AssetKindUnknown(kind, area);
    }

    /// @inheritdoc IKinds
    function rightKind(uint16 kind, Jurisdiction area) external view returns (RightKind memory) {
        return _rightKinds[kind][_rowArea(kind, area)];
    }

    /// @inheritdoc IKinds
    function assetsOf(uint16 kind, Jurisdiction area) external view returns (bytes32) {
        return _assetsOf[kind][_rowArea(kind, area)];
    }

    /// @inheritdoc IKinds
    function partyKind(uint16 kind) external view returns (PartyKind memory row) {
        row = _partyKinds[kind];
        if (row.roles == 0 && row.issuers == 0) revert PartyKindUnknown(kind);
    }

    /// @inheritdoc IKinds
    function orderKind(uint8 kind) external view returns (OrderKind memory row) {
        row = _orderKinds[kind];
        if (row.issuers == 0) revert OrderKindUnknown(kind);
    }

    function _rowArea(uint16 kind, Jurisdiction area) private view returns (Jurisdiction where) {
        where = area.county();
        if (_rightKinds[kind][where].shape != 0) return where;
        where = Jurisdiction.wrap(NATION);
        if (_rightKinds[kind][where].shape == 0) revert RightKindUnknown(kind, area);
    }

    function _emitRightKind(uint16 kind, Jurisdiction area, RightKind calldata row) private {
        emit RightKindSet(
            kind,
            area,
            row.shape,
            row.end,
            row.forms,
            row.acts,
            row.atRegistration,
            row.maxYears,
            row.holders,
            row.lenders,
            msg.sender
        );
    }

    function _demandCounty(Jurisdiction area) private pure {
        Jurisdictions.check(area);
        bool county = area.raw() % 1e8 == 0 && area.raw() % 1e10 != 0;
        if (!county && area.raw() != NATION) revert NeitherCountyNorNation(area);
    }
}
