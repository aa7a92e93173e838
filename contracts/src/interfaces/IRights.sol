// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AssetId, PartyId, RightId} from "../types/Ids.sol";
import {Jurisdiction} from "../types/Jurisdiction.sol";
import {IKinds} from "./IKinds.sol";

/// Shares of kinds of right in assets, for a term, held by parties; and the locks that lie on them.
interface IRights {
    /// One slot. `until` 0: no end. No holder: its lapse is recorded. `bars`: locks that refuse every new act.
    struct Right {
        PartyId holder;
        uint40 until;
        uint32 numerator;
        uint32 denominator;
        uint8 encumbrances;
        uint8 covenants;
        uint8 bars;
    }

    /// One slot by cause. `place` only grows over the whole ledger; rank is the position by place among the live.
    struct Lock {
        address locker;
        uint40 place;
        uint8 act;
        uint8 covenant;
    }

    struct NewRight {
        AssetId asset;
        uint16 kind;
        PartyId holder;
        uint32 numerator;
        uint32 denominator;
        uint40 until;
        bytes32 document;
    }

    /// @param serial the grantor's own number, not used before under this asset and kind
    /// @param lacks mask of `Lack`: what an existing (存量) contract is missing
    struct ExistingRight {
        RightId parent;
        uint16 kind;
        uint32 serial;
        PartyId holder;
        uint32 numerator;
        uint32 denominator;
        uint40 until;
        uint16 lacks;
        bytes32 document;
    }

    struct Grant {
        RightId parent;
        uint16 kind;
        uint32 serial;
        PartyId holder;
        uint32 numerator;
        uint32 denominator;
        uint40 until;
    }

    struct Share {
        uint32 serial;
        PartyId holder;
        uint32 numerator;
        uint40 until;
        bytes32 document;
    }

    /// What an acting contract needs to know of a right, as it was before the call.
    struct View {
        PartyId holder;
        uint16 holderKind;
        uint40 until;
        uint8 encumbrances;
        Jurisdiction area;
        IKinds.RightKind kind;
    }

    /// @param existing whether the right was there before the ledger (存量)
    event RightIssued(
        RightId indexed right_id,
        PartyId indexed holder,
        uint32 numerator,
        uint32 denominator,
        uint40 until,
        bool existing,
        bytes32 mandate,
        bytes32 document,
        address actor
    );
    event RightGranted(
        RightId indexed right_id,
        RightId indexed parent,
        PartyId indexed holder,
        uint32 numerator,
        uint32 denominator,
        uint40 until,
        bytes32 cause,
        address actor
    );
    event ExistingRightRecorded(
        RightId indexed right_id,
        RightId indexed parent,
        PartyId indexed holder,
        uint32 numerator,
        uint32 denominator,
        uint40 until,
        uint16 lacks,
        bytes32 mandate,
        bytes32 document,
        address actor
    );
    event RightReissued(RightId indexed right_id, address actor);
    event RightExtended(RightId indexed right_id, uint40 until, bytes32 mandate, address actor);
    event RightLapsed(RightId indexed right_id, PartyId indexed holder, address actor);
    event RightMoved(
        RightId indexed right_id, PartyId indexed holder, PartyId indexed former, bytes32 cause, address actor
    );
    event RightLocked(
        RightId indexed right_id, bytes32 indexed cause, uint8 act, uint8 covenant, uint40 place, address actor
    );
    event RightUnlocked(RightId indexed right_id, bytes32 indexed cause, address actor);
    event CovenantLifted(RightId indexed right_id, bytes32 indexed cause, bytes32 indexed lifted, address actor);
    /// @param fallen whose place is now `fallen_place`, behind that of `risen`
    event RightPlacesSwapped(
        RightId indexed right_id,
        bytes32 indexed fallen,
        bytes32 indexed risen,
        uint40 fallen_place,
        uint40 risen_place,
        address actor
    );
    event RightValued(
        RightId indexed right_id,
        PartyId indexed valuer,
        uint8 method,
        uint40 valued_at,
        uint56 fen,
        bytes32 document,
        address actor
    );

