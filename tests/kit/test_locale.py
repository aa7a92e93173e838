"""Sentences: every key in both languages, naming the same fields; errors speak through them."""

import string

import pytest

from ledger.kit.errors import LedgerError
from ledger.kit.locale import LANGS, Lang, has, say, sentences


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(sentences("zh")) == sorted(sentences("en"))


def test_both_languages_name_the_same_fields() -> None:
    differing = [key for key, text in sentences("zh").items() if _fields(text) != _fields(sentences("en")[key])]
    assert differing == []


@pytest.mark.parametrize("lang", LANGS)
def test_an_error_says_its_sentence(lang: Lang) -> None:
    error = LedgerError("IdMalformed", text="0x1", size=16)

    assert error.say(lang) == say("errors.IdMalformed", lang, text="0x1", size=16)
    assert "16" in error.say(lang)


def test_an_error_without_a_sentence_shows_code_and_fields() -> None:
    assert not has("errors.NobodyWroteThis", "en")
    assert str(LedgerError("NobodyWroteThis", id="0x1")) == "NobodyWroteThis id=0x1"


def test_an_unknown_key_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        say("no.such.key", "en")
