// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Gated} from "./base/Gated.sol";
import {Locks} from "./base/Locks.sol";
import {Recorder} from "./base/Recorder.sol";
import {IAssets} from "./interfaces/IAssets.sol";
import {IDossiers} from "./interfaces/IDossiers.sol";
import {IEnrolments} from "./interfaces/IEnrolments.sol";
import {IKinds} from "./interfaces/IKinds.sol";
import {IParties} from "./interfaces/IParties.sol";
import {IPostings} from "./interfaces/IPostings.sol";
import {IRights} from "./interfaces/IRights.sol";
import {isCollective} from "./types/Collective.sol";
import {AssetId, Ids, NOBODY, PartyId, RightId} from "./types/Ids.sol";
import {Jurisdiction} from "./types/Jurisdiction.sol";
import {Act, Capability, End, Lack, Role, Shape, Status} from "./types/Numbers.sol";
import {Subjects} from "./types/Subject.sol";

/// @title Rights 权利
contract Rights is Locks, Gated {
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

    IAssets private immutable ASSETS;
    IParties private immutable PARTIES;
    IKinds private immutable KINDS;

    mapping(RightId => RightId) private _parents;

    constructor(
        IEnrolments enrolments,
        IPostings postings,
        IParties parties,
        IKinds kinds,
        IAssets assets,
        IDossiers dossiers
    ) Locks(enrolments) Gated(postings) Recorder(dossiers) {
        PARTIES = parties;
        KINDS = kinds;
        ASSETS = assets;
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
    function recordExisting(PartyId grantor, ExistingRight[] calldata rows, bytes32 mandate) external {
        Jurisdiction[] memory areas = new Jurisdiction[](rows.length);
        for (uint256 i; i < rows.length; ++i) areas[i] = _areaOf(rows[i].parent);
        _actingPairAll(Role.HOLD, grantor, areas);
        bool ofCollective = isCollective(PARTIES.kindOf(grantor));

        for (uint256 i; i < rows.length; ++i) _recordExisting(grantor, ofCollective, rows[i], mandate);
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

    /// @inheritdoc IRights
    function extend(RightId id, uint40 until, bytes32 mandate) external {
        RightId parent = _parents[id];
        bool sub = RightId.unwrap(parent) != 0;
        IAssets.Asset memory asset = ASSETS.asset(Ids.assetOf(id));
        PartyId grantor = sub ? _rights[parent].holder : asset.collective;
        _actingPair(Role.HOLD, grantor, asset.area);
        IKinds.RightKind memory row = KINDS.rightKind(Ids.kindOf(id), asset.area);
        Right storage slot = _alive(id, row);
        if (slot.until == 0 || until <= slot.until) revert TermRuns(id, slot.until);
        if (mandate == 0 && isCollective(PARTIES.kindOf(grantor))) revert MandateMissing(id);
        _demandTerm(id, until, row.maxYears);
        if (sub) _demandWithinParent(id, until, parent);

        slot.until = until;
        _record(
            _subject(id),
            RightExtended.selector,
            1,
            abi.encode(id, until, mandate, msg.sender)
       );
    }

    /// @inheritdoc IRights
    function lapse(RightId id) external {
        Right storage slot = _rights[id];
        if (slot.denominator == 0) revert RightUnknown(id);
        if (slot.holder == NOBODY) revert RightHasLapsed(id, slot.until);
        if (_kindOf(id).end != End.LAPSES) revert DoesNotLapse(id);
        if (slot.until == 0 || slot.until > block.timestamp) revert TermRuns(id, slot.until);
        PartyId former = slot.holder;

        slot.holder = NOBODY;
        _record(
            _subject(id),
            RightLapsed.selector,
            2,
            abi.encode(id, former, msg.sender)
       );
    }

    /// @inheritdoc IRights
    function value(
        PartyId valuer,
        RightId id,
        uint8 method,
        uint40 valuedAt,
        uint56 fen,
        bytes32 document
    ) external {
        _acting(Role.VALUE, valuer, _areaOf(id));
        if (_rights[id].denominator == 0) revert RightUnknown(id);
        // No kind of party can both value and lend, so the valuer is no lender either.
        if (_rights[id].holder == valuer) revert InterestedValuer(valuer);
        if (valuedAt > block.timestamp) revert ValuationInFuture(valuedAt);

        _record(
            _subject(id),
            RightValued.selector,
            2,
            abi.encode(id, valuer, method, valuedAt, fen, document, msg.sender)
       );
    }

    /// @inheritdoc IRights
    function grant(Grant calldata row, bytes32 cause, bytes32[] calldata consents, address actor)
        external
        returns (View memory seen)
    {
        seen = _release(row.parent, Act.SUB, cause, consents);

        _grant(row, seen.area, cause, actor);
    }

    /// @inheritdoc IRights
    function move(RightId id, PartyId to, bytes32 cause, bytes32[] calldata consents, address actor)
        external
        returns (View memory seen)
    {
        seen = _release(id, Act.TRANSFER, cause, consents);
        _demandHolderKind(id, to, seen.kind.holders);

        _rights[id].holder = to;
        _record(
            _subject(id), RightMoved.selector, 3, abi.encode(id, to, seen.holder, cause, actor)
        );
    }

    /// @inheritdoc IRights
    function check(RightId id, uint8 act) external view {
        uint8 forms = _look(id, act).kind.forms;
        uint8 covenants = _rights[id].covenants;
        if (covenants != 0 && _covenantCovers(act, forms)) revert CovenantStands(id, covenants);
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

    /// What every executed act of transfer asks: the capability, the caller's own bar, which is released, and the
    /// lock table for all that remains.
    function _release(RightId id, uint8 act, bytes32 cause, bytes32[] calldata consents)
        private
        returns (View memory seen)
    {
        ENROLMENTS.demand(msg.sender, Capability.MOVE);
        if (RightId.unwrap(_clear(cause)) != RightId.unwrap(id)) revert RightUnknown(id);
        seen = _look(id, act);
        _demandConsents(id, act, seen.kind.forms, cause, consents);
    }

    function _grant(Grant memory row, Jurisdiction area, bytes32 cause, address actor) private {
        RightId id = Ids.right(Ids.assetOf(row.parent), row.kind, row.serial);
        IKinds.RightKind memory kind = KINDS.rightKind(row.kind, area);
        _demandSub(id, row.parent, kind);
        _demandTerm(id, row.until, kind.maxYears);
        _demandWithinParent(id, row.until, row.parent);

        _create(id, row.holder, row.numerator, row.denominator, row.until, kind.holders);
        _parents[id] = row.parent;
        _record(
            _subject(id),
            RightGranted.selector,
            3,
            abi.encode(id, row.parent, row.holder, row.numerator, row.denominator, row.until, cause, actor)
        );
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
        if (asset.bars != 0) revert Barred(RightId.unwrap(Ids.whole(Ids.assetOf(id))), asset.bars);
        if (party.bars != 0) revert Barred(bytes32(PartyId.unwrap(slot.holder)), party.bars);
        if (asset.status != Status.CONFIRMED) revert AssetNotConfirmed(Ids.assetOf(id), asset.status);
    }

    function _alive(RightId id, IKinds.RightKind memory row) private view returns (Right storage slot) {
        slot = _rights[id];
        if (slot.denominator == 0) revert RightUnknown(id);
        bool over = slot.until != 0 && slot.until <= block.timestamp && row.end == End.LAPSES;
        if (over || slot.holder == NOBODY) revert RightHasLapsed(id, slot.until);
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
        if (asset.status != Status.CONFIRMED && !(existing && asset.status < Status.CONFIRMED)) {
            revert AssetNotConfirmed(first.asset, asset.status);
        }
        if (asset.bars != 0) revert Barred(RightId.unwrap(Ids.whole(first.asset)), asset.bars);
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

    function _recordExisting(
        PartyId grantor,
        bool ofCollective,
        ExistingRight memory row,
        bytes32 mandate
    ) private {
        RightId id = Ids.right(Ids.assetOf(row.parent), row.kind, row.serial);
        IKinds.RightKind memory kind = _kindOf(id);
        if (_rights[row.parent].holder != grantor) revert NotTheHolder(row.parent, _rights[row.parent].holder);
        _demandSub(id, row.parent, kind);
        if (mandate == 0 && ofCollective) _demandLack(id, row.lacks, Lack.NO_DECISION);
        if (row.until == 0) _demandLack(id, row.lacks, Lack.NO_END_DATE);
        else _demandWithinParent(id, row.until, row.parent);

        _create(id, row.holder, row.numerator, row.denominator, row.until, kind.holders);
        _parents[id] = row.parent;
        _recordExistingRight(id, row, mandate);
    }

    function _recordExistingRight(RightId id, ExistingRight memory row, bytes32 mandate) private {
        _record(
            _subject(id),
            ExistingRightRecorded.selector,
            3,
            abi.encode(
                id,
                row.parent,
                row.holder,
                row.numerator,
                row.denominator,
                row.until,
                row.lacks,
                mandate,
                row.document,
                msg.sender
            )
        );
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

    function _create(
        RightId id,
        PartyId holder,
        uint32 numerator,
        uint32 denominator,
        uint40 until,
        uint32 holders
    ) private {
        if (Ids.serialOf(id) == 0 || numerator == 0 || numerator > denominator) revert ShareInvalid(id);
        if (_rights[id].denominator != 0) revert RightExists(id);
        _demandHolderKind(id, holder, holders);

        _rights[id] = Right(holder, until, numerator, denominator, 0, 0, 0);
    }

    function _demandHolderKind(RightId id, PartyId holder, uint32 holders) private view {
        uint16 kind = PARTIES.kindOf(holder);
        if (holders != 0 && holders & (1 << kind) == 0) revert HolderKindRefused(id, holder, kind);
    }

    function _demandSub(RightId id, RightId parent, IKinds.RightKind memory kind) private pure {
        if (kind.shape != Shape.SUB) revert ShapeIs(Ids.kindOf(id), kind.shape);
        uint16 parentKind = Ids.kindOf(parent);
        // A register's number is beyond the mask: nothing is granted from members' shares.
        if (parentKind > 55 || (kind.parents >> parentKind) & 1 == 0) {
            revert KindNotUnderParent(Ids.kindOf(id), parent);
        }
    }

    function _demandTerm(RightId id, uint40 until, uint16 maxYears) private view {
        if (until == 0) {
            if (maxYears != 0) revert TermMissing(id);
            return;
        }
        if (until <= block.timestamp) revert TermInPast(id, until);
        if (maxYears == 0) return;
        uint40 longest = uint40(block.timestamp) + uint40(maxYears) * 366 days;
        if (until > longest) revert TermTooLong(id, until, longest);
    }

    function _demandWithinParent(RightId id, uint40 until, RightId parent) private view {
        uint40 parentUntil = _rights[parent].until;
        if (parentUntil != 0 && (until == 0 || until > parentUntil)) {
            revert TermBeyondParent(id, until, parentUntil);
        }
    }

    function _demandLack(RightId id, uint16 lacks, uint8 lack) private pure {
        if (lacks & (1 << lack) == 0) revert LackMissing(id, lack);
    }

    function _areaOf(RightId id) private view returns (Jurisdiction) {
        return _assetOf(id).area;
    }

    function _assetOf(RightId id) private view returns (IAssets.Asset memory) {
        return ASSETS.asset(Ids.assetOf(id));
    }

    function _kindOf(RightId id) private view returns (IKinds.RightKind memory) {
        return KINDS.rightKind(Ids.kindOf(id), _areaOf(id));
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
