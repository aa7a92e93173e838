// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {MortgageId, PartyId, RightId} from "../types/Ids.sol";

/// A ranked claim of a lender on a right, granted by its holder (抵押、质押、融资担保).
interface IMortgages {
    /// What grantor and lender agree on. Amounts, rate and debtor stand in the document.
    /// @param debtorIsGrantor collective property secures nobody else's debts
    /// @param capUntil end of the period of a maximum-amount mortgage (最高额); 0: not capped
    /// @param until last moment to accept
    /// @param papers mask of `Paper` enclosed in the document
    /// @param mandate the resolution, or the hash of the recorded paper mandate, when the holder is a collective
    /// @param number the grantor's own number
    struct Terms {
        RightId right;
        PartyId lender;
        uint8 form;
        uint8 covenant;
        bool debtorIsGrantor;
        uint40 capUntil;
        uint40 until;
        uint16 papers;
        uint64 number;
        bytes32 mandate;
        bytes32 document;
    }

    /// What the lender proposes to become of a mortgage.
    /// @param kind `ChangeKind`: renewal, assignment, rank
    /// @param lender assignment: the new lender
    /// @param other rank: the mortgage directly behind, which takes the place of this one
    /// @param capUntil renewal: the new end of the capped period, later than the old; 0 where it is not capped
    /// @param until last moment to agree
    /// @param number the lender's own number under the mortgage
    struct Change {
        MortgageId mortgage;
        uint8 kind;
        PartyId lender;
        MortgageId other;
        uint40 capUntil;
        uint40 until;
        uint64 number;
        bytes32 document;
    }

    /// One slot. `records`: amendments, changes and the discharge are numbered under the mortgage.
    /// `claimed`: the grantor says that the debt has ended, and the lender has not answered.
    struct Mortgage {
        PartyId lender;
        uint8 state;
        uint8 form;
        uint16 records;
        uint40 capUntil;
        bool claimed;
    }

    event MortgageProposed(
        MortgageId indexed mortgage,
        PartyId indexed grantor,
        PartyId indexed lender,
        uint8 form,
        uint8 covenant,
        bool debtor_is_grantor,
        uint40 cap_until,
        uint40 until,
        uint16 papers,
        bytes32 mandate,
        bytes32 document,
        address actor
    );
    event MortgageWithdrawn(MortgageId indexed mortgage, address actor);
    /// @param state effective, or pending until the statutory number is recorded
    event MortgageAccepted(
        MortgageId indexed mortgage,
        RightId indexed right_id,
        PartyId indexed lender,
        uint8 state,
        uint8 rank,
        address actor
    );
    event StatutoryNumberRecorded(
        MortgageId indexed mortgage, uint40 registered_at, bytes32 document, uint8 state, address actor
    );
    event MortgageAmended(
        MortgageId indexed mortgage, uint16 record_number, uint40 cap_until, bytes32 document, address actor
    );
    event MortgageConsented(
        MortgageId indexed mortgage, bytes32 indexed cause, bytes32 document, address actor
    );
    event MortgageDischarged(
        MortgageId indexed mortgage,
        PartyId indexed authority,
        uint16 record_number,
        bytes32 document,
        address actor
    );

    event MortgageChangeProposed(
        MortgageId indexed mortgage,
        bytes32 indexed change,
        uint8 kind,
        PartyId lender,
        MortgageId other,
        uint40 cap_until,
        uint40 until,
        bytes32 document,
        address actor
    );
    event MortgageChangeWithdrawn(MortgageId indexed mortgage, bytes32 indexed change, address actor);
    event MortgageRenewed(
        MortgageId indexed mortgage,
        bytes32 indexed change,
        uint16 record_number,
        uint40 cap_until,
        bytes32 document,
        address actor
    );
    event MortgageAssigned(
        MortgageId indexed mortgage,
        bytes32 indexed change,
        PartyId indexed lender,
        PartyId former,
        uint16 record_number,
        bytes32 document,
        address actor
    );
    /// @param mortgage whose place falls by one; `other` takes it
    event MortgageRankChanged(
        MortgageId indexed mortgage,
        bytes32 indexed change,
        MortgageId indexed other,
        uint16 record_number,
        bytes32 document,
        address actor
    );
    event MortgageEndClaimed(
        MortgageId indexed mortgage, PartyId indexed grantor, bytes32 document, address actor
    );
    event MortgageEndDenied(MortgageId indexed mortgage, bytes32 document, address actor);

