"""An invented township in a real county (Xiapu), with three invented villages.

No township of any county has a code from 900 up (GB/T 10114: 001–099 subdistricts, 100–199 towns, 200–399 townships),
and no village of the county bears one of the names; a test holds both against the real table.
"""

from dataclasses import dataclass

from ledger.kit.divisions import Divisions
from ledger.kit.jurisdiction import Jurisdiction

__all__ = ["COUNTY", "ROWS", "TOWNSHIP", "VILLAGES", "VillagePlace", "divisions"]

COUNTY = Jurisdiction(35092100000000)
TOWNSHIP = Jurisdiction(35092199000000)


@dataclass(frozen=True, slots=True)
class VillagePlace:
    """A village: what it lives on, how many groups and households it has, and the start of its own numbers."""

    code: str
    name: str
    lives_on: str
    groups: int
    households: int
    prefix: str

    @property
    def area(self) -> Jurisdiction:
        """Fourteen digits of the village."""
        return Jurisdiction(int(self.code) * 100)

    def group(self, number: int) -> Jurisdiction:
        """Fourteen digits of one of its groups."""
        return Jurisdiction(int(self.code) * 100 + number)


VILLAGES = (
    VillagePlace("350921990201", "青屿村", "coast", 6, 140, "QY"),
    VillagePlace("350921990202", "松坞村", "forest", 5, 130, "SW"),
    VillagePlace("350921990203", "禾塘村", "fields", 5, 130, "HT"),
)
ROWS = (("350921990", "海云镇（虚构）"), *((village.code, village.name + "委会") for village in VILLAGES))
"""What the divisions of the county are given in addition."""


def divisions() -> Divisions:
    """The real county and the invented township."""
    return Divisions.load(more=ROWS)
