"""Sentences for people, in Chinese and English.

Each area has one file in each language, `zh/<area>.toml` and `en/<area>.toml`; tables inside give dotted
keys. A test holds the two languages to the same keys and the same fields.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
HERE = Path(__file__).resolve().parent


def say(key: str, lang: Lang, /, **fields: object) -> str:
    """The sentence of a dotted key, filled with fields.

    Raises KeyError for an unknown key or a field that the sentence names and the caller left out.
    """
    return sentences(lang)[key].format_map(fields)


def has(key: str, lang: Lang) -> bool:
    """Whether a sentence is written for the key."""
    return key in sentences(lang)


@cache
def sentences(lang: Lang) -> dict[str, str]:
    """All sentences of one language by dotted key. Raises ValueError when two files give the same key."""
    merged: dict[str, str] = {}
    for path in sorted((HERE / lang).glob("*.toml")):
        for key, text in _flat("", tomllib.loads(path.read_text("utf-8"))):
            if key in merged:
                raise ValueError(f"{path.name} gives {key} a second time")
            merged[key] = text
    return merged


def _flat(prefix: str, table: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        found += _flat(f"{prefix}{name}.", value) if isinstance(value, dict) else [(prefix + name, str(value))]
    return found
