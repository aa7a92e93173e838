// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Barrable} from "./base/Barrable.sol";
import {Gated} from "./base/Gated.sol";
import {Recorder} from "./base/Recorder.sol";
import {IDossiers} from "./interfaces/IDossiers.sol";
import {IEnrolments} from "./interfaces/IEnrolments.sol";
import {IKinds} from "./interfaces/IKinds.sol";
import {IParties} from "./interfaces/IParties.sol";
import {IPostings} from "./interfaces/IPostings.sol";
import {Ids, NOBODY, PartyId} from "./types/Ids.sol";
import {Jurisdiction, Jurisdictions} from "./types/Jurisdiction.sol";
import {PartyKind, Role, Standing} from "./types/Numbers.sol";
import {Subjects} from "./types/Subject.sol";

/// @title Parties 主体
contract Parties is IParties, AccessManaged, Barrable, Gated, Recorder {
    IKinds private immutable KINDS;

    mapping(PartyId => Party) private _parties;

    constructor(address manager, IEnrolments enrolments, IPostings postings, IKinds kinds, IDossiers dossiers)
        AccessManaged(manager)
        Barrable(enrolments)
        Gated(postings)
        Recorder(dossiers)
    {
        KINDS = kinds;
    }

    /// @inheritdoc IParties
    function admit(NewParty calldata row) external restricted returns (PartyId) {
        KINDS.partyKind(row.kind);
        return _register(NOBODY, row);
    }

    /// @inheritdoc IParties
    function register(PartyId issuer, NewParty[] calldata rows) external {
        Jurisdiction[] memory areas = new Jurisdiction[](rows.length);
        for (uint256 i; i < rows.length; ++i) areas[i] = rows[i].area;
        _actingAll(Role.REGISTER, issuer, areas);
        uint16 issuerKind = _known(issuer).kind;

        for (uint256 i; i < rows.length; ++i) {
            // Neighbouring rows mostly are of one kind.
            if (i == 0 || rows[i].kind != rows[i - 1].kind) _demandIssuer(issuer, issuerKind, rows[i].kind);
            _register(issuer, rows[i]);
        }
    }

    /// @inheritdoc IParties
    function renew(PartyId issuer, PartyId id, uint40 until, bytes32 document) external {
        Party storage slot = _known(id);
        _acting(Role.REGISTER, issuer, slot.area);
        _demandIssuer(issuer, _known(issuer).kind, slot.kind);
        _demandFuture(id, until);

        slot.until = until;
        _record(
            Subjects.ofParty(id),
            PartyRenewed.selector,
            2,
            abi.encode(id, issuer, until, document, msg.sender)
       );
    }

    /// @inheritdoc IParties
    function setStanding(PartyId authority, PartyId id, uint8 standing, bytes32 document) external {
        Party storage slot = _known(id);
        _actingPair(Role.APPROVE, authority, slot.area);
        uint16 kind = _known(authority).kind;
        if (kind != PartyKind.BUREAU && kind != PartyKind.REGULATOR) revert NotAnAuthority(authority, kind);
        if (standing != Standing.GOOD && standing != Standing.SUSPENDED) revert StandingUnknown(standing);

        slot.standing = standing;
        _record(
            Subjects.ofParty(id),
            StandingSet.selector,
            2,
            abi.encode(id, authority, standing, document, msg.sender)
       );
    }

    /// @inheritdoc IParties
    function setKeeper(PartyId authority, PartyId id, PartyId keeper, bytes32 document) external {
        Party storage slot = _known(id);
        _actingPair(Role.APPROVE, authority, slot.area);
        uint16 kind = _known(authority).kind;
        if (kind != PartyKind.BUREAU) revert NotAnAuthority(authority, kind);
        if (keeper == id) revert KeeperIsParty(id);
        if (keeper != NOBODY) _known(keeper);

        slot.keeper = keeper;
        _record(
            Subjects.ofParty(id),
            KeeperSet.selector,
            2,
            abi.encode(id, authority, keeper, document, msg.sender)
       );
    }

    /// @inheritdoc IParties
    function bar(PartyId id, bytes32 cause, address actor) external {
        Party storage slot = _known(id);
        _setBar(bytes32(PartyId.unwrap(id)), cause);

        slot.bars += 1;
        _record(Subjects.ofParty(id), PartyBarred.selector, 2, abi.encode(id, cause, actor));
    }

    /// @inheritdoc IParties
    function release(PartyId id, bytes32 cause, address actor) external {
        _clearBar(bytes32(PartyId.unwrap(id)), cause);

        _parties[id].bars -= 1;
        _record(Subjects.ofParty(id), PartyReleased.selector, 2, abi.encode(id, cause, actor));
    }

    /// @inheritdoc IParties
    function party(PartyId id) external view returns (Party memory) {
        return _known(id);
    }

    /// @inheritdoc IParties
    function kindOf(PartyId id) external view returns (uint16) {
        return _known(id).kind;
    }

    /// @inheritdoc IParties
    function demandGood(PartyId id) external view {
        Party storage slot = _known(id);
        if (slot.standing != Standing.GOOD) revert PartyNotInGoodStanding(id);
        if (slot.until != 0 && slot.until <= block.timestamp) revert PartyExpired(id, slot.until);
    }

    function _register(PartyId issuer, NewParty calldata row) private returns (PartyId id) {
        Jurisdictions.check(row.area);
        id = Ids.party(row.area.raw(), row.salt);
        if (_parties[id].kind != 0) revert PartyExists(id);
        _demandFuture(id, row.until);
        PartyId keeper = row.kept ? issuer : NOBODY;

        _parties[id] = Party(keeper, row.area, row.until, row.kind, Standing.GOOD, 0);
        _record(
            Subjects.ofParty(id),
            PartyRegistered.selector,
            2,
            abi.encode(id, issuer, row.kind, row.area, row.until, keeper, row.document, msg.sender)
       );
    }

    function _known(PartyId id) private view returns (Party storage slot) {
        slot = _parties[id];
        if (slot.kind == 0) revert PartyUnknown(id);
    }

    function _demandIssuer(PartyId issuer, uint16 issuerKind, uint16 kind) private view {
        if (KINDS.partyKind(kind).issuers & (1 << issuerKind) == 0) revert NotAnIssuer(issuer, kind);
    }

    function _demandFuture(PartyId id, uint40 until) private view {
        if (until != 0 && until <= block.timestamp) revert PartyExpired(id, until);
    }
}
