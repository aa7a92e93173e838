// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MortgageBook} from "./base/MortgageBook.sol";
import {MortgageChanges} from "./base/MortgageChanges.sol";
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
contract Mortgages is MortgageChanges {
    constructor(IPostings postings, IParties parties, IRights rights, IDossiers dossiers)
        MortgageBook(postings, parties, rights, dossiers)
    {}

    /// @inheritdoc IMortgages
    function propose(Terms calldata terms) external returns (MortgageId id) {
        IRights.View memory seen = RIGHTS.look(terms.right, Act.SECURITY);
        _acting(Role.HOLD, seen.holder, seen.area);
        _demandLawful(terms, seen);
        id = _idOf(terms);

        _makeOffer(MortgageId.unwrap(id), _hash(terms, seen.holder, msg.sender), terms.until);
        _recordProposed(id, seen.holder, terms);
    }

    /// @inheritdoc IMortgages
    function withdraw(MortgageId id) external {
        IRights.View memory seen = RIGHTS.look(_rightOf(id), 0);
        _releasing(Role.HOLD, seen.holder, seen.area);

        _closeOffer(MortgageId.unwrap(id), MortgageState.WITHDRAWN);
        _record(_subject(id), MortgageWithdrawn.selector, 1, abi.encode(id, msg.sender));
    }

    /// @inheritdoc IMortgages
    /// @dev `Rights` locks first and answers with what it saw, once; whatever refuses afterwards takes the lock back.
    function accept(
        Terms calldata terms,
        address proposer,
        uint8 expectedRank,
        bytes32 expectedHead,
        bytes32[] calldata consents
    ) external {
        MortgageId id = _idOf(terms);
        _demandOpenOffer(MortgageId.unwrap(id));
        DOSSIERS.expect(_subject(id), expectedHead);
        IRights.View memory seen = RIGHTS.lock(
            terms.right, MortgageId.unwrap(id), Act.SECURITY, terms.covenant, consents, msg.sender
        );
        _demandOther(proposer, _actingPair(Role.LEND, terms.lender, seen.area));
        if (seen.encumbrances + 1 != expectedRank) revert RankDiffers(id, seen.encumbrances + 1);

        _settle(id, terms, seen, proposer);
    }

    /// @inheritdoc IMortgages
    function recordStatutoryNumber(MortgageId id, uint40 registeredAt, bytes32 document) external {
        Mortgage memory live = _live(id);
        _acting(Role.LEND, live.lender, RIGHTS.areaOf(_rightOf(id)));
        if (registeredAt > block.timestamp) revert RegisteredInFuture(registeredAt);

        live.state = MortgageState.EFFECTIVE;
        _keep(id, live);
        _record(
            _subject(id),
            StatutoryNumberRecorded.selector,
            1,
            abi.encode(id, registeredAt, document, live.state, msg.sender)
        );
    }

    /// @inheritdoc IMortgages
    function amend(MortgageId id, uint40 capUntil, bytes32 document, bytes32 expectedHead) external {
        Mortgage memory live = _live(id);
        _actingPair(Role.LEND, live.lender, RIGHTS.areaOf(_rightOf(id)));
        DOSSIERS.expect(_subject(id), expectedHead);
        if (capUntil != live.capUntil && (capUntil == 0 || capUntil > live.capUntil)) {
            revert CapExtended(id, live.capUntil);
        }

        _number(id, live);
        live.capUntil = capUntil;
        _keep(id, live);
        _record(
            _subject(id),
            MortgageAmended.selector,
            1,
            abi.encode(id, live.records, capUntil, document, msg.sender)
        );
    }

    /// @inheritdoc IMortgages
    function consent(MortgageId id, bytes32 cause, bytes32 document) external {
        _actingPair(Role.LEND, _live(id).lender, RIGHTS.areaOf(_rightOf(id)));

        _record(
            _subject(id), MortgageConsented.selector, 2, abi.encode(id, cause, document, msg.sender)
        );
        RIGHTS.lift(MortgageId.unwrap(id), cause, msg.sender);
    }

    /// @inheritdoc IMortgages
    function discharge(MortgageId id, bytes32 document) external {
        Mortgage memory live = _live(id);
        _releasingPair(Role.LEND, live.lender, RIGHTS.areaOf(_rightOf(id)));

        _discharge(id, live, live.lender, document);
    }

    /// @inheritdoc IMortgages
    function dischargeByCourt(PartyId court, MortgageId id, bytes32 document) external {
        Mortgage memory live = _live(id);
        _releasingPair(Role.ORDER, court, RIGHTS.areaOf(_rightOf(id)));
        uint16 kind = PARTIES.kindOf(court);
        if (kind != PartyKind.COURT) revert NotACourt(court, kind);

        _discharge(id, live, court, document);
    }

    function _settle(MortgageId id, Terms calldata terms, IRights.View memory seen, address proposer) private {
        _demandCap(terms.capUntil);
        uint8 state = seen.kind.atRegistration ? MortgageState.PENDING : MortgageState.EFFECTIVE;
        bytes32 agreed = _pack(Mortgage(terms.lender, state, terms.form, 0, terms.capUntil, false));
        _takeOffer(MortgageId.unwrap(id), _hash(terms, seen.holder, proposer), terms.until, agreed);
        _record(
            _subject(id),
            MortgageAccepted.selector,
            3,
            abi.encode(id, terms.right, terms.lender, state, seen.encumbrances + 1, msg.sender)
        );
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

    function _discharge(MortgageId id, Mortgage memory live, PartyId authority, bytes32 document) private {
        live.state = MortgageState.DISCHARGED;
        live.claimed = false;
        live.records += 1;
        _keep(id, live);
        _record(
            _subject(id),
            MortgageDischarged.selector,
            2,
            abi.encode(id, authority, live.records, document, msg.sender)
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
        _demandLender(terms.lender, seen);
        if (isCollective(seen.holderKind)) {
            if (!terms.debtorIsGrantor) revert DebtOfAnother(terms.right);
            if (terms.mandate == 0) revert IRights.MandateMissing(terms.right);
        }
        uint16 missing = seen.kind.securityPapers & ~terms.papers;
        if (missing != 0) revert PapersMissing(terms.right, missing);
        _demandCap(terms.capUntil);
    }

    function _hash(Terms calldata terms, PartyId holder, address proposer) private pure returns (bytes32) {
        return keccak256(abi.encode(terms, holder, proposer));
    }

    function _idOf(Terms calldata terms) private view returns (MortgageId) {
        return MortgageId.wrap(Ids.derive(RightId.unwrap(terms.right), terms.number));
    }
}
