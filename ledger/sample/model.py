"""What the generator makes: parties, households, assets and contracts, as plain data. All of it is invented."""

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.intake.columns import Field
from ledger.intake.rows import Key, Scalar
from ledger.kit.ids import NaturalKey
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.numbers import AssetKind, Lack, PartyKind, RightKind
from ledger.sample.places import VillagePlace

__all__ = ["Contract", "Household", "Member", "Party", "SampleAsset", "World"]


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation or a household. `code` is the sample's own word for it; `keeper` the code of its keeper.

    `salt`: 32 bytes drawn from the seed, so that the sample's ids are the same every time. (A real party's is random.)
    """

    code: str
    kind: PartyKind
    name: str
    credit_code: str
    area: Jurisdiction
    salt: bytes
    keeper: str | None = None

    def document(self) -> dict[str, Scalar]:
        """Named fields of the party's record document."""
        return {"name": self.name, "credit_code": self.credit_code, "area": f"{self.area:014d}", "invented": True}


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a household."""

    name: str
    identity_number: str
    relation: str


@dataclass(frozen=True, slots=True)
class Household:
    """A household, its head first among the members. It is one party; its members are in the document alone."""

    party: Party
    village: int
    group: int
    members: tuple[Member, ...]

    def document(self) -> dict[str, Scalar]:
        """Named fields of the household's record document: a leaf for each fact about each member."""
        fields = self.party.document()
        for number, member in enumerate(self.members, 1):
            fields[f"member_{number}_name"] = member.name
            fields[f"member_{number}_identity_number"] = member.identity_number
            fields[f"member_{number}_relation"] = member.relation
        return fields


@dataclass(frozen=True, slots=True)
class SampleAsset:
    """An asset as it stands in its village's workbook: `cells` by column. `holder` is the code of the party that
    holds its layer `right` (the village collective's, unless it is a household's land or homestead); `term` the days
    from the day of play until the layer ends, None for no end.
    """

    village: int
    kind: AssetKind
    key: Key
    cells: Mapping[Field, str | int | float | None]
    right: RightKind | None
    holder: str
    term: int | None = None

    @property
    def natural(self) -> NaturalKey:
        """The natural key that the workbook's row will have."""
        return self.key.natural()


@dataclass(frozen=True, slots=True)
class Contract:
    """A lease or a land management right, granted by the holder of an asset's layer before the ledger began.

    `start` and `until` are days from the day on which the sample is played: a negative `until` has run out, within
    the sample's 120 days; None is a contract without an end date. `rent` is fen a year. `serial` counts from 1 within
    asset and kind.
    """

    number: str
    asset: NaturalKey
    kind: RightKind
    serial: int
    grantor: str
    holder: str
    start: int
    until: int | None
    rent: int
    lacks: frozenset[Lack]

    @property
    def has_run_out(self) -> bool:
        """Whether its term is over on the day on which the sample is played."""
        return self.until is not None and self.until < 0

    def document(self) -> dict[str, Scalar]:
        """Named fields of the contract's record document."""
        return {"number": self.number, "rent_fen_per_year": self.rent, "invented": True}


@dataclass(frozen=True, slots=True)
class World:
    """Everything of one seed. `parties` holds the organisations by code, collectives and cooperatives among them."""

    seed: int
    villages: tuple[VillagePlace, ...]
    parties: Mapping[str, Party]
    households: tuple[Household, ...]
    assets: tuple[SampleAsset, ...]
    contracts: tuple[Contract, ...]

    def party(self, code: str) -> Party:
        """An organisation or a household by its code. Raises KeyError."""
        found = self.parties.get(code)
        return found or next(one.party for one in self.households if one.party.code == code)
