"""How a report writes what it tells: times, quantities, money, names of rights, fields; Chinese or English.

The browser writes the same (values.js).
"""

from datetime import datetime, timedelta
from typing import Any, Self

from verifier.fold import pinned
from verifier.words import has, seen, sentence

_EPOCH = datetime(1970, 1, 1, 8)
"""As a clock in Beijing showed it. Counted from here: what a system knows of time ends on some in the year 3000."""
_LAST = 253_402_272_000
"""The year 10000 in Beijing: no calendar here goes so far."""
_MU = 2_000
"""A hundredth of a 亩 is 2,000/3 hundredths of a square metre."""


class Line(str):
    """A line of the report. ``key``: which sentence it is, ``field`` for a field of a document; a layout goes by it."""

    __slots__ = ("key",)
    key: str

    def __new__(cls, key: str, text: str) -> Self:
        """The text with its key."""
        own = super().__new__(cls, text)
        own.key = key
        return own


class Values:
    """In one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def say(self, key: str, /, **fields: object) -> Line:
        """A sentence of the report."""
        return Line(key, sentence(f"report.{key}", self.lang, **fields))

    def listed(self, words: list[str]) -> str:
        """Words with commas between."""
        return self.say("and").join(words)

    def time(self, seconds: int) -> str:
        """A time in Beijing, to the second."""
        if seconds >= _LAST:
            return self.say("far")
        return f"{_EPOCH + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}"

    def date(self, seconds: int) -> str:
        """The day of a time, in Beijing."""
        return self.time(seconds) if seconds >= _LAST else self.time(seconds)[:10]

    def label(self, table: str, number: int) -> str:
        """The word for a number of the catalogues."""
        row = pinned()["labels"][table].get(str(number))
        return str(row[self.lang]) if row else str(number)

    def mask(self, table: str, mask: int) -> str:
        """The words for the bits of a mask."""
        return self.listed([self.label(table, bit) for bit in range(mask.bit_length()) if mask >> bit & 1])

    def coded(self, table: str, code: str) -> str:
        """The word for a code of the catalogues; a code that is none stays."""
        return next((str(row[self.lang]) for row in pinned()["labels"][table].values() if row["code"] == code), code)

    def right(self, thing: str) -> str:
        """What a right is called, from its own id or that of something about it; the asset as a whole has no kind."""
        kind, serial = int(thing[34:38] or "0", 16), int(thing[38:46] or "0", 16)
        return self.say("named_right", kind=self.label("RightKind", kind), serial=serial) if kind else self.say("whole")

    def quantity(self, kind: int, quantity: int) -> str:
        """In the unit of the kind of asset: 亩 and square metres, yuan, pieces …"""
        unit = pinned()["labels"]["Unit"].get(str(pinned()["units"].get(str(kind))))
        if unit is None:
            return str(quantity)
        hundredths = (3 * quantity + _MU // 2) // _MU
        fields = {"mu": hundred(hundredths), "square": hundred(quantity), "yuan": hundred(quantity)}
        return self.say(f"unit_{unit['code']}", number=f"{quantity:,}", **fields)

    def money(self, fen: int) -> str:
        """Yuan of fen."""
        return self.say("unit_fen", yuan=hundred(fen))

    def field(self, pointer: str, value: Any) -> Line:
        """A field of a document: by its name where the name is known, its pointer beside."""
        name, shown = f"field.{pointer[1:]}", self._shown(pointer, value)
        if has(name, self.lang):
            text = self.say("field_known", name=sentence(name, self.lang), pointer=pointer, value=shown)
        else:
            text = self.say("field", pointer=pointer, value=shown)
        return Line("field", text)

    def _shown(self, pointer: str, value: Any) -> str:
        if value is None or isinstance(value, bool):
            return self.say("empty" if value is None else "yes" if value else "no")
        if isinstance(value, int) and pointer.endswith(("_fen", "_fen_per_year")):
            return self.money(value)
        if isinstance(value, int) and pointer.endswith("_ppm"):
            whole, part = divmod(abs(value), 10_000)
            return f"{'-' * (value < 0)}{whole}{f'.{part:04d}'.rstrip('0').rstrip('.')}%"
        return seen(str(value))


def hundred(number: int) -> str:
    """A number of hundredths with two places and commas."""
    whole, part = divmod(abs(number), 100)
    return f"{'-' * (number < 0)}{whole:,}.{part:02d}"
