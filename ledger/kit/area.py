"""Areas are whole hundredths of a square metre, below 2^56.

1 亩 = 10,000/15 m² exactly = 200,000/3 of our units. Into units we round half up, off by at most 0.005 m²; a number
of 亩 with up to four places comes back the same when shown with four places (0.0001 亩 is 6.67 units).
"""

import re
from fractions import Fraction

from ledger.kit.errors import LedgerError

MOST = (1 << 56) - 1
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?", re.ASCII)
UNITS = {
    "亩": Fraction(200_000, 3),
    "平方米": Fraction(100),
    "公顷": Fraction(1_000_000),
}
"""Our units in one of each."""


def parse(text: str, unit: str) -> int:
    """Hundredths of a square metre of a number of 亩, 平方米 or 公顷. Raises LedgerError AreaMalformed."""
    body = text.strip()
    if not _NUMBER.fullmatch(body):
        raise LedgerError("AreaMalformed", text=text)
    whole, _, part = body.replace(",", "").partition(".")
    # In whole numbers, because a register of ten thousand rows is read in a second and fractions take a tenth of it.
    above: int = int(whole + part) * UNITS[unit].numerator
    below: int = 10 ** len(part) * UNITS[unit].denominator
    area = (2 * above + below) // (2 * below)
    if area > MOST:
        raise LedgerError("AreaMalformed", text=text)
    return area


def mu(area: int, places: int = 2) -> str:
    """亩 with thousands, rounded half up to some places: `1,234.57`."""
    return _fixed(Fraction(area) / UNITS["亩"], places)


def square_metres(area: int) -> str:
    """Square metres with two places, exact: `823.40`."""
    return f"{area // 100:,}.{area % 100:02d}"


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _fixed(value: Fraction, places: int) -> str:
    scaled = _half_up(value * 10**places)
    whole, part = divmod(scaled, 10**places)
    return f"{whole:,}.{part:0{places}d}" if places else f"{whole:,}"
