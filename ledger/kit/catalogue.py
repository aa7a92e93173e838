"""Reads the catalogues of chain-config. Rows are the nation's; a county may have its own, which is read first.

A county's row repeats the code, names its `area` and only what it does otherwise.
"""

import tomllib
from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from ledger.kit.errors import LedgerError
from ledger.kit.home import ROOT
from ledger.kit.jurisdiction import NATION, Jurisdiction, county, parse
from ledger.kit.kinds import AssetKindRow, OrderKindRow, Papers, PartyKindRow, Register, RightKindRow
from ledger.kit.locale import Lang
from ledger.kit.numbers import (
    Act,
    AssetClass,
    AssetKind,
    End,
    Form,
    KeyForm,
    OrderKind,
    Paper,
    PartyKind,
    RightKind,
    Role,
    Shape,
    Unit,
)

FOLDER = ROOT / "chain-config"
Row = dict[str, Any]
Kind = TypeVar("Kind", AssetKindRow, RightKindRow)


@cache
def asset_kinds(folder: Path = FOLDER) -> tuple[AssetKindRow, ...]:
    """Every row of every area. Raises LedgerError CatalogueArea or CatalogueWord."""
    return tuple(_asset_kind(row, area) for row, area in _rows(folder, "asset_kinds"))


@cache
def right_kinds(folder: Path = FOLDER) -> tuple[RightKindRow, ...]:
    """Every row of every area. Raises LedgerError CatalogueArea or CatalogueWord."""
    return tuple(_right_kind(row, area) for row, area in _rows(folder, "right_kinds"))


@cache
def party_kinds(folder: Path = FOLDER) -> tuple[PartyKindRow, ...]:
    """One row for each kind of party. Raises LedgerError CatalogueArea or CatalogueWord."""
    return tuple(
        PartyKindRow(_one(PartyKind, row["code"]), _mask(Role, row["roles"]), _mask(PartyKind, row["vouched_by"]))
        for row, _ in _rows(folder, "party_kinds")
    )


@cache
def order_kinds(folder: Path = FOLDER) -> tuple[OrderKindRow, ...]:
    """One row for each kind of order. Raises LedgerError CatalogueArea or CatalogueWord."""
    return tuple(
        OrderKindRow(_one(OrderKind, row["code"]), _mask(PartyKind, row["issuers"]), row["days"], row["source"])
        for row, _ in _rows(folder, "order_kinds")
    )


def asset_kind(kind: int, area: Jurisdiction = NATION, folder: Path = FOLDER) -> AssetKindRow:
    """The row that holds in an area: its county's, else the nation's. Raises KeyError for an unknown kind."""
    return _at(asset_kinds(folder), kind, area)


def right_kind(kind: int, area: Jurisdiction = NATION, folder: Path = FOLDER) -> RightKindRow:
    """The row that holds in an area: its county's, else the nation's. Raises KeyError for an unknown kind."""
    return _at(right_kinds(folder), kind, area)


@cache
def statutory_register(kind: int, folder: Path = FOLDER) -> Register | None:
    """The statutory register that binds for security over a kind of right; None where the kind can be no security."""
    for table in _table(folder, "registers")["rows"]:
        for entry in table["rights"]:
            if _one(RightKind, entry["right"]) == kind:
                names: dict[Lang, str] = {"zh": table["zh"], "en": table["en"]}
                return Register(table["code"], entry["effect"], entry["source"], names)
    return None


def label(member: IntEnum, lang: Lang) -> str:
    """What people call a number: `label(Role.LEND, "zh")` is 放款. Raises KeyError for a word that is no table's."""
    return _labels()[type(member).__name__, member.value][lang]


def labels() -> dict[str, dict[str, dict[str, str]]]:
    """Every word of every table: table -> number as text -> code, zh, en."""
    words = [(word["name"], word["rows"]) for word in _table(FOLDER, "numbers").values()]
    words += [
        ("AssetKind", _table(FOLDER, "asset_kinds")["rows"]),
        ("RightKind", _table(FOLDER, "right_kinds")["rows"]),
    ]
    return {
        name: {
            str(row["number"]): {"code": row["code"], "zh": row["zh"], "en": row["en"]} for row in rows if "zh" in row
        }
        for name, rows in words
    }


@cache
def _labels() -> dict[tuple[str, int], Mapping[Lang, str]]:
    tables = [(word["name"], word["rows"]) for word in _table(FOLDER, "numbers").values()]
    tables += [
        ("AssetKind", _table(FOLDER, "asset_kinds")["rows"]),
        ("RightKind", _table(FOLDER, "right_kinds")["rows"]),
    ]
    return {
        (name, row["number"]): {"zh": row["zh"], "en": row["en"]}
        for name, rows in tables
        for row in rows
        if "zh" in row
    }


def _asset_kind(row: Row, area: Jurisdiction) -> AssetKindRow:
    return AssetKindRow(
        number=_one(AssetKind, row["code"]),
        area=area,
        asset_class=_one(AssetClass, row["class"]),
        unit=_one(Unit, row["unit"]),
        keys=_mask(KeyForm, row["keys"], first=1),
        movable=row.get("movable", False),
        days=row["days"],
        confirmers=_mask(PartyKind, row["confirmers"]),
        land=row.get("land", ""),
    )


def _right_kind(row: Row, area: Jurisdiction) -> RightKindRow:
    papers = {
        _one(Act, act): Papers(_mask(Paper, by.get("required", ())), _mask(Paper, by.get("expected", ())))
        for act, by in row.get("papers", {}).items()
    }
    return RightKindRow(
        number=_one(RightKind, row["code"]),
        area=area,
        shape=_one(Shape, row["shape"]),
        end=_one(End, row["end"]),
        forms=_mask(Form, row.get("forms", ()), first=1),
        acts=_mask(Act, row.get("acts", ()), first=1),
        at_registration=row.get("at_registration", False),
        max_years=row.get("max_years", 0),
        holders=_mask(PartyKind, row.get("holders", ())),
        lenders=_mask(PartyKind, row.get("lenders", ())),
        parents=_mask(RightKind, row.get("parents", ())),
        assets=_mask(AssetKind, row["assets"]),
        papers=papers,
        contract_only=row.get("contract_only", False),
        source=row["source"],
    )


def _at(rows: Iterable[Kind], kind: int, area: Jurisdiction) -> Kind:
    by_area = {row.area: row for row in rows if row.number == kind}
    return by_area.get(county(area)) or by_area[NATION]


def _rows(folder: Path, name: str) -> list[tuple[Row, Jurisdiction]]:
    """Rows with their areas; a county's is filled from the nation's."""
    rows: list[Row] = _table(folder, name)["rows"]
    nation = {row["code"]: row for row in rows if "area" not in row}
    found = []
    for row in rows:
        area = parse(row["area"]) if "area" in row else NATION
        if row["code"] not in nation or (area != NATION and area != county(area)):
            raise LedgerError("CatalogueArea", table=name, row=row["code"])
        found.append(({**nation[row["code"]], **row}, area))
    return found


def _table(folder: Path, name: str) -> Row:
    return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))


Number = TypeVar("Number", bound=IntEnum)


def _one(numbers: type[Number], code: str) -> Number:
    try:
        return numbers[code.upper()]
    except KeyError:
        raise LedgerError("CatalogueWord", table=numbers.__name__, word=code) from None


def _mask(numbers: type[IntEnum], codes: Iterable[str], first: int = 0) -> int:
    return sum(1 << (_one(numbers, code) - first) for code in codes)
