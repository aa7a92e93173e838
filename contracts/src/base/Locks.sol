// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IEnrolments} from "../interfaces/IEnrolments.sol";
import {IRights} from "../interfaces/IRights.sol";
import {Barrable} from "./Barrable.sol";
import {Recorder} from "./Recorder.sol";
import {Ids, RightId} from "../types/Ids.sol";
import {Act, Capability, Covenant, Form} from "../types/Numbers.sol";
import {Subject, Subjects} from "../types/Subject.sol";

/// The locks on rights: security encumbers, all else bars; one slot by cause, only the locker unlocks.
abstract contract Locks is IRights, Recorder {
    IEnrolments internal immutable ENROLMENTS;

    mapping(RightId => Right) internal _rights;
    mapping(bytes32 cause => Lock) private _locks;
    /// The one act that a lender has lifted its covenant for.
    mapping(bytes32 lockCause => bytes32 cause) private _lifted;
    uint40 private _places;

    constructor(IEnrolments enrolments) {
        ENROLMENTS = enrolments;
    }

    /// @inheritdoc IRights
    function lock(
        RightId id,
        bytes32 cause,
        uint8 act,
        uint8 covenant,
        bytes32[] calldata consents,
        address actor
    ) external returns (View memory seen) {
        ENROLMENTS.demand(msg.sender, Capability.LOCK);
        seen = _look(id, act);
        if (act == Act.SECURITY || act == Act.LISTING) {
            _demandConsents(id, act, seen.kind.forms, cause, consents);
        }

        _lock(id, cause, act, covenant, actor);
    }

    /// @inheritdoc IRights
    function bar(RightId id, bytes32 cause, address actor) external {
        ENROLMENTS.demand(msg.sender, Capability.LOCK);
        if (_rights[id].denominator == 0) revert RightUnknown(id);

        _lock(id, cause, 0, Covenant.NONE, actor);
    }

    /// @inheritdoc IRights
    function unlock(bytes32 cause, address actor) external {
        RightId id = _clear(cause);

        _record(
            _subject(id),
            RightUnlocked.selector,
            2,
            abi.encode(id, cause, actor)
       );
    }

    /// @inheritdoc IRights
    function lift(bytes32 lockCause, bytes32 cause, address actor) external {
        if (_locks[lockCause].locker != msg.sender) revert Barrable.NotTheLocker(lockCause);
        RightId id = RightId.wrap(Ids.thingOf(lockCause));

        _lifted[lockCause] = cause;
        _record(
            _subject(id),
            CovenantLifted.selector,
            3,
            abi.encode(id, lockCause, cause, actor)
       );
    }

    /// @inheritdoc IRights
    function swapPlaces(bytes32 falling, bytes32 rising, bytes32[] calldata ladder, address actor) external {
        Lock storage above = _locks[falling];
        Lock storage below = _locks[rising];
        if (above.locker != msg.sender) revert Barrable.NotTheLocker(falling);
        RightId id = RightId.wrap(Ids.thingOf(falling));
        _demandNeighbours(id, falling, rising, ladder);

        (above.place, below.place) = (below.place, above.place);
        _record(
            _subject(id),
            RightPlacesSwapped.selector,
            3,
            abi.encode(id, falling, rising, above.place, below.place, actor)
        );
    }

    /// @inheritdoc IRights
    function lockOf(bytes32 cause) external view returns (Lock memory) {
        return _locks[cause];
    }

    /// Reverts unless the right is alive and, where an act is given, its asset is confirmed, its kind allows the act,
    /// and no bar lies on it, on its asset or on its holder.
    function _look(RightId id, uint8 act) internal view virtual returns (View memory);

    /// A covenant is a ban on transfer, sub-right and listing; on further security only where it is a pledge's.
    function _covenantCovers(uint8 act, uint8 forms) internal pure returns (bool) {
        return act != Act.SECURITY || forms & (1 << (Form.PLEDGE - 1)) != 0;
    }

    /// The consents are the live covenants of the right, rising, each lifted for this very cause; as their number
    /// equals `covenants`, none is left out.
    function _demandConsents(
        RightId id,
        uint8 act,
        uint8 forms,
        bytes32 cause,
        bytes32[] calldata consents
    ) internal view {
        uint8 covenants = _rights[id].covenants;
        if (!_covenantCovers(act, forms)) covenants = 0;
        if (covenants == consents.length && covenants == 0) return;
        if (consents.length == 0) revert CovenantStands(id, covenants);
        bool proved = consents.length == covenants;
        bytes32 previous;
        for (uint256 i; i < consents.length; ++i) {
            bytes32 each = consents[i];
            proved = proved && each > previous && Ids.thingOf(each) == RightId.unwrap(id)
                && _locks[each].covenant == Covenant.REGISTERED && _lifted[each] == cause;
            previous = each;
        }
        if (!proved) revert ConsentsDoNotProve(id, consents.length, covenants);
    }

    /// The ladder is every live encumbrance of the right by rising place: as many as `encumbrances`, so none is left
    /// out.
    function _demandNeighbours(RightId id, bytes32 falling, bytes32 rising, bytes32[] calldata ladder) private view {
        uint8 encumbrances = _rights[id].encumbrances;
        bool proved = ladder.length == encumbrances;
        bool neighbours;
        uint40 place;
        for (uint256 i; i < ladder.length; ++i) {
            Lock storage each = _locks[ladder[i]];
            proved = proved && each.act == Act.SECURITY && each.place > place
                && Ids.thingOf(ladder[i]) == RightId.unwrap(id);
            neighbours = neighbours || (i != 0 && ladder[i - 1] == falling && ladder[i] == rising);
            place = each.place;
        }
        if (!proved) revert LadderDiffers(id, ladder.length, encumbrances);
        if (!neighbours) revert NotNeighbours(falling, rising);
    }

    function _subject(RightId id) internal pure returns (Subject) {
        return Subjects.ofThing(RightId.unwrap(id));
    }

    /// Takes the caller's own lock away.
    function _clear(bytes32 cause) internal returns (RightId id) {
        Lock memory own = _locks[cause];
        if (own.locker != msg.sender) revert Barrable.NotTheLocker(cause);
        id = RightId.wrap(Ids.thingOf(cause));
        Right storage slot = _rights[id];

        delete _locks[cause];
        if (own.act == Act.SECURITY) {
            slot.encumbrances -= 1;
            if (own.covenant == Covenant.REGISTERED) slot.covenants -= 1;
        } else {
            slot.bars -= 1;
        }
    }

    function _lock(RightId id, bytes32 cause, uint8 act, uint8 covenant, address actor) private {
        if (_locks[cause].locker != address(0) || Ids.thingOf(cause) != RightId.unwrap(id)) {
            revert Barrable.CauseExists(cause);
        }
        Right storage slot = _rights[id];
        uint40 place;

        if (act == Act.SECURITY) {
            place = ++_places;
            slot.encumbrances += 1;
            if (covenant == Covenant.REGISTERED) slot.covenants += 1;
        } else {
            slot.bars += 1;
        }
        _locks[cause] = Lock(msg.sender, place, act, covenant);
        _record(
            _subject(id),
            RightLocked.selector,
            2,
            abi.encode(id, cause, act, covenant, place, actor)
       );
    }
}
