"""The sentences of words.json: one file for Python and the browser."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

LANGS = ("zh", "en")

# A list and no category of Unicode's: every version of Python and every browser must take the same.
_UNSEEN = re.compile(
    r"["
    r"\u0000-\u001f\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000f0000-\U0010ffff"
    r"]"
)
_STRANGE = re.compile(r"[^!-~\u3001-\u3015\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_BLANK = re.compile(r"\{([a-z_]+)\}")


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))
    return found


def seen(text: str) -> str:
    """The text with a sign, ``[U+202E]``, for every character that shows nothing, turns the text around it, moves a
    terminal's cursor, or looks as each font likes: a field may hold anything, and must not be taken for a sentence."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def sentence(key: str, lang: str, /, **fields: object) -> str:
    """The sentence of a key (``refusal.head``) in a language, its blanks filled in once: a blank in what is filled in
    stays. KeyError for an unknown key."""
    text: str = _words()[lang][key]
    return _BLANK.sub(lambda blank: seen(str(fields[blank[1]])) if blank[1] in fields else blank[0], text)


def spelled(text: str) -> str:
    """The text with a sign behind every character that is neither ASCII nor Chinese: a code with a Cyrillic A is
    another code, and reads the same."""
    return _STRANGE.sub(lambda found: f"{found[0]}[U+{ord(found[0]):04X}]", text)


def has(key: str, lang: str) -> bool:
    """Whether there is a sentence of this key."""
    return key in _words()[lang]


def keys(lang: str) -> set[str]:
    """Every key of a language."""
    return set(_words()[lang])
