"""Money is a whole number of fen (分), below 2^56; yuan and 万元 are how people read and write it. Nothing rounds."""

import re

from ledger.kit.errors import LedgerError

MOST = (1 << 56) - 1
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?", re.ASCII)
_FEN = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}


def parse(text: str, unit: str = "元") -> int:
    """Fen of an amount such as `1,234.5` or `12.5万元`; a unit in the text goes before the one given.

    Raises LedgerError AmountMalformed, also for a part of a fen.
    """
    body, factor = text.strip(), _FEN[unit]
    for name in ("亿元", "万元", "元"):
        if body.endswith(name):
            body, factor = body.removesuffix(name).rstrip(), _FEN[name]
            break
    if not _NUMBER.fullmatch(body):
        raise LedgerError("AmountMalformed", text=text)
    whole, _, part = body.replace(",", "").partition(".")
    scale: int = 10 ** len(part)
    fen, rest = divmod(int(whole + part) * factor, scale)
    if rest or fen > MOST:
        raise LedgerError("AmountMalformed", text=text)
    return fen


def yuan(fen: int) -> str:
    """Yuan with thousands and two places: `1,234.50`."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def wan(fen: int) -> str:
    """万元, exact, with as many places as it needs: `12.345678`."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return (f"{sign}{fen // 1_000_000:,}." + f"{fen % 1_000_000:06d}".rstrip("0")).rstrip(".")
