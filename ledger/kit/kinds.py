"""Rows of the catalogues: kinds of asset, right, party and order, and the statutory registers.

`row` of each gives the fields in the order in which the contract `Kinds` stores them; what the chain does not enforce
stands beside it. Masks have bit 1 << number, those of forms and acts 1 << (number - 1).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.locale import Lang
from ledger.kit.numbers import Act, AssetClass, AssetKind, End, OrderKind, PartyKind, RightKind, Shape, Unit


@dataclass(frozen=True, slots=True)
class Papers:
    """Papers of one act, as masks of Paper: law refuses without the required, the expected are warned of."""

    required: int = 0
    expected: int = 0

    def missing(self, shown: int) -> "Papers":
        """What is not among the papers shown."""
        return Papers(self.required & ~shown, self.expected & ~shown)


@dataclass(frozen=True, slots=True)
class AssetKindRow:
    """A kind of asset; `land` is the code of GB/T 21010-2017, or empty."""

    number: AssetKind
    area: Jurisdiction
    asset_class: AssetClass
    unit: Unit
    keys: int
    movable: bool
    days: int
    confirmers: int
    land: str

    @property
    def row(self) -> tuple[int, int, int, bool, int, int]:
        """class, unit, key forms, movable, publicity days, confirmers."""
        return (self.asset_class, self.unit, self.keys, self.movable, self.days, self.confirmers)


@dataclass(frozen=True, slots=True)
class RightKindRow:
    """A kind of right. `assets`, `holders`, `lenders`, `parents`, `forms`, `acts` are masks; `papers` goes by act."""

    number: RightKind
    area: Jurisdiction
    shape: Shape
    end: End
    forms: int
    acts: int
    at_registration: bool
    max_years: int
    holders: int
    lenders: int
    parents: int
    assets: int
    papers: Mapping[Act, Papers]
    contract_only: bool
    source: str

    def papers_for(self, act: Act) -> Papers:
        """Papers of an act; none for acts that ask none."""
        return self.papers.get(act, Papers())

    @property
    def row(self) -> tuple[int, int, int, int, bool, int, int, int, int, int, int, int]:
        """shape, end, forms, acts, at registration, years, holders, lenders, parents, papers of three acts."""
        transfer, security, sub = (self.papers_for(act).required for act in (Act.TRANSFER, Act.SECURITY, Act.SUB))
        limits = (self.at_registration, self.max_years, self.holders, self.lenders, self.parents)
        return (self.shape, self.end, self.forms, self.acts, *limits, transfer, security, sub)


@dataclass(frozen=True, slots=True)
class PartyKindRow:
    """A kind of party: roles of its postings, and the kinds that may vouch for it (0: government alone admits it)."""

    number: PartyKind
    roles: int
    issuers: int

    @property
    def row(self) -> tuple[int, int]:
        """roles, issuers."""
        return (self.roles, self.issuers)


@dataclass(frozen=True, slots=True)
class OrderKindRow:
    """A kind of order: who may lay it, for how many days at most."""

    number: OrderKind
    issuers: int
    days: int
    source: str

    @property
    def row(self) -> tuple[int, int]:
        """issuers, most days."""
        return (self.issuers, self.days)


@dataclass(frozen=True, slots=True)
class Register:
    """The statutory register that binds for a kind of right: constitutive, opposability, or none."""

    code: str
    effect: str
    source: str
    names: Mapping[Lang, str]
