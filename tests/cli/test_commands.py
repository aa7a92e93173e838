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
        assert shown.stdout.startswith("Usage: ledger") or "Usage:" in shown.stdout


def test_the_machines_language_counts_unless_one_is_asked_for() -> None:
    assert language([], {"LANG": "en_US.UTF-8"}) == "en"
    assert language([], {"LANG": "zh_CN.UTF-8"}) == "zh"
    assert language([], {"LANG": "C"}) == "zh"
    assert language([], {}) == "zh"
    assert language(["verify", "--lang", "en"], {"LANG": "zh_CN.UTF-8"}) == "en"
    assert language(["verify", "--lang=zh"], {"LC_ALL": "en_GB.UTF-8"}) == "zh"


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["rewind"],
        ["rewind", "x"],
        ["notices", "--party", "x", "--limit", "0"],
        ["notices"],
        ["verify", "--lang", "fr"],
        ["import", "none.xlsx"],
    ],
)
def test_wrong_usage_is_exit_2(tmp_path: Path, words: list[str]) -> None:
    assert run(tmp_path, *words).exit_code == 2


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
