// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {OrderId, PartyId, RightId} from "../types/Ids.sol";

/// Bars laid by who may lay them, with a term; later ones queue (轮候).
interface IOrders {
    /// One slot.
    struct Order {
        PartyId issuer;
        uint40 until;
        uint8 kind;
        uint8 state;
        bool onParty;
    }

    /// @param number the issuer's own number
    struct NewOrder {
        uint8 kind;
        uint40 until;
        uint64 number;
        bytes32 document;
    }

    /// @param right_id a right, or an asset as a whole (its id padded with zeros)
    event OrderLaid(
        OrderId indexed order_id,
        RightId indexed right_id,
        PartyId indexed issuer,
        uint8 kind,
        uint40 until,
        bytes32 document,
        address actor
    );
    event OrderRenewed(OrderId indexed order_id, uint40 until, bytes32 document, address actor);
    event OrderLifted(OrderId indexed order_id, bytes32 document, address actor);
    event OrderExpired(OrderId indexed order_id, address actor);
    event PartyOrderLaid(
        OrderId indexed order_id,
        PartyId indexed party,
        PartyId indexed issuer,
        uint8 kind,
        uint40 until,
        bytes32 document,
        address actor
    );
    event PartyOrderRenewed(OrderId indexed order_id, uint40 until, bytes32 document, address actor);
    event PartyOrderLifted(OrderId indexed order_id, bytes32 document, address actor);
    event PartyOrderExpired(OrderId indexed order_id, address actor);

    error OrderExists(OrderId id);
    error OrderNotLive(OrderId id, uint8 state);
    error OrderRuns(OrderId id, uint40 until);
    error OrderOver(OrderId id, uint40 until);
    error OrderTermInvalid(uint40 until, uint40 longest);
    error NotAnOrderIssuer(PartyId issuer, uint16 kind);

    /// @notice Bars a right, or an asset as a whole. Two persons. Later orders queue.
    function lay(PartyId issuer, RightId right, NewOrder calldata row) external returns (OrderId);

    /// @notice Bars a party: nothing it holds moves. Two persons.
    function layOnParty(PartyId issuer, PartyId party, NewOrder calldata row) external returns (OrderId);

    /// @notice Renews before the statutory date. The same authority; two persons.
    function renew(OrderId id, uint40 until, bytes32 document) external;

    /// @notice Only the authority that laid it lifts it. Two persons.
    function lift(OrderId id, bytes32 document) external;

    /// @notice Writes the end of an order whose date has passed. Anybody.
    function expire(OrderId id) external;

    function orderOf(OrderId id) external view returns (Order memory);
}
