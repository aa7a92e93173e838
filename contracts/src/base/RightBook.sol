// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IRights} from "../interfaces/IRights.sol";
import {Locks} from "./Locks.sol";
import {IAssets} from "../interfaces/IAssets.sol";
import {IKinds} from "../interfaces/IKinds.sol";
import {IParties} from "../interfaces/IParties.sol";
import {AssetId, Ids, NOBODY, PartyId, RightId} from "../types/Ids.sol";
import {Jurisdiction} from "../types/Jurisdiction.sol";
import {Act, End, Status} from "../types/Numbers.sol";

/// The slots of rights, what every act asks of them, and the lock table.
abstract contract RightBook is Locks {
    IAssets internal immutable ASSETS;
    IParties internal immutable PARTIES;
    IKinds internal immutable KINDS;

    mapping(RightId => RightId) internal _parents;

    constructor(IParties parties, IKinds kinds, IAssets assets) {
        PARTIES = parties;
        KINDS = kinds;
        ASSETS = assets;
    }

    /// @inheritdoc IRights
    function check(RightId id, uint8 act) external view {
        _check(id, act);
    }

    /// @inheritdoc IRights
    function look(RightId id, uint8 act) external view returns (View memory) {
        return _look(id, act);
    }

    /// @inheritdoc IRights
    function right(RightId id) external view returns (Right memory) {
        return _rights[id];
    }

    /// @inheritdoc IRights
    function areaOf(RightId id) external view returns (Jurisdiction) {
        return _areaOf(id);
    }

    /// @inheritdoc IRights
    function parentOf(RightId id) external view returns (RightId) {
        return _parents[id];
    }

    function _look(RightId id, uint8 act) internal view override returns (View memory seen) {
        IAssets.Asset memory asset = _assetOf(id);
        seen.area = asset.area;
        seen.kind = KINDS.rightKind(Ids.kindOf(id), asset.area);
        Right memory slot = _alive(id, seen.kind);
        IParties.Party memory party = PARTIES.party(slot.holder);
        seen.holder = slot.holder;
        seen.holderKind = party.kind;
        seen.until = slot.until;
        seen.encumbrances = slot.encumbrances;
        if (act == 0) return seen;
        if (act != Act.SECURITY && seen.kind.acts & (1 << (act - 1)) == 0) revert ActRefusedByKind(id, act);
        if (slot.bars != 0) revert Barred(RightId.unwrap(id), slot.bars);
        _demandOpen(Ids.assetOf(id), asset);
        if (party.bars != 0) revert Barred(bytes32(PartyId.unwrap(slot.holder)), party.bars);
    }

    /// Reverts as the lock table says unless the act is open to everybody.
    function _check(RightId id, uint8 act) internal view {
        uint8 forms = _look(id, act).kind.forms;
        uint8 covenants = _rights[id].covenants;
        if (covenants != 0 && _covenantCovers(act, forms)) revert CovenantStands(id, covenants);
    }

    /// New acts wait for the asset's confirmation and for the end of its bars.
    function _demandOpen(AssetId id, IAssets.Asset memory asset) internal pure {
        if (asset.bars != 0) revert Barred(RightId.unwrap(Ids.whole(id)), asset.bars);
        if (asset.status != Status.CONFIRMED) revert AssetNotConfirmed(id, asset.status);
    }

    function _alive(RightId id, IKinds.RightKind memory row) internal view returns (Right storage slot) {
        slot = _rights[id];
        if (slot.denominator == 0) revert RightUnknown(id);
        bool over = slot.until != 0 && slot.until <= block.timestamp && row.end == End.LAPSES;
        if (over || slot.holder == NOBODY) revert RightHasLapsed(id, slot.until);
    }

    function _create(
        RightId id,
        PartyId holder,
        uint32 numerator,
        uint32 denominator,
        uint40 until,
        uint32 holders
    ) internal {
        if (Ids.serialOf(id) == 0 || numerator == 0 || numerator > denominator) revert ShareInvalid(id);
        if (_rights[id].denominator != 0) revert RightExists(id);
        _demandHolderKind(id, holder, holders);

        _rights[id] = Right(holder, until, numerator, denominator, 0, 0, 0);
    }

    function _demandHolderKind(RightId id, PartyId holder, uint32 holders) internal view {
        uint16 kind = PARTIES.kindOf(holder);
        if (holders != 0 && holders & (1 << kind) == 0) revert HolderKindRefused(id, holder, kind);
    }

    function _demandTerm(RightId id, uint40 until, uint16 maxYears) internal view {
        if (until == 0) {
            if (maxYears != 0) revert TermMissing(id);
            return;
        }
        if (until <= block.timestamp) revert TermInPast(id, until);
        if (maxYears == 0) return;
        uint40 longest = uint40(block.timestamp) + uint40(maxYears) * 366 days;
        if (until > longest) revert TermTooLong(id, until, longest);
    }

    function _areaOf(RightId id) internal view returns (Jurisdiction) {
        return _assetOf(id).area;
    }

    function _assetOf(RightId id) internal view returns (IAssets.Asset memory) {
        return ASSETS.asset(Ids.assetOf(id));
    }

    function _kindOf(RightId id) internal view returns (IKinds.RightKind memory) {
        return KINDS.rightKind(Ids.kindOf(id), _areaOf(id));
    }
}
