// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Gated} from "./base/Gated.sol";
import {Recorder} from "./base/Recorder.sol";
import {IAssets} from "./interfaces/IAssets.sol";
import {IDossiers} from "./interfaces/IDossiers.sol";
import {IKinds} from "./interfaces/IKinds.sol";
import {IOrders} from "./interfaces/IOrders.sol";
import {IParties} from "./interfaces/IParties.sol";
import {IPostings} from "./interfaces/IPostings.sol";
import {IRights} from "./interfaces/IRights.sol";
import {Ids, OrderId, PartyId, RightId} from "./types/Ids.sol";
import {Jurisdiction} from "./types/Jurisdiction.sol";
import {OrderState, Role} from "./types/Numbers.sol";
import {Subject, Subjects} from "./types/Subject.sol";

/// @title Orders 查封、扣押、冻结、异议
contract Orders is IOrders, Gated, Recorder {
    IParties private immutable PARTIES;
    IKinds private immutable KINDS;
    IAssets private immutable ASSETS;
    IRights private immutable RIGHTS;

    mapping(OrderId => Order) private _orders;

    constructor(
        IPostings postings,
        IParties parties,
        IKinds kinds,
        IAssets assets,
        IRights rights,
        IDossiers dossiers
    ) Gated(postings) Recorder(dossiers) {
        PARTIES = parties;
        KINDS = kinds;
        ASSETS = assets;
        RIGHTS = rights;
    }

    /// @inheritdoc IOrders
    function lay(PartyId issuer, RightId right, NewOrder calldata row) external returns (OrderId id) {
        _actingPair(Role.ORDER, issuer, ASSETS.asset(Ids.assetOf(right)).area);
        if (Ids.thingOf(RightId.unwrap(right)) != RightId.unwrap(right)) revert IRights.RightUnknown(right);
        bool whole = RightId.unwrap(right) == RightId.unwrap(Ids.whole(Ids.assetOf(right)));
        id = _lay(issuer, RightId.unwrap(right), row, false);

        _record(
            _subject(id, false),
            OrderLaid.selector,
            3,
            abi.encode(id, right, issuer, row.kind, row.until, row.document, msg.sender)
        );
        if (whole) ASSETS.bar(Ids.assetOf(right), OrderId.unwrap(id), msg.sender);
        else RIGHTS.bar(right, OrderId.unwrap(id), msg.sender);
    }

    /// @inheritdoc IOrders
    function layOnParty(PartyId issuer, PartyId party, NewOrder calldata row) external returns (OrderId id) {
        _actingPair(Role.ORDER, issuer, PARTIES.party(party).area);
        id = _lay(issuer, bytes32(PartyId.unwrap(party)), row, true);

        _record(
            _subject(id, true),
            PartyOrderLaid.selector,
            3,
            abi.encode(id, party, issuer, row.kind, row.until, row.document, msg.sender)
        );
        PARTIES.bar(party, OrderId.unwrap(id), msg.sender);
    }

    /// @inheritdoc IOrders
    function renew(OrderId id, uint40 until, bytes32 document) external {
        Order storage slot = _live(id);
        _actingPair(Role.ORDER, slot.issuer, _areaOf(id, slot.onParty));
        if (slot.until <= block.timestamp) revert OrderOver(id, slot.until);
        _demandTerm(slot.issuer, slot.kind, until);
        if (until <= slot.until) revert OrderTermInvalid(until, slot.until);

        slot.until = until;
        _record(
            _subject(id, slot.onParty),
            slot.onParty ? PartyOrderRenewed.selector : OrderRenewed.selector,
            1,
            abi.encode(id, until, document, msg.sender)
        );
    }

    /// @inheritdoc IOrders
    function lift(OrderId id, bytes32 document) external {
        Order storage slot = _live(id);
        _releasingPair(Role.ORDER, slot.issuer, _areaOf(id, slot.onParty));

        slot.state = OrderState.LIFTED;
        _record(
            _subject(id, slot.onParty),
            slot.onParty ? PartyOrderLifted.selector : OrderLifted.selector,
            1,
            abi.encode(id, document, msg.sender)
        );
        _release(id, slot.onParty);
    }

    /// @inheritdoc IOrders
    function expire(OrderId id) external {
        Order storage slot = _live(id);
        if (slot.until > block.timestamp) revert OrderRuns(id, slot.until);

        slot.state = OrderState.EXPIRED;
        _record(
            _subject(id, slot.onParty),
            slot.onParty ? PartyOrderExpired.selector : OrderExpired.selector,
            1,
            abi.encode(id, msg.sender)
        );
        _release(id, slot.onParty);
    }

    /// @inheritdoc IOrders
    function orderOf(OrderId id) external view returns (Order memory) {
        return _orders[id];
    }

    function _lay(PartyId issuer, bytes32 thing, NewOrder calldata row, bool onParty)
        private
        returns (OrderId id)
    {
        _demandTerm(issuer, row.kind, row.until);
        id = OrderId.wrap(Ids.derive(thing, row.number));
        if (_orders[id].state != 0) revert OrderExists(id);

        _orders[id] = Order(issuer, row.until, row.kind, OrderState.LIVE, onParty);
    }

    function _release(OrderId id, bool onParty) private {
        bytes32 thing = Ids.thingOf(OrderId.unwrap(id));
        RightId right = RightId.wrap(thing);
        if (onParty) PARTIES.release(PartyId.wrap(bytes16(thing)), OrderId.unwrap(id), msg.sender);
        else if (Ids.kindOf(right) == 0) ASSETS.release(Ids.assetOf(right), OrderId.unwrap(id), msg.sender);
        else RIGHTS.unlock(OrderId.unwrap(id), msg.sender);
    }

    function _live(OrderId id) private view returns (Order storage slot) {
        slot = _orders[id];
        if (slot.state != OrderState.LIVE) revert OrderNotLive(id, slot.state);
    }

    /// The kind says who may issue it, and for how long the law lets it stand.
    function _demandTerm(PartyId issuer, uint8 kind, uint40 until) private view {
        IKinds.OrderKind memory row = KINDS.orderKind(kind);
        uint16 issuerKind = PARTIES.kindOf(issuer);
        if (row.issuers & (1 << issuerKind) == 0) revert NotAnOrderIssuer(issuer, issuerKind);
        uint40 longest = uint40(block.timestamp) + uint40(row.maxDays) * 1 days;
        if (until <= block.timestamp || until > longest) revert OrderTermInvalid(until, longest);
    }

    function _areaOf(OrderId id, bool onParty) private view returns (Jurisdiction) {
        bytes32 thing = Ids.thingOf(OrderId.unwrap(id));
        if (onParty) return PARTIES.party(PartyId.wrap(bytes16(thing))).area;
        return ASSETS.asset(Ids.assetOf(RightId.wrap(thing))).area;
    }

    function _subject(OrderId id, bool onParty) private pure returns (Subject) {
        bytes32 thing = Ids.thingOf(OrderId.unwrap(id));
        return onParty ? Subjects.ofParty(PartyId.wrap(bytes16(thing))) : Subjects.ofThing(thing);
    }
}
