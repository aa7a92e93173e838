"""A field with two mortgages in the county, and the office that issues certificates about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledger.certificates.issue import Asked
from ledger.kit.ids import AssetId, RightId
from ledger.kit.numbers import RightKind
from tests.certificates import headers
from tests.certificates.judges import Judges
from tests.certificates.office import Office
from tests.county import Body, County


@dataclass
class Field:
    """``first`` and ``second``: its mortgages."""

    village: Body
    holder: Body
    asset: AssetId
    right: RightId
    first: bytes
    second: bytes


@pytest.fixture(scope="session")
def field(county: County) -> Field:
    village = county.village()
    holder = county.household(village)
    (asset,) = county.confirmed(village, "field")
    right = county.layer(village, asset, RightKind.CONTRACT, holder)
    first = county.mortgage(right, holder, county.bank, 1)
    return Field(village, holder, asset, right, first, county.mortgage(right, holder, county.next_bank, 2))


@pytest.fixture(scope="session")
def office(county: County, field: Field) -> Office:
    return Office(county)


@pytest.fixture(scope="session")
def judges(tool: Callable[[str], Path]) -> Iterator[Judges]:
    both = Judges(tool("node"))
    yield both
    both.close()


@pytest.fixture(scope="session")
def file(field: Field, office: Office) -> bytes:
    return office.issue(Asked("asset", field.asset))


@pytest.fixture(scope="module")
def browser(judges: Judges) -> Iterator[None]:
    """Every judgement about seals is the browser's, too."""
    headers.BROWSER.append(judges)
    yield
    headers.BROWSER.clear()
