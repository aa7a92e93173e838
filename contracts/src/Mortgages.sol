// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Gated} from "./base/Gated.sol";
import {Offers} from "./base/Offers.sol";
import {Recorder} from "./base/Recorder.sol";
import {IDossiers} from "./interfaces/IDossiers.sol";
import {IMortgages} from "./interfaces/IMortgages.sol";
import {IParties} from "./interfaces/IParties.sol";
import {IPostings} from "./interfaces/IPostings.sol";
import {IRights} from "./interfaces/IRights.sol";
import {isCollective} from "./types/Collective.sol";
import {Ids, MortgageId, PartyId, RightId} from "./types/Ids.sol";
import {Act, Covenant, Form, MortgageState, PartyKind, Role} from "./types/Numbers.sol";
import {Subject, Subjects} from "./types/Subject.sol";

/// @title Mortgages 担保
contract Mortgages is IMortgages, Offers, Gated, Recorder {
    IParties private immutable PARTIES;
    IRights private immutable RIGHTS;

    mapping(MortgageId => Mortgage) private _mortgages;

    constructor(IPostings postings, IParties parties, IRights rights, IDossiers dossiers)
        Gated(postings)
        Recorder(dossiers)
    {
        PARTIES = parties;
        RIGHTS = rights;
    }

    /// @inheritdoc IMortgages
    function propose(Terms calldata terms) external returns (MortgageId id) {
        IRights.View memory seen = RIGHTS.look(terms.right);
        _acting(Role.HOLD, seen.holder, seen.area);
        _demandLawful(terms, seen);
        RIGHTS.check(terms.right, Act.SECURITY);
        id = _idOf(terms);

        _makeOffer(MortgageId.unwrap(id), _hash(terms, seen.holder, msg.sender), terms.until);
        _recordProposed(id, seen.holder, terms);
    }

    /// @inheritdoc IMortgages
    function withdraw(MortgageId id) external {
        IRights.View memory seen = RIGHTS.look(_rightOf(id));
        _releasing(Role.HOLD, seen.holder, seen.area);

        _closeOffer(MortgageId.unwrap(id));
        _record(_subject(id), MortgageWithdrawn.selector, 1, abi.encode(id, msg.sender));
    }

    /// @inheritdoc IMortgages
    function accept(
        Terms calldata terms,
        address proposer,
        uint8 expectedRank,
        bytes32 expectedHead,
        bytes32[] calldata consents
    ) external {
        IRights.View memory seen = RIGHTS.look(terms.right);
        _demandOther(proposer, _actingPair(Role.LEND, terms.lender, seen.area));
        MortgageId id = _idOf(terms);
        DOSSIERS.expect(_subject(id), expectedHead);
        uint8 rank = seen.encumbrances + 1;
        if (rank != expectedRank) revert RankDiffers(id, rank);
        uint8 state = seen.kind.atRegistration ? MortgageState.PENDING : MortgageState.EFFECTIVE;

        _takeOffer(MortgageId.unwrap(id), _hash(terms, seen.holder, proposer), terms.until);
        _mortgages[id] = Mortgage(terms.lender, state, terms.form, 0, terms.capUntil);
        _record(
            _subject(id),
            MortgageAccepted.selector,
            3,
            abi.encode(id, terms.right, terms.lender, state, rank, msg.sender)
        );
        RIGHTS.lock(terms.right, MortgageId.unwrap(id), Act.SECURITY, terms.covenant, consents, msg.sender);
    }

    /// @inheritdoc IMortgages
    function recordStatutoryNumber(MortgageId id, uint40 registeredAt, bytes32 document) external {
        Mortgage storage slot = _live(id);
        _acting(Role.LEND, slot.lender, RIGHTS.areaOf(_rightOf(id)));
        if (registeredAt > block.timestamp) revert RegisteredInFuture(registeredAt);

        slot.state = MortgageState.EFFECTIVE;
        _record(
            _subject(id),
            StatutoryNumberRecorded.selector,
            1,
            abi.encode(id, registeredAt, document, MortgageState.EFFECTIVE, msg.sender)
        );
    }

    /// @inheritdoc IMortgages
    function amend(MortgageId id, uint40 capUntil, bytes32 document, bytes32 expectedHead) external {
        Mortgage storage slot = _live(id);
        _actingPair(Role.LEND, slot.lender, RIGHTS.areaOf(_rightOf(id)));
        DOSSIERS.expect(_subject(id), expectedHead);
        _demandCap(capUntil);

        slot.records += 1;
        slot.capUntil = capUntil;
        _record(
            _subject(id),
            MortgageAmended.selector,
            1,
            abi.encode(id, slot.records, capUntil, document, msg.sender)
        );
    }

    /// @inheritdoc IMortgages
    function consent(MortgageId id, bytes32 cause, bytes32 document) external {
        Mortgage storage slot = _live(id);
        _actingPair(Role.LEND, slot.lender, RIGHTS.areaOf(_rightOf(id)));

        _record(
            _subject(id), MortgageConsented.selector, 2, abi.encode(id, cause, document, msg.sender)
        );
        RIGHTS.lift(MortgageId.unwrap(id), cause, msg.sender);
    }

    /// @inheritdoc IMortgages
    function discharge(MortgageId id, bytes32 document) external {
        Mortgage storage slot = _live(id);
        _releasingPair(Role.LEND, slot.lender, RIGHTS.areaOf(_rightOf(id)));

        _discharge(id, slot, slot.lender, document);
    }

    /// @inheritdoc IMortgages
    function dischargeByCourt(PartyId court, MortgageId id, bytes32 document) external {
        Mortgage storage slot = _live(id);
        _releasingPair(Role.ORDER, court, RIGHTS.areaOf(_rightOf(id)));
        uint16 kind = PARTIES.party(court).kind;
        if (kind != PartyKind.COURT) revert NotACourt(court, kind);

        _discharge(id, slot, court, document);
    }

    /// @inheritdoc IMortgages
    function mortgage(MortgageId id) external view returns (Mortgage memory) {
        return _mortgages[id];
    }

    function _recordProposed(MortgageId id, PartyId grantor, Terms memory terms) private {
        _record(
            _subject(id),
            MortgageProposed.selector,
            3,
            abi.encode(
                id,
                grantor,
                terms.lender,
                terms.form,
                terms.covenant,
                terms.debtorIsGrantor,
                terms.capUntil,
                terms.until,
                terms.papers,
                terms.mandate,
                terms.document,
                msg.sender
            )
        );
    }

    function _discharge(MortgageId id, Mortgage storage slot, PartyId authority, bytes32 document) private {
        slot.state = MortgageState.DISCHARGED;
        slot.records += 1;
        _record(
            _subject(id),
            MortgageDischarged.selector,
            2,
            abi.encode(id, authority, slot.records, document, msg.sender)
        );
        RIGHTS.unlock(MortgageId.unwrap(id), msg.sender);
    }

    function _demandLawful(Terms calldata terms, IRights.View memory seen) private view {
        if (terms.form == 0 || seen.kind.forms & (1 << (terms.form - 1)) == 0) {
            revert FormNotAllowed(terms.right, terms.form);
        }
        bool pledge = terms.form == Form.PLEDGE;
        if (terms.covenant > Covenant.REGISTERED || (pledge && terms.covenant != Covenant.REGISTERED)) {
            revert CovenantInvalid(terms.form, terms.covenant);
        }
        if (terms.lender == seen.holder) revert LenderIsGrantor(terms.lender);
        uint16 kind = PARTIES.party(terms.lender).kind;
        if (seen.kind.lenders & (1 << kind) == 0) revert LenderKindRefused(terms.lender, kind);
        if (isCollective(seen.holderKind)) {
            if (!terms.debtorIsGrantor) revert DebtOfAnother(terms.right);
            if (terms.mandate == 0) revert IRights.MandateMissing(terms.right);
        }
        uint16 missing = seen.kind.securityPapers & ~terms.papers;
        if (missing != 0) revert PapersMissing(terms.right, missing);
        _demandCap(terms.capUntil);
    }

    function _demandCap(uint40 capUntil) private view {
        if (capUntil != 0 && capUntil <= block.timestamp) revert CapInPast(capUntil);
    }

    /// Nothing changes after discharge.
    function _live(MortgageId id) private view returns (Mortgage storage slot) {
        slot = _mortgages[id];
        if (slot.state != MortgageState.PENDING && slot.state != MortgageState.EFFECTIVE) {
            revert MortgageNotLive(id, slot.state);
        }
    }

    function _hash(Terms calldata terms, PartyId holder, address proposer) private pure returns (bytes32) {
        return keccak256(abi.encode(terms, holder, proposer));
    }

    function _idOf(Terms calldata terms) private view returns (MortgageId) {
        return MortgageId.wrap(Ids.derive(RightId.unwrap(terms.right), terms.number));
    }

    function _rightOf(MortgageId id) private pure returns (RightId) {
        return RightId.wrap(Ids.thingOf(MortgageId.unwrap(id)));
    }

    function _subject(MortgageId id) private pure returns (Subject) {
        return Subjects.ofThing(MortgageId.unwrap(id));
    }
}
