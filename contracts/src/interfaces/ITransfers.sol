// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {PartyId, RightId, TransferId} from "../types/Ids.sol";

/// A right is granted (出租) or changes holder (转让) by agreement.
interface ITransfers {
    /// What holder and transferee agree on. The price stands in the document.
    /// @param right the parent of a grant, or the right that moves
    /// @param way `Way`: lease grants a sub-right, assign moves the right itself
    /// @param kind of the sub-right; with serial, share and term: zero for a move
    /// @param until last moment to accept
    /// @param papers mask of `Paper` enclosed in the document
    /// @param number the holder's own number
    struct Terms {
        RightId right;
        uint8 way;
        PartyId to;
        uint16 kind;
        uint32 serial;
        uint32 numerator;
        uint32 denominator;
        uint40 termUntil;
        uint40 until;
        uint16 papers;
        uint64 number;
        bytes32 mandate;
        bytes32 document;
    }

    event TransferProposed(
        TransferId indexed transfer,
        PartyId indexed holder,
        PartyId indexed transferee,
        uint8 way,
        uint16 kind,
        uint40 term_until,
        uint40 until,
        uint16 papers,
        bytes32 mandate,
        bytes32 document,
        address actor
    );
    event TransferAccepted(TransferId indexed transfer, PartyId indexed transferee, address actor);
    event TransferWithdrawn(TransferId indexed transfer, address actor);
    event TransferExpired(TransferId indexed transfer, address actor);

    error WayNotOpen(uint8 way);
    error TransferToHolder(PartyId party);
    error PapersMissing(RightId right, uint16 missing);

    /// @notice The holder proposes; the right is barred until the offer ends.
    function propose(Terms calldata terms) external returns (TransferId);

    /// @notice The transferee accepts at the head that it expects. Two persons.
    /// @param proposer the officer who proposed, who accepts nothing here
    /// @param consents the registered covenants on the right, each lifted for this transfer
    function accept(
        Terms calldata terms,
        address proposer,
        bytes32 expectedHead,
        bytes32[] calldata consents
    ) external;

    /// @notice The holder takes the proposal back.
    function withdraw(TransferId transfer) external;

    /// @notice Writes the end of an offer whose date has passed. Anybody.
    /// @param holder who held the right when it was proposed, and the officer who proposed
    function expire(Terms calldata terms, PartyId holder, address proposer) external;
}
