// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Gated} from "./base/Gated.sol";
import {Offers} from "./base/Offers.sol";
import {Recorder} from "./base/Recorder.sol";
import {IDossiers} from "./interfaces/IDossiers.sol";
import {IPostings} from "./interfaces/IPostings.sol";
import {IRights} from "./interfaces/IRights.sol";
import {ITransfers} from "./interfaces/ITransfers.sol";
import {isCollective} from "./types/Collective.sol";
import {Ids, PartyId, RightId, TransferId} from "./types/Ids.sol";
import {Act, Covenant, Role, TransferState, Way} from "./types/Numbers.sol";
import {Subject, Subjects} from "./types/Subject.sol";

/// @title Transfers 流转
/// @dev `Rights` is asked first and answers with what it saw, once: the gates then ask about that very holder and
/// area. Whatever refuses afterwards takes all of it back.
contract Transfers is ITransfers, Offers, Gated, Recorder {
    IRights private immutable RIGHTS;

    constructor(IPostings postings, IRights rights, IDossiers dossiers) Gated(postings) Recorder(dossiers) {
        RIGHTS = rights;
    }

    /// @inheritdoc ITransfers
    function propose(Terms calldata terms) external returns (TransferId id) {
        id = _idOf(terms);
        bytes32[] memory none;
        IRights.View memory seen = RIGHTS.lock(
            terms.right, TransferId.unwrap(id), _actOf(terms.way), Covenant.NONE, none, msg.sender
        );
        _acting(Role.HOLD, seen.holder, seen.area);
        _demandLawful(terms, seen);

        _makeOffer(TransferId.unwrap(id), _hash(terms, seen.holder, msg.sender), terms.until);
        _recordProposed(id, seen.holder, terms);
    }

    /// @inheritdoc ITransfers
    function accept(
        Terms calldata terms,
        address proposer,
        bytes32 expectedHead,
        bytes32[] calldata consents
    ) external {
        TransferId id = _idOf(terms);
        _demandOpenOffer(TransferId.unwrap(id));
        DOSSIERS.expect(_subject(id), expectedHead);
        IRights.View memory seen = _execute(id, terms, consents);
        _demandOther(proposer, _actingPair(Role.HOLD, terms.to, seen.area));

        _takeOffer(
            TransferId.unwrap(id),
            _hash(terms, seen.holder, proposer),
            terms.until,
            bytes32(uint256(TransferState.ACCEPTED))
        );
        _record(_subject(id), TransferAccepted.selector, 2, abi.encode(id, terms.to, msg.sender));
    }

    /// @inheritdoc ITransfers
    function withdraw(TransferId id) external {
        IRights.View memory seen = RIGHTS.look(_rightOf(id), 0);
        _releasing(Role.HOLD, seen.holder, seen.area);

        _closeOffer(TransferId.unwrap(id), TransferState.WITHDRAWN);
        _record(_subject(id), TransferWithdrawn.selector, 1, abi.encode(id, msg.sender));
        RIGHTS.unlock(TransferId.unwrap(id), msg.sender);
    }

    /// @inheritdoc ITransfers
    function expire(Terms calldata terms, PartyId holder, address proposer) external {
        TransferId id = _idOf(terms);
        if (terms.until > block.timestamp) revert OfferRuns(TransferId.unwrap(id), terms.until);

        _endOffer(
            TransferId.unwrap(id),
            _hash(terms, holder, proposer),
            bytes32(uint256(TransferState.EXPIRED))
        );
        _record(_subject(id), TransferExpired.selector, 1, abi.encode(id, msg.sender));
        RIGHTS.unlock(TransferId.unwrap(id), msg.sender);
    }

    function _execute(TransferId id, Terms calldata terms, bytes32[] calldata consents)
        private
        returns (IRights.View memory)
    {
        if (_actOf(terms.way) == Act.TRANSFER) {
            return RIGHTS.move(terms.right, terms.to, TransferId.unwrap(id), consents, msg.sender);
        }
        IRights.Grant memory row = IRights.Grant(
            terms.right,
            terms.kind,
            terms.serial,
            terms.to,
            terms.numerator,
            terms.denominator,
            terms.termUntil
        );
        return RIGHTS.grant(row, TransferId.unwrap(id), consents, msg.sender);
    }

    function _recordProposed(TransferId id, PartyId holder, Terms memory terms) private {
        _record(
            _subject(id),
            TransferProposed.selector,
            3,
            abi.encode(
                id,
                holder,
                terms.to,
                terms.way,
                terms.kind,
                terms.termUntil,
                terms.until,
                terms.papers,
                terms.mandate,
                terms.document,
                msg.sender
            )
        );
    }

    function _demandLawful(Terms calldata terms, IRights.View memory seen) private pure {
        if (terms.to == seen.holder) revert TransferToHolder(terms.to);
        bool moves = _actOf(terms.way) == Act.TRANSFER;
        uint16 missing = (moves ? seen.kind.transferPapers : seen.kind.subPapers) & ~terms.papers;
        if (missing != 0) revert PapersMissing(terms.right, missing);
        if (terms.mandate == 0 && isCollective(seen.holderKind)) revert IRights.MandateMissing(terms.right);
    }

    /// Swap and share-in are not open yet.
    function _actOf(uint8 way) private pure returns (uint8) {
        if (way == Way.LEASE) return Act.SUB;
        if (way == Way.ASSIGN) return Act.TRANSFER;
        revert WayNotOpen(way);
    }

    function _hash(Terms calldata terms, PartyId holder, address proposer) private pure returns (bytes32) {
        return keccak256(abi.encode(terms, holder, proposer));
    }

    function _idOf(Terms calldata terms) private view returns (TransferId) {
        return TransferId.wrap(Ids.derive(RightId.unwrap(terms.right), terms.number));
    }

    function _rightOf(TransferId id) private pure returns (RightId) {
        return RightId.wrap(Ids.thingOf(TransferId.unwrap(id)));
    }

    function _subject(TransferId id) private pure returns (Subject) {
        return Subjects.ofThing(TransferId.unwrap(id));
    }
}
