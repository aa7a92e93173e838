"""The sentences of words.json: one file for Python and the browser."""

import json
from functools import cache
from pathlib import Path
from typing import Any

LANGS = ("zh", "en")


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))
    return found


def sentence(key: str, lang: str, /, **fields: object) -> str:
    """The sentence of a key (``refusal.head``) in a language, its fields filled in. KeyError for an unknown key."""
    text: str = _words()[lang][key]
    for name, value in fields.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def keys(lang: str) -> set[str]:
    """Every key of a language."""
    return set(_words()[lang])
