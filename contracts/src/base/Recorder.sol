// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IDossiers} from "../interfaces/IDossiers.sol";
import {Subject} from "../types/Subject.sol";

/// One event is one record: the bytes that are logged are the bytes that enter the subject's dossier.
abstract contract Recorder {
    IDossiers internal immutable DOSSIERS;

    constructor(IDossiers dossiers) {
        DOSSIERS = dossiers;
    }

    /// Emits an event of the contract's interface and appends it to the dossier.
    /// @param topic0 the event's selector
    /// @param indexed_ how many leading arguments are indexed: one, two or three
    /// @param args abi.encode of all arguments in order: as the indexed ones come first and all are static,
    /// this is topic1 ‖ topic2 ‖ topic3 ‖ data, which `argsHash` is taken of
    function _record(Subject subject, bytes32 topic0, uint256 indexed_, bytes memory args) internal {
        assembly ("memory-safe") {
            let start := add(args, 0x20)
            let data := add(start, shl(5, indexed_))
            let size := sub(mload(args), shl(5, indexed_))
            let topic1 := mload(start)
            switch indexed_
            case 1 { log2(data, size, topic0, topic1) }
            case 2 { log3(data, size, topic0, topic1, mload(add(start, 0x20))) }
            default { log4(data, size, topic0, topic1, mload(add(start, 0x20)), mload(add(start, 0x40))) }
        }
        DOSSIERS.append(subject, topic0, keccak256(args));
    }
}
