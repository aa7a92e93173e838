"""The command line without a chain: exit codes, help and errors in both languages, the shape of --json."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from ledger.cli.command import Settings
from ledger.cli.main import COMMANDS, language, root
from ledger.kit.locale import LANGS, Lang, say


def run(home: Path, *words: str, lang: Lang = "en", keyboard: str = "") -> Result:
    return CliRunner().invoke(root, list(words), obj=Settings(lang), env={"LEDGER_HOME": str(home)}, input=keyboard)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_names_every_command_in_the_readers_language(tmp_path: Path, lang: Lang) -> None:
    shown = run(tmp_path, "--help", lang=lang)
    assert shown.exit_code == 0
    for name in COMMANDS:
        assert name in shown.stdout
        assert say(f"cli.help.{name}", lang)[:12] in shown.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(tmp_path: Path, name: str) -> None:
    for lang in LANGS:
        shown = run(tmp_path, name, "--help", lang=lang)
        assert shown.exit_code == 0, shown.output
        assert shown.stdout.startswith(say("usage.prefix", lang) + f"ledger {name}" if lang == "en" else "用法：")
        assert ("Options" in shown.stdout, "选项" in shown.stdout) == (lang == "en", lang == "zh")
        assert "Show this message" not in shown.stdout


def test_the_machines_language_counts_unless_one_is_asked_for() -> None:
    assert language([], {"LANG": "en_US.UTF-8"}) == "en"
    assert language([], {"LANG": "zh_CN.UTF-8"}) == "zh"
    assert language([], {"LANG": "C"}) == "zh"
    assert language([], {}) == "zh"
    assert language(["verify", "--lang", "en"], {"LANG": "zh_CN.UTF-8"}) == "en"
    assert language(["verify", "--lang=zh"], {"LC_ALL": "en_GB.UTF-8"}) == "zh"


WRONG = {
    "nonsense": "CommandUnknown",
    "approve nonsense": "CommandUnknown",
    "verify --nonsense": "OptionUnknown",
    "rewind": "ArgumentMissing",
    "rewind x": "ValueWrong",
    "rewind -- -1": "ValueWrong",
    "up --port x": "ValueWrong",
    "notices": "OptionMissing",
    "notices --party": "OptionMisused",
    "notices --party x --limit 0": "ValueWrong",
    "verify --lang fr": "ValueWrong",
    "verify --json=3": "OptionMisused",
    "verify all of it": "ArgumentsTooMany",
    "import none.xlsx": "ValueWrong",
    "mortgage record-number X --date soon": "ValueWrong",
    f"mortgage propose-change assign X --document {__file__}": "UsageWrong",
}
"""Words, and the code of what is wrong with them."""


@pytest.mark.parametrize("words", WRONG)
def test_wrong_usage_is_exit_2_and_one_sentence_in_the_readers_language(tmp_path: Path, words: str) -> None:
    for lang in LANGS:
        plain = run(tmp_path, *words.split(), lang=lang)
        assert (plain.exit_code, plain.stdout) == (2, "")
        assert "--help" in plain.stderr
        chinese = [letter for letter in plain.stderr if "\u4e00" <= letter <= "\u9fff"]
        assert bool(chinese) is (lang == "zh"), plain.stderr
        at = next((at for at, word in enumerate(words.split()) if word.startswith("-")), len(words))
        told = run(tmp_path, *words.split()[:at], "--json", *words.split()[at:], lang=lang)
        error = orjson.loads(told.stdout)["error"]
        assert (told.exit_code, error["code"]) == (2, WRONG[words])
        assert error["says"] == told.stderr.strip()


@pytest.mark.parametrize("lang", LANGS)
def test_the_language_that_is_asked_for_holds_for_wrong_usage_too(tmp_path: Path, lang: Lang) -> None:
    said = run(tmp_path, "rewind", "x", "--lang", lang, lang="en" if lang == "zh" else "zh")
    assert said.stderr.strip() == say(
        "errors.ValueWrong", lang, name="BLOCK", wanted=say("usage.least", lang, low=0), command="ledger rewind"
    )


@pytest.mark.parametrize("where", [0, 1, 2, 3])
@pytest.mark.parametrize("option", [("--json",), ("--lang", "en")])
def test_language_and_json_may_stand_before_the_command_too(
    tmp_path: Path, option: tuple[str, ...], where: int
) -> None:
    words = ["asset", "show", "X"]
    plain = run(tmp_path, *words, lang="zh")
    said = run(tmp_path, *words[:where], *option, *words[where:], lang="zh")

    if option == ("--json",):
        error = orjson.loads(said.stdout)["error"]
        assert error["says"] == plain.stderr.strip()
    else:
        assert said.stdout == ""
        assert "deploy" in said.stderr.lower() != plain.stderr.lower()
    assert said.exit_code == plain.exit_code != 0


def test_the_last_word_on_the_language_counts(tmp_path: Path) -> None:
    said = run(tmp_path, "--lang", "en", "verify", "--lang", "zh", lang="en")
    assert "部署" in said.stderr


@pytest.mark.parametrize("words", [[], ["approve"]])
def test_without_a_command_the_help_is_shown_and_it_is_exit_2(tmp_path: Path, words: list[str]) -> None:
    assert run(tmp_path, *words).exit_code == 2


def test_whoever_breaks_off_is_told_so(tmp_path: Path) -> None:
    said = run(tmp_path, "key", "new", "clerk", lang="zh")
    assert said.exit_code == 1
    assert "已中止" in said.stderr


def test_an_error_is_one_sentence_with_what_to_do_and_exit_1(tmp_path: Path) -> None:
    said = {}
    for lang in ("zh", "en"):
        result = run(tmp_path, "verify", "--lang", lang)
        assert result.exit_code == 1
        assert result.stdout == ""
        assert "Traceback" not in result.stderr
        said[lang] = result.stderr
    assert "部署" in said["zh"]
    assert "deploy" in said["en"].lower()


def test_with_json_an_error_is_one_document(tmp_path: Path) -> None:
    result = run(tmp_path, "verify", "--json")
    assert result.exit_code == 1
    error = orjson.loads(result.stdout)["error"]
    assert error.keys() == {"code", "says", "fields"}
    assert error["code"] == "DeploymentMissing"


def test_down_without_anything_running_is_fine(tmp_path: Path) -> None:
    assert orjson.loads(run(tmp_path, "down", "--json").stdout) == {"stopped": False}


def test_a_key_is_made_once_and_listed(tmp_path: Path) -> None:
    made = run(tmp_path, "key", "new", "clerk", "--json", keyboard="secret\nsecret\n")
    assert made.exit_code == 0, made.output
    listed = orjson.loads(run(tmp_path, "key", "list", "--json").stdout)
    assert [row["name"] for row in listed["keys"]] == ["clerk"]
    assert listed["keys"][0]["address"].startswith("0x")
    again = run(tmp_path, "key", "new", "clerk", "--password", "other")
    assert again.exit_code == 1
    assert "clerk" in again.stderr
