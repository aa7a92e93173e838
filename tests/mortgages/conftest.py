"""A village with its field and its building, and who takes them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.kit.ids import RightId
from ledger.kit.numbers import AssetKind, PartyKind, RightKind, Way
from tests.county import YEAR, Body, County


@pytest.fixture(scope="module")
def village(county: County) -> Body:
    return county.village()


@pytest.fixture(scope="module")
def cooperative(county: County) -> Body:
    return county.party("cooperative", PartyKind.COOPERATIVE)


@pytest.fixture
def management(county: County, village: Body, cooperative: Body) -> RightId:
    """A management right of three years."""
    [asset] = county.confirmed(village, "field")
    parent = county.layer(village, asset, RightKind.CONTRACT, county.household(village))
    term, terms = county.now() + 3 * YEAR, county.transfer_terms(parent, cooperative, Way.LEASE)
    terms = replace(terms, kind=RightKind.MANAGEMENT, serial=1, numerator=1, denominator=1, term_until=term)
    county.transfer(terms, village, cooperative)
    return terms.granted


@pytest.fixture
def building(county: County, village: Body, cooperative: Body) -> RightId:
    """A building: security in it arises at registration."""
    [asset] = county.confirmed(village, "workshop", kind=AssetKind.WORKSHOP)
    return county.layer(village, asset, RightKind.BUILDING, cooperative)
