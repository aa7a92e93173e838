"""The command as a whole: every case is tested, every command exists, nothing is written, nothing ends it."""

from __future__ import annotations

import ast
import hashlib
import shlex
from pathlib import Path

import click
import orjson
import pytest
from click.testing import CliRunner, Result

from ledger.cli.command import Settings
from ledger.cli.main import root
from ledger.doctor.checks import CHECKS
from ledger.doctor.examine import examine
from ledger.doctor.outcome import State
from ledger.kit.home import ROOT, Home
from ledger.kit.locale import LANGS, Lang, sentences
from tests.doctor import table
from tests.doctor.clinic import NOWHERE, Clinic, patient, sql
from tests.doctor.test_office import compared

SHELL = {
    "chmod",
    "cp",
    "df",
    "export",
    "fuser",
    "mv",
    "pg_isready",
    "pg_restore",
    "psql",
    "rm",
    "sudo",
    "tail",
    "timedatectl",
    "unset",
}
"""Programs of the system that a clerk may be told to type."""
BLANKS = {"common": "5", "recursive": "", "party": "0x" + "00" * 16}
CASES = [(check.name, name) for check in CHECKS for name in check.cases]
COMMANDS = sorted({case.command for check in CHECKS for case in check.cases.values() if case.command})


def doctor(home: Path, *words: str, lang: Lang = "en", **environment: str) -> Result:
    given = {"LEDGER_HOME": str(home), "LEDGER_NETWORK": "embedded", **environment}
    return CliRunner().invoke(root, ["doctor", *words], obj=Settings(lang), env=given)


def files(home: Path) -> dict[str, str]:
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


def test_every_check_has_a_test_that_makes_it_say_each_thing_that_it_may_say() -> None:
    names = " ".join(
        node.name
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )
    assert [f"{check}_{case}" for check, case in CASES if f"{check}_{case}" not in names] == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_case_has_its_sentence_and_no_sentence_is_left_over(lang: Lang) -> None:
    wanted = {f"doctor.{check}.{case}" for check, case in CASES}
    wanted |= {f"doctor.{check.name}.{word}" for check in CHECKS for word in ("title", "looks")}
    assert {key for key in sentences(lang) if key.startswith("doctor.") and key.count(".") == 2} == wanted


@pytest.mark.parametrize("command", COMMANDS)
def test_what_to_type_can_be_typed(command: str) -> None:
    class Blank(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return BLANKS.get(key, "x")

    for part in command.format_map(Blank()).split(" && "):
        first, *words = shlex.split(part)
        if first == "ledger":
            parsed(words)
        elif "/" in first:
            assert (ROOT / first).is_file()
        else:
            assert first in SHELL


def parsed(words: list[str]) -> None:
    """A UsageError unless the command line takes these words."""
    context = click.Context(root, obj=Settings("en"))
    command: click.Command = root
    while isinstance(command, click.Group):
        found = command.get_command(context, words[0])
        assert found is not None, words
        command, words = found, words[1:]
        context = click.Context(command, parent=context) if isinstance(command, click.Group) else context
    command.make_context(command.name, list(words), parent=context)


def test_the_page_says_what_the_checks_say() -> None:
    assert table.PATH.read_text("utf-8") == table.page(), "run: python -m tests.doctor.table"


@pytest.mark.parametrize("lang", LANGS)
def test_where_nothing_is_it_says_what_to_type_first(tmp_path: Path, lang: Lang) -> None:
    home = tmp_path / "none"
    said = doctor(home, lang=lang)
    assert said.exit_code == 1
    assert "ledger up --detach" in said.stdout
    assert not home.exists()
    found = orjson.loads(doctor(home, "--json", lang=lang).stdout)
    assert found["ok"] is False
    assert {row["check"] for row in found["checks"]} == {check.name for check in CHECKS}


def test_a_name_or_an_address_that_is_wrong_ends_nothing(tmp_path: Path) -> None:
    for name, value in (
        ("LEDGER_NETWORK", "nowhere"),
        ("LEDGER_RPC", "no address"),
        ("LEDGER_RPC", NOWHERE),
        ("LEDGER_MIRROR", "x"),
    ):
        said = doctor(tmp_path, "--json", lang="zh", **{name: value})
        assert said.exit_code == 1, said.output
        assert len(orjson.loads(said.stdout)["checks"]) >= len(CHECKS)


@pytest.mark.node
def test_a_whole_ledger_is_exit_0_and_nothing_in_its_home_changes(clinic: Clinic) -> None:
    home = clinic.like(clinic.whole)
    one = clinic.patient(home)
    compared(clinic, one)
    before = files(home.root)
    said = doctor(home.root, "--json", LEDGER_RPC=clinic.county.rpc.url)
    assert files(home.root) == before
    found = orjson.loads(said.stdout)
    wrong = {row["check"] for row in found["checks"] if row["state"] not in ("ok", "warning")}
    # The chain went on without this copy of the mirror, in the other tests.
    assert wrong == set()
    assert said.exit_code == 0
    [pages] = [row for row in found["checks"] if row["check"] == "pages"]
    assert pages["state"] == "warning"
    assert pages["type"] == "ledger up --detach"
    assert pages["says"]


@pytest.mark.node
def test_it_speaks_as_a_clerk_reads_it(clinic: Clinic) -> None:
    home = clinic.like(clinic.whole)
    home.vault_key.chmod(0o644)
    said = doctor(home.root, lang="zh", LEDGER_RPC=clinic.county.rpc.url).stdout
    first, second, third, *_ = said.splitlines()
    assert first.startswith("✗ 故障 · 机密文件 · 自 20")
    assert str(home.vault_key) in second
    assert third == f"  请输入： chmod go-rwx {home.vault_key}"
    assert "✓ 正常：程序、数据目录、磁盘空间" in said


@pytest.mark.node
def test_rows_that_somebody_altered_do_not_end_it(clinic: Clinic) -> None:
    home = clinic.like(clinic.whole)
    for statement in (
        "UPDATE postings SET until = 'soon', roles = 'all'",
        "UPDATE parties SET area = X'00'",
        "UPDATE events SET topics = X'0102', data = 'text'",
        "UPDATE blocks SET time = NULL WHERE 0",
        "UPDATE checkpoint SET hash = 'text'",
    ):
        sql(home.mirror, statement)
    sql(home.office, "UPDATE documents SET content = X'FF', subject = 'text'")
    one = clinic.patient(home)
    found = list(examine(one))
    one.close()
    assert {one.check for one in found} == {check.name for check in CHECKS}
    assert any(one.state is State.UNSEEN for one in found)


def test_a_home_full_of_rubbish_does_not_end_it(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ready()
    home.chain.mkdir()
    home.keystores.write_text("no folder")
    for path in (home.mirror, home.office, home.vault_key, home.root / "up.json"):
        path.mkdir()
    for name in ("deployment.json", "node.json", "node.pid.json", "state.json"):
        (home.chain / name).write_bytes(b"\xff\x00rubbish")
    found = list(examine(patient(home)))
    assert {one.check for one in found} == {check.name for check in CHECKS}
