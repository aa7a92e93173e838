// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {NATION} from "./Numbers.sol";

/// A division code of 14 decimal digits: province 2, city 2, county 2, township 3, village 3, villagers' group 2.
/// Trailing zero groups mean the whole of the level above; 10^14 is the nation; 0 is nowhere.
type Jurisdiction is uint48;

using {Jurisdictions.contains, Jurisdictions.county, Jurisdictions.raw} for Jurisdiction global;

library Jurisdictions {
    error JurisdictionInvalid(Jurisdiction area);

    function raw(Jurisdiction area) internal pure returns (uint48) {
        return Jurisdiction.unwrap(area);
    }

    function check(Jurisdiction area) internal pure {
        uint48 code = Jurisdiction.unwrap(area);
        // A code needs its province: 1e12 is the first that has one.
        if (code > NATION || code < 1e12) revert JurisdictionInvalid(area);
    }

    function contains(Jurisdiction outer, Jurisdiction inner) internal pure returns (bool) {
        check(outer);
        check(inner);
        uint48 o = Jurisdiction.unwrap(outer);
        uint48 i = Jurisdiction.unwrap(inner);
        if (o == NATION) return true;
        if (i == NATION) return false;
        uint48 unit = _unit(o);
        return o / unit == i / unit;
    }

    function county(Jurisdiction area) internal pure returns (Jurisdiction) {
        uint48 code = Jurisdiction.unwrap(area);
        return Jurisdiction.wrap(code == NATION ? code : code - (code % 1e8));
    }

    /// The size of the last group that is not all zeros.
    function _unit(uint48 code) private pure returns (uint48) {
        if (code % 1e2 != 0) return 1;
        if (code % 1e5 != 0) return 1e2;
        if (code % 1e8 != 0) return 1e5;
        if (code % 1e10 != 0) return 1e8;
        if (code % 1e12 != 0) return 1e10;
        return 1e12;
    }
}
