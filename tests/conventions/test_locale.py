"""Every sentence for users stands in Chinese and in English, under the same key and with the same blanks."""

from __future__ import annotations

import json
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RAISED = re.compile(r'\b(?:LedgerError|\w+Refused|super\(\).__init__)\(\s*"([A-Z][a-z]\w+)"')


def _sentences(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _sentences(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _blanks(root: Path, lang: str) -> dict[tuple[str, str], set[str]]:
    """(file, key) -> the names of the blanks in that sentence."""
    found = {}
    for path in sorted((root / "ledger" / "kit" / "locale" / lang).glob("*.toml")):
        for key, sentence in _sentences(tomllib.loads(path.read_text(encoding="utf-8"))):
            found[path.name, key] = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
    return found


def test_every_key_stands_in_both_languages_with_the_same_blanks(root: Path) -> None:
    chinese, english = _blanks(root, "zh"), _blanks(root, "en")
    assert sorted(chinese.keys() ^ english.keys()) == []
    assert {at: (chinese[at], english[at]) for at in chinese if chinese[at] != english[at]} == {}


def test_no_key_stands_twice(root: Path) -> None:
    keys = [key for _, key in _blanks(root, "zh")]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_every_error_that_is_raised_has_its_sentence(root: Path) -> None:
    known = {key for _, key in _blanks(root, "zh") if key.startswith("errors.")}
    raised = {
        (str(path.relative_to(root)), code)
        for folder in ("ledger", "api")
        for path in sorted((root / folder).rglob("*.py"))
        for code in RAISED.findall(path.read_text(encoding="utf-8"))
    }
    assert {code for _, code in raised} > {"CertificateSealers", "PartyNotFound"}
    assert sorted((path, code) for path, code in raised if f"errors.{code}" not in known) == []


def test_the_sentences_of_the_check_stand_in_both_languages_with_the_same_blanks(root: Path) -> None:
    words = json.loads((root / "verifier" / "words.json").read_text("utf-8"))
    blanks = {
        lang: {key: {name for _, name, _, _ in string.Formatter().parse(text) if name} for key, text in rows.items()}
        for lang, rows in words.items()
    }
    assert blanks["zh"] == blanks["en"]
    assert list(words["zh"]) == list(words["en"])