    error MortgageNotLive(MortgageId mortgage, uint8 state);
    error FormNotAllowed(RightId right, uint8 form);
    error CovenantInvalid(uint8 form, uint8 covenant);
    error LenderKindRefused(PartyId lender, uint16 kind);
    error LenderIsGrantor(PartyId party);
    error DebtOfAnother(RightId right);
    error PapersMissing(RightId right, uint16 missing);
    error CapInPast(uint40 capUntil);
    /// A later end is a renewal, which the grantor agrees to; what is not capped stays so.
    error CapExtended(MortgageId mortgage, uint40 capUntil);
    error CapNotRenewed(MortgageId mortgage, uint40 capUntil);
    error ChangeKindDiffers(MortgageId mortgage, uint8 kind);
    /// The last number is the discharge's.
    error RecordsFull(MortgageId mortgage);
    error AlreadyTheLender(MortgageId mortgage, PartyId lender);
    error EndClaimed(MortgageId mortgage);
    error EndNotClaimed(MortgageId mortgage);
    error RankDiffers(MortgageId mortgage, uint8 rank);
    error RegisteredInFuture(uint40 registeredAt);
    error NotACourt(PartyId authority, uint16 kind);

    /// @notice The holder proposes.
    function propose(Terms calldata terms) external returns (MortgageId);

    /// @notice The holder takes the proposal back.
    function withdraw(MortgageId mortgage) external;

    /// @notice The lender accepts at the rank and the head that it expects. Two persons.
    /// @param proposer the officer who proposed, who accepts nothing here
    /// @param consents the covenants of earlier pledges, each lifted for this mortgage
    function accept(
        Terms calldata terms,
        address proposer,
        uint8 expectedRank,
        bytes32 expectedHead,
        bytes32[] calldata consents
    ) external;

    /// @notice The lender records the statutory number and date; a pending mortgage becomes effective.
    function recordStatutoryNumber(MortgageId mortgage, uint40 registeredAt, bytes32 document) external;

    /// @notice The lender records an amendment that the document proves. Two persons.
    function amend(
        MortgageId mortgage,
        uint40 capUntil,
        bytes32 document,
        bytes32 expectedHead
    ) external;

    /// @notice The lender lifts its covenant for one act. Two persons.
    function consent(MortgageId mortgage, bytes32 cause, bytes32 document) external;

    /// @notice The lender discharges. Two persons.
    function discharge(MortgageId mortgage, bytes32 document) external;

    /// @notice A court discharges in the lender's place. Two persons.
    function dischargeByCourt(PartyId court, MortgageId mortgage, bytes32 document) external;

    /// @notice The lender proposes a renewal, an assignment, or to let the mortgage behind go first.
    function proposeChange(Change calldata change) external returns (bytes32 id);

    /// @notice The lender takes its proposal back.
    function withdrawChange(MortgageId mortgage, uint64 number) external;

    /// @notice The right's holder agrees to a renewal. Two persons.
    /// @param proposer the lender's officer who proposed, who agrees to nothing here
    function renew(Change calldata change, address proposer, bytes32 expectedHead) external;

    /// @notice The new lender agrees to take the claim over. Two persons.
    function assign(Change calldata change, address proposer, bytes32 expectedHead) external;

    /// @notice The right's holder agrees that two neighbours swap. Two persons.
    /// @param ladder every live mortgage of the right by rising place: their number proves that none is left out
    function changeRank(
        Change calldata change,
        address proposer,
        bytes32 expectedHead,
        bytes32[] calldata ladder
    ) external;

    /// @notice The right's holder records that the debt has ended; it is shown until the lender answers.
    function claimEnd(MortgageId mortgage, bytes32 document) external;

    /// @notice The lender answers that the debt has not ended. (Discharge is the other answer.)
    function denyEnd(MortgageId mortgage, bytes32 document) external;

    function mortgage(MortgageId id) external view returns (Mortgage memory);
}
