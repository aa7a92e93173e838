// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IRights} from "../interfaces/IRights.sol";
import {Gated} from "./Gated.sol";
import {RightBook} from "./RightBook.sol";
import {IAssets} from "../interfaces/IAssets.sol";
import {IKinds} from "../interfaces/IKinds.sol";
import {Ids, NOBODY, PartyId, RightId} from "../types/Ids.sol";
import {Jurisdiction} from "../types/Jurisdiction.sol";
import {Role, Shape, Status} from "../types/Numbers.sol";

/// Layers are issued whole, and nothing but a reissue of a lapsed share changes one.
abstract contract Layers is RightBook, Gated {
    /// The layer that `issue` is filling: neighbouring rows of one asset and kind.
    struct Layer {
        PartyId collective;
        uint16 kind;
        Jurisdiction county;
        IKinds.RightKind row;
        bytes32 assets;
        uint256 sum;
        uint32 serial;
    }

    /// @inheritdoc IRights
    function issue(PartyId collective, NewRight[] calldata rows, bytes32 mandate, bool existing) external {
        IAssets.Asset[] memory assets = _assetsOf(rows);
        _actingPairAll(Role.REGISTER, collective, _areasOf(assets));
        if (existing && mandate == 0) revert MandateMissing(Ids.right(rows[0].asset, rows[0].kind, 1));

        Layer memory layer;
        for (uint256 i; i < rows.length; ++i) {
            if (i == 0 || !_sameLayer(rows[i - 1], rows[i])) {
                if (i != 0) _closeLayer(rows[i - 1], layer.sum);
                _openLayer(collective, rows[i], assets[i], layer, existing);
            }
            _issueRow(rows[i], layer, mandate, existing);
        }
        _closeLayer(rows[rows.length - 1], layer.sum);
    }

    /// @inheritdoc IRights
    function reissue(PartyId collective, RightId lapsed, Share[] calldata rows, bytes32 mandate) external {
        IAssets.Asset memory asset = ASSETS.asset(Ids.assetOf(lapsed));
        _actingPair(Role.REGISTER, collective, asset.area);
        if (asset.collective != collective) revert NotTheHolder(lapsed, asset.collective);
        Right storage slot = _rights[lapsed];
        if (slot.denominator == 0) revert RightUnknown(lapsed);
        if (slot.holder != NOBODY || slot.numerator == 0) revert NotLapsed(lapsed);
        IKinds.RightKind memory row = KINDS.rightKind(Ids.kindOf(lapsed), asset.area);
        if (row.shape != Shape.LAYER) revert ShapeIs(Ids.kindOf(lapsed), row.shape);
        if (mandate == 0) revert MandateMissing(lapsed);
        _demandOpen(Ids.assetOf(lapsed), asset);

        uint256 sum;
        for (uint256 i; i < rows.length; ++i) {
            sum += rows[i].numerator;
            _reissueRow(lapsed, slot.denominator, rows[i], row, mandate);
        }
        if (sum != slot.numerator) {
            revert SharesDoNotSum(Ids.assetOf(lapsed), Ids.kindOf(lapsed), sum, slot.numerator);
        }
        slot.numerator = 0;
        _record(
            _subject(lapsed),
            RightReissued.selector,
            1,
            abi.encode(lapsed, msg.sender)
       );
    }

    function _openLayer(
        PartyId collective,
        NewRight calldata first,
        IAssets.Asset memory asset,
        Layer memory layer,
        bool existing
    ) private view {
        RightId one = Ids.right(first.asset, first.kind, 1);
        if (_rights[one].denominator != 0) revert LayerExists(first.asset, first.kind);
        if (asset.collective != collective) revert NotTheHolder(one, asset.collective);
        // A fact that exists is recorded, also on a sealed asset; on one that was retired nothing is.
        if (!existing) _demandOpen(first.asset, asset);
        else if (asset.status > Status.CONFIRMED) revert AssetNotConfirmed(first.asset, asset.status);
        // Neighbouring layers mostly are of one kind in one county.
        if (layer.kind != first.kind || layer.county.raw() != asset.area.county().raw()) {
            layer.kind = first.kind;
            layer.county = asset.area.county();
            layer.row = KINDS.rightKind(first.kind, asset.area);
            layer.assets = KINDS.assetsOf(first.kind, asset.area);
            if (layer.row.shape != Shape.LAYER) revert ShapeIs(first.kind, layer.row.shape);
        }
        if ((uint256(layer.assets) >> asset.kind) & 1 == 0) revert KindNotOnAsset(first.kind, first.asset);
        layer.collective = collective;
        layer.sum = 0;
        layer.serial = 0;
    }

    function _issueRow(NewRight memory row, Layer memory layer, bytes32 mandate, bool existing) private {
        layer.serial += 1;
        layer.sum += row.numerator;
        RightId id = Ids.right(row.asset, row.kind, layer.serial);
        if (mandate == 0 && row.holder != layer.collective) revert MandateMissing(id);
        if (!existing) _demandTerm(id, row.until, layer.row.maxYears);

        _create(id, row.holder, row.numerator, row.denominator, row.until, layer.row.holders);
        _recordIssued(id, row, mandate, existing);
    }

    function _recordIssued(RightId id, NewRight memory row, bytes32 mandate, bool existing) private {
        _record(
            _subject(id),
            RightIssued.selector,
            2,
            abi.encode(
                id,
                row.holder,
                row.numerator,
                row.denominator,
                row.until,
                existing,
                mandate,
                row.document,
                msg.sender
            )
        );
    }

    function _closeLayer(NewRight calldata last, uint256 sum) private pure {
        if (sum != last.denominator) revert SharesDoNotSum(last.asset, last.kind, sum, last.denominator);
    }

    function _sameLayer(NewRight calldata a, NewRight calldata b) private pure returns (bool) {
        if (a.asset != b.asset || a.kind != b.kind) return false;
        if (a.denominator != b.denominator) {
            revert SharesDoNotSum(b.asset, b.kind, a.denominator, b.denominator);
        }
        return true;
    }

    function _reissueRow(
        RightId lapsed,
        uint32 denominator,
        Share memory row,
        IKinds.RightKind memory kind,
        bytes32 mandate
    ) private {
        RightId id = Ids.right(Ids.assetOf(lapsed), Ids.kindOf(lapsed), row.serial);
        _demandTerm(id, row.until, kind.maxYears);

        _create(id, row.holder, row.numerator, denominator, row.until, kind.holders);
        NewRight memory issued;
        (issued.holder, issued.numerator, issued.denominator) = (row.holder, row.numerator, denominator);
        (issued.until, issued.document) = (row.until, row.document);
        _recordIssued(id, issued, mandate, false);
    }

    function _assetsOf(NewRight[] calldata rows) private view returns (IAssets.Asset[] memory assets) {
        assets = new IAssets.Asset[](rows.length);
        for (uint256 i; i < rows.length; ++i) {
            bool again = i != 0 && rows[i].asset == rows[i - 1].asset;
            assets[i] = again ? assets[i - 1] : ASSETS.asset(rows[i].asset);
        }
    }

    function _areasOf(IAssets.Asset[] memory assets) private pure returns (Jurisdiction[] memory areas) {
        areas = new Jurisdiction[](assets.length);
        for (uint256 i; i < assets.length; ++i) areas[i] = assets[i].area;
    }
}
