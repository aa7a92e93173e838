// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Jurisdiction} from "../types/Jurisdiction.sol";

/// The catalogues: kinds of asset, right, party and order. Data, set by government; a new kind is a row, not code.
/// Masks: bit n stands for number n of the table that is named.
interface IKinds {
    /// @param keyForms forms of natural key, bit form − 1
    /// @param confirmers party kinds whose body confirms
    struct AssetKind {
        uint8 class;
        uint8 unit;
        uint8 keyForms;
        bool movable;
        uint16 publicityDays;
        uint32 confirmers;
    }

    /// @param forms security it can be given as, bit form − 1
    /// @param acts what the holder may do, bit act − 1
    /// @param atRegistration security arises only at statutory registration
    /// @param maxYears longest term; 0: no limit and no term needed
    /// @param holders party kinds that may hold it; 0: any
    /// @param lenders party kinds that may take it as security
    /// @param parents kinds of right that it can be granted from
    /// @param transferPapers papers without which the law refuses the act
    struct RightKind {
        uint8 shape;
        uint8 end;
        uint8 forms;
        uint8 acts;
        bool atRegistration;
        uint16 maxYears;
        uint32 holders;
        uint32 lenders;
        uint56 parents;
        uint16 transferPapers;
        uint16 securityPapers;
        uint16 subPapers;
    }

    /// @param issuers party kinds that may vouch for this kind; 0: government alone admits it
    struct PartyKind {
        uint16 roles;
        uint32 issuers;
    }

    struct OrderKind {
        uint32 issuers;
        uint16 maxDays;
    }

    event AssetKindSet(
        uint16 indexed kind,
        Jurisdiction indexed area,
        uint8 class,
        uint8 unit,
        uint8 key_forms,
        bool movable,
        uint16 publicity_days,
        uint32 confirmers,
        address actor
    );
    event RightKindSet(
        uint16 indexed kind,
        Jurisdiction indexed area,
        uint8 shape,
        uint8 term_end,
        uint8 forms,
        uint8 acts,
        bool at_registration,
        uint16 max_years,
        uint32 holders,
        uint32 lenders,
        address actor
    );
    /// The second half of a row of `RightKindSet`.
    event RightKindRelated(
        uint16 indexed kind,
        Jurisdiction indexed area,
        bytes32 assets,
        uint56 parents,
        uint16 transfer_papers,
        uint16 security_papers,
        uint16 sub_papers,
        address actor
    );
    event PartyKindSet(uint16 indexed kind, uint16 roles, uint32 issuers, address actor);
    event OrderKindSet(uint8 indexed kind, uint32 issuers, uint16 max_days, address actor);

    error AssetKindUnknown(uint16 kind, Jurisdiction area);
    error RightKindUnknown(uint16 kind, Jurisdiction area);
    error PartyKindUnknown(uint16 kind);
    error OrderKindUnknown(uint8 kind);
    error NeitherCountyNorNation(Jurisdiction area);

    /// @param area a county, or the nation; the county's row comes first
    function setAssetKind(uint16 kind, Jurisdiction area, AssetKind calldata row) external;

    /// @param assets kinds of asset on which a layer of this kind can lie
    function setRightKind(uint16 kind, Jurisdiction area, RightKind calldata row, bytes32 assets) external;

    function setPartyKind(uint16 kind, PartyKind calldata row) external;

    function setOrderKind(uint8 kind, OrderKind calldata row) external;

    function assetKind(uint16 kind, Jurisdiction area) external view returns (AssetKind memory);

    function rightKind(uint16 kind, Jurisdiction area) external view returns (RightKind memory);

    /// @notice The kinds of asset on which a layer of this kind can lie, as a mask.
    function assetsOf(uint16 kind, Jurisdiction area) external view returns (bytes32);

    function partyKind(uint16 kind) external view returns (PartyKind memory);

    function orderKind(uint8 kind) external view returns (OrderKind memory);

    /// @notice Length of a publicity day in seconds: 86,400, on test networks less.
    function publicityDay() external view returns (uint40);
}
