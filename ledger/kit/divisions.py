"""The divisions of one county (chain-config/divisions.csv): which exist, what they are called, what a cell means."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ledger.kit.codes import CodeError, division
from ledger.kit.codes._text import strip
from ledger.kit.home import ROOT

__all__ = ["DIVISIONS", "DivisionAmbiguous", "DivisionUnknown", "Divisions", "Place"]

DIVISIONS = ROOT / "chain-config" / "divisions.csv"
_BODY = re.compile(r"(社区居民委员会|社区居委会|村民委员会|居民委员会|居委会|村委会)$")
_GROUP = re.compile(r"^(.*?)第?(\d{1,2}|[一二三四五六七八九]?十?[一二三四五六七八九]?)(?:村民)?小?组$")
_NUMERALS = {character: value for value, character in enumerate("十一二三四五六七八九")}


class DivisionUnknown(CodeError):
    """No division of the county has this code or name; `near` names what comes closest."""


class DivisionAmbiguous(CodeError):
    """Several divisions have this name; `near` lists them with their townships."""


class Place(NamedTuple):
    """A division that exists: `code` as an integer of 14 digits, `name` with its township."""

    code: int
    name: str


class Divisions:
    """Division codes of 2 to 12 digits with their names; a villagers' group of a known village is known."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        self.rows = dict(rows)

    @classmethod
    def load(cls, *paths: Path, more: Iterable[tuple[str, str]] = ()) -> "Divisions":
        """Read `code,name` tables (lines that start with # are words about the table) and add the rows `more`."""
        rows: dict[str, str] = {}
        for path in paths or (DIVISIONS,):
            with path.open(encoding="utf-8", newline="") as lines:
                table = csv.DictReader(line for line in lines if not line.startswith("#"))
                rows.update((row["code"], row["name"]) for row in table)
        return cls(rows | dict(more))

    def name(self, code: int) -> str | None:
        """Township and village (and group) of a 14-digit code, or None when there is no such division."""
        text = f"{code:014d}"
        digits = division.level(text) if code else 0
        known = text[: min(digits, 12)]
        if known not in self.rows:
            return None
        township = self.rows.get(known[:9], "") if digits >= 12 else ""
        group = f"{int(text[12:])}组" if digits == 14 else ""
        return township + _place_name(self.rows[known]) + group

    def find(self, text: str) -> Place:
        """What a cell means: a code, a code with its name behind it, or a name, with or without township and group.

        Raises CodeError: a code of the wrong form, DivisionUnknown or DivisionAmbiguous.
        """
        plain = strip(text)
        digits = re.match(r"\d*", plain)
        if digits and len(digits[0]) > 1:
            code = int(division.validate(digits[0]))
            name = self.name(code)
            if name is None:
                raise DivisionUnknown("DivisionUnknown", value=text, near=self._near(digits[0]) or "—")
            return Place(code, name)
        return self._by_name(text, plain)

    def _by_name(self, text: str, plain: str) -> Place:
        group = _GROUP.match(plain)
        number = _number(group[2]) if group else 0
        name = group[1] if group and number else plain
        codes = self._names.get(strip(_place_name(name)), set()) | self._names.get(name, set())
        if len(codes) > 1:
            near = "、".join(f"{self.name(code)} {str(code)[:12]}" for code in sorted(codes)[:4])
            raise DivisionAmbiguous("DivisionAmbiguous", value=text, near=near)
        for code in codes:
            whole = code + number
            return Place(whole, self.name(whole) or "")
        raise DivisionUnknown("DivisionUnknown", value=text, near=self._near(plain) or "—")

    @cached_property
    def _names(self) -> dict[str, set[int]]:
        names: dict[str, set[int]] = defaultdict(set)
        above = "".join(name for code, name in self.rows.items() if len(code) <= 6)
        for code, name in self.rows.items():
            whole = int(code.ljust(14, "0"))
            township = self.rows.get(code[:9], "") if len(code) == 12 else ""
            county = self.rows.get(code[:6], "") if len(code) > 6 else ""
            for short in {name, _place_name(name)}:
                for front in {"", township, county + township, above + township}:
                    names[strip(front + short)].add(whole)
        return names

    def _near(self, plain: str) -> str:
        if plain[:1].isdigit():
            parts = (plain[:digits] for digits in (9, 6) if plain[:digits] in self.rows)
            return "、".join(f"{part} {self.rows[part]}" for part in parts) or "、".join(
                f"{code} {name}" for code, name in self.rows.items() if len(code) == 6
            )
        close = [name for name in self._names if plain[:2] and plain[:2] in name and len(name) < 8]
        return "、".join(close[:4])


def _place_name(name: str) -> str:
    """The place a committee is named after: 溪南村委会 -> 溪南村, 龙津社区居委会 -> 龙津社区."""
    body = _BODY.search(name)
    if not body:
        return name
    short = name[: body.start()]
    return short + (
        "社区" if body[0].startswith("社区") or body[0].startswith("居") else "" if short.endswith("村") else "村"
    )


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if not text or text.count("十") > 1:
        return 0
    tens, found, ones = text.partition("十")
    if not found:
        return _NUMERALS[text] if len(text) == 1 else 0
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)
