"""One row of a register: what it becomes, and everything that is said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ledger.intake.columns import Field
from ledger.kit.catalogue import label
from ledger.kit.divisions import Divisions
from ledger.kit.errors import LedgerError
from ledger.kit.ids import NaturalKey
from ledger.kit.jurisdiction import NATION, Jurisdiction
from ledger.kit.natural_key import by_own_number, by_parcel_code, by_unit_code
from ledger.kit.numbers import AssetKind, KeyForm, Unit

__all__ = ["AssetRow", "Change", "Key", "Known", "Owner", "Problem", "Result", "Scalar", "Settings", "Status"]

Scalar = str | int | bool | None


class Key(NamedTuple):
    """A number that an asset goes by: the form and its parts (one code; or credit code, year, own number)."""

    form: KeyForm
    parts: tuple[str, ...]

    def natural(self) -> NaturalKey:
        """The 32 bytes that make the asset the same asset."""
        if self.form == KeyForm.UNIT_CODE:
            return by_unit_code(self.parts[0])
        if self.form == KeyForm.PARCEL_CODE:
            return by_parcel_code(self.parts[0])
        credit, year, number = self.parts
        return by_own_number(credit, int(year), number)


class Owner(NamedTuple):
    """A collective: its credit code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class AssetRow:
    """A row that can be registered.

    `quantity` is hundredths of a square metre, pieces, fen, kilograms or kilowatts, as `unit` says; `value` is fen
    or None. The first of `keys` is the asset's natural key, the others are further codes of the same asset.
    """

    name: str
    kind: AssetKind
    keys: tuple[Key, ...]
    naturals: tuple[NaturalKey, ...]
    jurisdiction: Jurisdiction
    division: str
    place: str
    quantity: int
    unit: Unit
    stated: str
    value: int | None
    owner: Owner
    note: str
    invented: bool

    @property
    def natural(self) -> NaturalKey:
        """The natural key under which the asset is registered."""
        return self.naturals[0]

    def document(self) -> dict[str, Scalar]:
        """The named fields of the asset's record document; `stated` is the quantity as the register had it."""
        fields: dict[str, Scalar] = {
            "name": self.name,
            "kind": label(self.kind, "zh"),
            "division": f"{self.jurisdiction:014d}",
            "division_name": self.division,
            "place": self.place,
            "quantity": self.quantity,
            "unit": label(self.unit, "zh"),
            "stated": self.stated,
            "value_fen": self.value,
            "owner": self.owner.name,
            "owner_code": self.owner.code,
            "note": self.note,
        }
        for key in self.keys:
            fields[key.form.name.casefold()] = key.parts[-1]
            if key.form == KeyForm.OWN_NUMBER:
                fields["year"] = int(key.parts[1])
        return fields | {"invented": True} if self.invented else fields


@dataclass(frozen=True, slots=True)
class Known:
    """An asset that is on the chain. Without its document only what the chain itself holds is compared."""

    kind: int
    jurisdiction: int
    quantity: int
    document: Mapping[str, Scalar] | None = None

    def differences(self, row: AssetRow) -> list[str]:
        """Names of the fields in which a row says something else."""
        pairs: list[tuple[str, Scalar, Scalar]] = [
            ("kind", self.kind, int(row.kind)),
            ("jurisdiction", self.jurisdiction, int(row.jurisdiction)),
            ("quantity", self.quantity, row.quantity),
        ]
        if self.document is not None:
            said = row.document()
            pairs += [(name, self.document.get(name), said.get(name)) for name in sorted({*self.document, *said})]
        return list(dict.fromkeys(name for name, there, here in pairs if there != here))


@dataclass(frozen=True, slots=True)
class Settings:
    """What a dry run is judged against.

    `known`: assets on the chain by natural key. `area`: where the officer may register. `owners`: the collectives
    that may stand in the register, by credit code (None: any). `owner`: whose the rows are that name nobody.
    `max_rows`: a workbook with more is refused (200,000 take half a gigabyte; a village has a few hundred).
    """

    divisions: Divisions
    area: Jurisdiction = NATION
    owner: Owner | None = None
    owners: Mapping[str, str] | None = None
    known: Mapping[NaturalKey, Known] = field(default_factory=dict)
    max_rows: int = 200_000


class Status(StrEnum):
    """What can be done with a row."""

    IMPORTABLE = "importable"
    MEND = "mend"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row must be mended: the column (None: the row as a whole), the cell's text, the error."""

    column: Field | None
    value: str
    error: LedgerError


class Change(NamedTuple):
    """What was normalised in a cell: `code` is a word of `intake.change`, then the text before and after."""

    column: Field
    code: str
    before: str
    after: str


@dataclass(slots=True)
class Result:
    """One row of the file: where it stands, what can be done with it, and why."""

    sheet: str
    number: int
    status: Status
    name: str
    row: AssetRow | None
    problems: list[Problem]
    changes: list[Change]
    like: int | None = None
    """For a duplicate: index in the report's rows of the row it repeats."""
