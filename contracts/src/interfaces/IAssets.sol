// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AssetId, ObjectionId, PartyId} from "../types/Ids.sol";
import {Jurisdiction} from "../types/Jurisdiction.sol";

/// Things on the register.
interface IAssets {
    /// One slot. An alias holds its asset's id in the place of the collective.
    struct Asset {
        PartyId collective;
        Jurisdiction area;
        uint16 kind;
        uint8 status;
        uint8 bars;
        uint8 openObjections;
        uint40 deadline;
    }

    /// @param naturalKey keccak256(abi.encode(uint8 form, bytes)); its words stand in the document
    /// @param quantity 0.01 m² or pieces, as the kind's unit says
    struct NewAsset {
        bytes32 naturalKey;
        uint16 kind;
        Jurisdiction area;
        uint56 quantity;
        bytes32 document;
    }

    struct Objection {
        PartyId receiver;
        bool open;
    }

    event AssetRegistered(
        AssetId indexed asset,
        PartyId indexed collective,
        bytes32 natural_key,
        uint16 kind,
        Jurisdiction area,
        uint56 quantity,
        bytes32 document,
        address actor
    );
    event AssetAmended(AssetId indexed asset, uint56 quantity, bytes32 document, address actor);
    /// A code that came later; absence of any other is one proof.
    event AssetCoded(AssetId indexed asset, AssetId indexed code, bytes32 natural_key, address actor);
    /// The bureau takes away a code that is another's; `CodeReceived` follows in that other's dossier.
    event CodeLost(
        AssetId indexed asset,
        AssetId indexed code,
        PartyId indexed authority,
        bytes32 document,
        address actor
    );
    event CodeReceived(
        AssetId indexed asset,
        AssetId indexed code,
        PartyId indexed authority,
        bytes32 natural_key,
        bytes32 document,
        address actor
    );
    event AssetReassigned(
        AssetId indexed asset,
        PartyId indexed collective,
        PartyId indexed authority,
        Jurisdiction area,
        bytes32 document,
        address actor
    );
    event AssetAnnounced(AssetId indexed asset, uint40 deadline, bytes32 document, address actor);
    event ObjectionRaised(
        ObjectionId indexed objection,
        PartyId indexed receiver,
        PartyId indexed objector,
        bytes32 document,
        address actor
    );
    event ObjectionClosed(
        ObjectionId indexed objection,
        PartyId indexed confirmer,
        uint8 outcome,
        bytes32 document,
        address actor
    );
    /// An upheld objection sends the asset back to its collective.
    event AssetReturned(AssetId indexed asset, ObjectionId indexed objection, address actor);
    event AssetConfirmed(AssetId indexed asset, PartyId indexed confirmer, address actor);
    event AssetRetired(AssetId indexed asset, PartyId indexed authority, bytes32 document, address actor);
    event AssetBarred(AssetId indexed asset, bytes32 indexed cause, address actor);
    event AssetReleased(AssetId indexed asset, bytes32 indexed cause, address actor);

    error AssetExists(AssetId asset);
    error CodeNotGiven(AssetId asset);
    error AssetUnknown(AssetId asset);
    error AssetStatusIs(AssetId asset, uint8 status);
    error AssetIsBarred(AssetId asset, uint8 bars);
    error AssetOfAnother(AssetId asset, PartyId collective);
    error QuantityMissing(AssetId asset);
    error AreaNotOfCollective(AssetId asset, Jurisdiction area);
    error NotACollective(PartyId party, uint16 kind);
    error NotAConfirmer(PartyId party, uint16 kind);
    error NotAReceiver(PartyId party, uint16 kind);
    error InterestedReceiver(PartyId receiver);
    error ObjectionsOpen(AssetId asset, uint8 openObjections);
    error ObjectionExists(ObjectionId objection);
    error ObjectionNotOpen(ObjectionId objection);
    error OutcomeUnknown(uint8 outcome);
    error PublicityOver(AssetId asset, uint40 deadline);
    error HeadsDoNotMatch(uint256 assets, uint256 heads);
    error PublicityRuns(AssetId asset, uint40 deadline);

    /// @notice A collective, or its keeper, registers what it owns.
    function register(PartyId collective, NewAsset[] calldata rows) external;

    /// @notice Corrects an asset that is not yet announced.
    function amend(PartyId collective, AssetId asset, uint56 quantity, bytes32 document) external;

    /// @notice Gives an asset a further natural key; registering that key afterwards is refused.
    function code(PartyId collective, AssetId asset, bytes32 naturalKey) external;

    /// @notice Starts publicity (公示) for the days that the kind asks.
    function announce(PartyId collective, AssetId[] calldata assets, bytes32 document) external;

    /// @notice The receiving body, neither registrant, its keeper nor objector, records an objection before the deadline.
    function object(PartyId receiver, AssetId asset, PartyId objector, uint64 number, bytes32 document)
        external
        returns (ObjectionId);

    /// @notice The confirming body upholds or dismisses an objection, or records that it was withdrawn.
    function closeObjection(PartyId confirmer, ObjectionId objection, uint8 outcome, bytes32 document) external;

    /// @notice The confirming body confirms after publicity. Two persons; one head an asset, all checked before the first row.
    function confirm(PartyId confirmer, AssetId[] calldata assets, bytes32[] calldata heads) external;

    /// @notice The bureau moves a squatted or misplaced asset. Two persons.
    function reassign(
        PartyId authority,
        AssetId asset,
        PartyId collective,
        Jurisdiction area,
        bytes32 document
    ) external;

    /// @notice The bureau points a code at the asset that it belongs to, away from one that squats it. Two persons.
    /// @param naturalKey the code, which was given to another asset by `code`
    function redirect(PartyId authority, AssetId asset, bytes32 naturalKey, bytes32 document) external;

    /// @notice The bureau takes an asset that was never confirmed off the register. Two persons.
    function retire(PartyId authority, AssetId asset, bytes32 document) external;

    /// @notice Enrolled contracts: one more order lies on the asset.
    function bar(AssetId asset, bytes32 cause, address actor) external;

    /// @notice Only the contract that barred releases.
    function release(AssetId asset, bytes32 cause, address actor) external;

    /// @notice Reverts `AssetUnknown` unless registered under this id itself.
    function asset(AssetId id) external view returns (Asset memory);

    /// @notice The asset that an id stands for: itself, or what an alias points to; 0 when absent.
    function resolve(AssetId id) external view returns (AssetId);

    function objection(ObjectionId id) external view returns (Objection memory);
}
