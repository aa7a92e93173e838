// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Gated} from "./base/Gated.sol";
import {Layers} from "./base/Layers.sol";
import {Locks} from "./base/Locks.sol";
import {Recorder} from "./base/Recorder.sol";
import {RightBook} from "./base/RightBook.sol";
import {IAssets} from "./interfaces/IAssets.sol";
import {IDossiers} from "./interfaces/IDossiers.sol";
import {IEnrolments} from "./interfaces/IEnrolments.sol";
import {IKinds} from "./interfaces/IKinds.sol";
import {IParties} from "./interfaces/IParties.sol";
import {IPostings} from "./interfaces/IPostings.sol";
import {IRights} from "./interfaces/IRights.sol";
import {isCollective} from "./types/Collective.sol";
import {Ids, NOBODY, PartyId, RightId} from "./types/Ids.sol";
import {Jurisdiction} from "./types/Jurisdiction.sol";
import {Act, Capability, End, Lack, Role, Shape} from "./types/Numbers.sol";

/// @title Rights 权利
contract Rights is Layers {
    constructor(
        IEnrolments enrolments,
        IPostings postings,
        IParties parties,
        IKinds kinds,
        IAssets assets,
        IDossiers dossiers
    ) Locks(enrolments) Gated(postings) RightBook(parties, kinds, assets) Recorder(dossiers) {}

    /// @inheritdoc IRights
    function recordExisting(PartyId grantor, ExistingRight[] calldata rows, bytes32 mandate) external {
        Jurisdiction[] memory areas = new Jurisdiction[](rows.length);
        for (uint256 i; i < rows.length; ++i) areas[i] = _areaOf(rows[i].parent);
        _actingPairAll(Role.HOLD, grantor, areas);
        bool ofCollective = isCollective(PARTIES.kindOf(grantor));

        for (uint256 i; i < rows.length; ++i) _recordExisting(grantor, ofCollective, rows[i], mandate);
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
        // A further term of a sub-right burdens its parent as a new one would. What the law extends, it extends.
        if (sub) _check(parent, Act.SUB);
        else if (row.end != End.EXTENDED) _demandOpen(Ids.assetOf(id), asset);

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

    function _demandSub(RightId id, RightId parent, IKinds.RightKind memory kind) private view {
        if (kind.shape != Shape.SUB) revert ShapeIs(Ids.kindOf(id), kind.shape);
        uint16 parentKind = Ids.kindOf(parent);
        // A register's number is beyond the mask: nothing is granted from members' shares.
        if (parentKind > 55 || (kind.parents >> parentKind) & 1 == 0) {
            revert KindNotUnderParent(Ids.kindOf(id), parent);
        }
        IAssets.Asset memory asset = _assetOf(id);
        bytes32 assets = KINDS.assetsOf(Ids.kindOf(id), asset.area);
        if ((uint256(assets) >> asset.kind) & 1 == 0) revert KindNotOnAsset(Ids.kindOf(id), Ids.assetOf(id));
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
}