    error RightUnknown(RightId right);
    error RightExists(RightId right);
    error LayerExists(AssetId asset, uint16 kind);
    error SharesDoNotSum(AssetId asset, uint16 kind, uint256 sum, uint32 denominator);
    error ShareInvalid(RightId right);
    error ShapeIs(uint16 kind, uint8 shape);
    error KindNotOnAsset(uint16 kind, AssetId asset);
    error KindNotUnderParent(uint16 kind, RightId parent);
    error HolderKindRefused(RightId right, PartyId holder, uint16 kind);
    error AssetNotConfirmed(AssetId asset, uint8 status);
    error NotTheHolder(RightId right, PartyId holder);
    error MandateMissing(RightId right);
    error LackMissing(RightId right, uint8 lack);
    error TermMissing(RightId right);
    error TermTooLong(RightId right, uint40 until, uint40 longest);
    error TermBeyondParent(RightId right, uint40 until, uint40 parentUntil);
    error TermInPast(RightId right, uint40 until);
    error TermRuns(RightId right, uint40 until);
    error DoesNotLapse(RightId right);
    error RightHasLapsed(RightId right, uint40 until);
    error NotLapsed(RightId right);
    error ActRefusedByKind(RightId right, uint8 act);
    /// A bar stands: an order, a dispute, a pending transfer or listing. Some may be over by their date:
    /// anybody may call `expire` on those.
    error Barred(bytes32 thing, uint8 bars);
    error CovenantStands(RightId right, uint8 covenants);
    error ConsentsDoNotProve(RightId right, uint256 given, uint8 covenants);
    error LadderDiffers(RightId right, uint256 given, uint8 encumbrances);
    error NotNeighbours(bytes32 cause, bytes32 other);
    error InterestedValuer(PartyId valuer);
    error ValuationInFuture(uint40 valuedAt);

    /// @notice Issues layers whole: neighbouring rows of one asset and kind are one layer and sum to one. Two persons.
    /// @param existing rights that were there before (存量): the asset need not be confirmed, the mandate must be there
    function issue(PartyId collective, NewRight[] calldata rows, bytes32 mandate, bool existing) external;

    /// @notice Records sub-rights that were granted before the ledger, with what they lack. Two persons.
    function recordExisting(PartyId grantor, ExistingRight[] calldata rows, bytes32 mandate) external;

    /// @notice Gives the share of a lapsed right to others, summing to its numerator. Two persons.
    function reissue(PartyId collective, RightId lapsed, Share[] calldata rows, bytes32 mandate) external;

    /// @notice Renews a term: of a layer by its collective, of a sub-right by its parent's holder, who could let anew.
    /// Two persons.
    function extend(RightId right, uint40 until, bytes32 mandate) external;

    /// @notice Writes the record of a right whose term has ended. Anybody; it was void by time already.
    function lapse(RightId right) external;

    /// @notice A valuer, not the holder, records a value in fen.
    function value(PartyId valuer, RightId right, uint8 method, uint40 valuedAt, uint56 fen, bytes32 document)
        external;

    /// @notice Enrolled contracts: a new sub-right; the caller's own bar `cause` is released.
    /// @return seen the parent
    function grant(Grant calldata row, bytes32 cause, bytes32[] calldata consents, address actor)
        external
        returns (View memory seen);

    /// @notice Enrolled contracts: another holder; the caller's own bar `cause` is released.
    /// @return seen the right under its former holder
    function move(RightId right, PartyId to, bytes32 cause, bytes32[] calldata consents, address actor)
        external
        returns (View memory seen);

    /// @notice Enrolled contracts: security encumbers, every other act bars. Judged by the lock table, but for the
    /// covenants that a transfer meets: their consents are shown when it is executed.
    function lock(
        RightId right,
        bytes32 cause,
        uint8 act,
        uint8 covenant,
        bytes32[] calldata consents,
        address actor
    ) external returns (View memory seen);

    /// @notice Enrolled contracts: a bar that no lock refuses (an order).
    function bar(RightId right, bytes32 cause, address actor) external;

    /// @notice Only the contract that locked unlocks.
    function unlock(bytes32 cause, address actor) external;

    /// @notice Only the contract that locked: the lock's covenant does not stand against the act of this cause.
    function lift(bytes32 lockCause, bytes32 cause, address actor) external;

    /// @notice Only the contract that locked `falling`: it and the encumbrance directly behind swap places.
    /// @param ladder every live encumbrance of the right by rising place
    function swapPlaces(bytes32 falling, bytes32 rising, bytes32[] calldata ladder, address actor) external;

    /// @notice Reverts as the lock table says unless the act is open to everybody: bars of the right, its asset and
    /// its holder, covenants, a term that is over.
    function check(RightId right, uint8 act) external view;

    /// @notice What an acting contract needs; reverts when the right is unknown or void by time.
    /// @param act 0, or the act that must be open but for covenants
    function look(RightId right, uint8 act) external view returns (View memory);

    function right(RightId id) external view returns (Right memory);

    /// @notice The division in which the right's asset lies.
    function areaOf(RightId id) external view returns (Jurisdiction);

    function parentOf(RightId id) external view returns (RightId);

    function lockOf(bytes32 cause) external view returns (Lock memory);
}
