"""What all codes share: the characters that people and spreadsheets put between and around them."""

import unicodedata

_NOISE = {ord(character): None for character in " \t\r\n\u00a0\u200b\u200e\u200f\u2060\ufeff'-‐‑–—_."}


def strip(text: str) -> str:
    """Full-width to half-width, no blanks, dashes, dots or invisible characters, upper case."""
    return unicodedata.normalize("NFKC", text).translate(_NOISE).upper()


def ascii_digits(text: str) -> bool:
    """True for 0–9 alone; `str.isdigit` would also take the digits of other scripts."""
    return text.isascii() and text.isdigit()
