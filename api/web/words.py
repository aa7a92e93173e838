"""How a page writes things in its language: dates, amounts, labels, who is who."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum
from fractions import Fraction

from markupsafe import Markup, escape

from ledger.desks.names import Names
from ledger.kit import area, catalogue, money
from ledger.kit.ids import kind_of, serial_of
from ledger.kit.locale import Lang, has, say
from ledger.kit.numbers import AssetKind, PartyKind, RightKind, Unit
from ledger.parties.queries import Party

BEIJING = timezone(timedelta(hours=8))
INVENTED = "（虚构）"
_PRIVATE = (PartyKind.HOUSEHOLD, PartyKind.PERSON)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Words:
    """One page's language. ``people``: parties by id, as far as the page meets them."""

    def __init__(self, lang: Lang, names: Names, people: Mapping[bytes, Party] | None = None) -> None:
        self.lang = lang
        self.names = names
        self.people: dict[bytes, Party] = dict(people or {})
        self.several: set[int] = set()
        """Kinds of right of which the page shows more than one: all of them are numbered."""

    def t(self, key: str, /, **fields: object) -> Markup:
        """Return a sentence of the pages, its fields escaped."""
        return self.say(f"web.{key}", **fields)

    def say(self, key: str, /, **fields: object) -> Markup:
        """Return any sentence, its fields escaped."""
        return Markup(say(key, self.lang, **{name: escape(value) for name, value in fields.items()}))

    def knows(self, key: str) -> bool:
        """Whether a sentence of the pages is written."""
        return has(f"web.{key}", self.lang)

    def data(self, text: str) -> Markup:
        """Text that people entered, in Chinese whatever the page's language."""
        plain = escape(text.removesuffix(INVENTED))
        chinese = self.lang != "zh" and not plain.isascii()
        return Markup('<span lang="zh">{}</span>').format(plain) if chinese else plain

    def label(self, member: IntEnum) -> str:
        """Return the word for a number of the catalogues."""
        return catalogue.label(member, self.lang)

    def cap(self, text: str) -> str:
        """Begin with a capital letter, as a sentence or a heading does."""
        return type(text)(text[:1].upper() + text[1:])

    def date(self, seconds: int) -> str:
        """2026年11月22日, or 22 Nov 2026, in Beijing."""
        day = datetime.fromtimestamp(seconds, BEIJING)
        if self.lang == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def moment(self, seconds: int) -> str:
        """Date with hour and minute, in Beijing."""
        return f"{self.date(seconds)} {datetime.fromtimestamp(seconds, BEIJING):%H:%M}"

    def iso(self, seconds: int) -> str:
        """RFC 3339, for programs."""
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")

    def until(self, seconds: int | None) -> str:
        """Return a date that may be none: 0 has no end."""
        return self.date(seconds) if seconds else str(self.t("no_end"))

    def mu(self, square: int) -> str:
        """亩 of hundredths of a square metre."""
        return area.mu(square)

    def yuan(self, fen: int) -> str:
        """Yuan with two places."""
        return money.yuan(fen)

    def quantity(self, kind: int, quantity: int) -> str:
        """Return a quantity with its unit."""
        unit = catalogue.asset_kind(kind).unit
        if unit is Unit.AREA:
            return str(self.t("unit.area", number=self.mu(quantity)))
        number = self.yuan(quantity) if unit is Unit.FEN else f"{quantity:,}"
        return str(self.t(f"unit.{unit.name.lower()}", number=number))

    def share(self, share: Fraction) -> str:
        """Return a share as people say it."""
        return str(self.t("whole")) if share == 1 else f"{share.numerator}/{share.denominator}"

    def kind(self, kind: int) -> str:
        """Return the word for a kind of asset."""
        return self.label(AssetKind(kind))

    def right(self, right: bytes) -> str:
        """Return the word for a right, or for that of a record about one, or for the asset as a whole."""
        kind, serial = kind_of(right), serial_of(right)
        if not kind:
            return str(self.t("whole_asset"))
        name = self.label(RightKind(kind))
        numbered = serial and (serial > 1 or kind in self.several)
        return str(self.t("numbered", name=name, serial=serial)) if numbered else name

    def party(self, party: bytes | None) -> Markup:
        """Return who somebody is. Of households and persons everybody reads the surname at most."""
        found = self.people.get(party or b"")
        if found is None:
            return self.t("nobody") if not party or not any(party) else self.t("somebody")
        name = self.names.name(found.document).removesuffix(INVENTED)
        if found.kind in _PRIVATE:
            return (
                Markup("{} {}").format(self.label(found.kind), self.data(f"{name[0]}**"))
                if name
                else (self.t("private", kind=self.label(found.kind)))
            )
        return self.data(name) if name else self.t("unnamed", kind=self.label(found.kind))

    def paper(self, root: bytes | None, otherwise: str) -> Markup:
        """Return a document by its name, or what it is where the office cannot read its name."""
        name = self.names.name(root)
        return self.data(name) if name else escape(otherwise)
