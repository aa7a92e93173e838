"""`python -m verifier` as somebody uses it who has a file, a trust file and a terminal.

├── a trust file that was compared with nothing says so; one that ran out, begins later or lies about itself is refused
├── kinds of bodies are demanded as people write them
├── a terminal without Chinese, a file that is none, a hundred megabytes: a sentence and an exit code
└── the state at another block is told for those blocks alone that the file proves
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.certificates.judges import Judges
from tests.certificates.office import Office
from tests.conftest import ROOT
from verifier import encoding
from verifier.__main__ import main
from verifier.check import check
from verifier.words import sentence

pytestmark = pytest.mark.node
FAKE = "bank\n  0x00  bureau\x1b[2K\u202e"


@pytest.fixture
def desk(file: bytes, office: Office, tmp_path: Path) -> Path:
    (tmp_path / "certificate.json").write_bytes(file)
    (tmp_path / "trust.json").write_bytes(office.trust_file)
    return tmp_path


def checked(desk: Path, *more: str) -> int:
    return main(["check", str(desk / "certificate.json"), "--trust", str(desk / "trust.json"), "--lang", "en", *more])


def trusted(path: Path, *more: str) -> int:
    return main(["trust", str(path), "--lang", "en", *more])


def test_a_trust_file_that_was_compared_with_nothing_says_so(
    desk: Path, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    path, words = desk / "trust.json", {name: sentence(f"cli.trust_{name}", "en") for name in _COMPARED}
    assert trusted(path) == 0
    assert words["alone"] in capsys.readouterr().out
    assert trusted(path, "--fingerprint", office.trust.fingerprint.hex()) == 0
    told = capsys.readouterr().out
    assert words["fingerprint"] in told
    assert words["alone"] not in told
    renewed = desk / "renewed.json"
    renewed.write_bytes(office.signed({**copy.deepcopy(office.draft), "since": 1}, office.keys))
    assert trusted(renewed, "--after", str(path)) == 0
    assert words["renewed"] in capsys.readouterr().out
    assert trusted(path, "--after", str(renewed)) == 1
    assert "trust_not_renewed" in capsys.readouterr().out
    assert trusted(path, "--json") == 0
    assert json.loads(capsys.readouterr().out)["compared"] == []


_COMPARED = ("alone", "fingerprint", "renewed")


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"since": 2**39, "until": 2**40}, "trust_early"), ({"since": 0, "until": 1}, "trust_expired")],
)
def test_a_trust_file_is_good_in_its_time_alone(
    desk: Path, office: Office, judges: Judges, change: dict[str, int], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    believed = office.signed({**office.draft, **change}, office.keys)
    (desk / "trust.json").write_bytes(believed)
    assert trusted(desk / "trust.json") == checked(desk) == 1
    assert capsys.readouterr().out.count(reason) == 2
    assert judges.judge((desk / "certificate.json").read_bytes(), believed) == reason


def test_a_name_in_a_trust_file_is_no_line_of_what_is_said(
    desk: Path, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    draft: dict[str, Any] = copy.deepcopy(office.draft)
    draft["organisations"][0]["name"] = draft["organisations"][0]["kind"] = draft["network"] = FAKE
    (desk / "trust.json").write_bytes(office.signed(draft, office.keys))
    assert trusted(desk / "trust.json") == checked(desk) == 0
    told = capsys.readouterr().out
    assert "bank[U+000A]  0x00  bureau[U+001B][2K[U+202E]" in told
    assert [line for line in told.splitlines() if not line.isprintable()] == []


@pytest.mark.parametrize("demand", ["bank,bureau", " bank ， bureau;", "银行、农业农村局", "bank"])
def test_kinds_are_demanded_as_people_write_them(desk: Path, demand: str) -> None:
    assert checked(desk, "--demand", demand) == 0


@pytest.mark.parametrize("demand", ["court", "人民法院", "bnak", "bank bureau"])
def test_a_kind_that_is_not_among_the_sealers_refuses(
    desk: Path, demand: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(desk, "--demand", demand) == 1
    assert "kind_missing" in capsys.readouterr().out


@pytest.mark.parametrize("demand", ["", " ", ",", "、"])
def test_nobody_demands_nothing(desk: Path, demand: str) -> None:
    with pytest.raises(SystemExit) as left:
        checked(desk, "--demand", demand)
    assert left.value.code == 2


@pytest.mark.parametrize("coding", ["utf-8", "gbk", "ascii", "cp1252"])
def test_a_terminal_has_the_characters_that_it_has(desk: Path, coding: str) -> None:
    words = [sys.executable, "-m", "verifier", "check", str(desk / "certificate.json"), "--trust"]
    environment = {**os.environ, "PYTHONIOENCODING": coding, "PYTHONUTF8": "0"}
    for trust, code in (("trust.json", 0), ("certificate.json", 1)):
        run = [*words, str(desk / trust)]
        done = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (code, b"")
        assert done.stdout.decode(coding).strip()


def test_who_reads_the_first_line_alone_sees_no_fault(desk: Path) -> None:
    words = [sys.executable, "-m", "verifier", "check", str(desk / "certificate.json"), "--trust"]
    done = subprocess.Popen(
        [*words, str(desk / "trust.json")], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert done.stdout is not None
    assert done.stderr is not None
    done.stdout.close()
    assert (done.stderr.read(), done.wait()) == (b"", 0)
    done.stderr.close()


def test_what_is_no_file_is_said_in_a_sentence(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "certificate.json").unlink()
    assert checked(desk) == 2
    (desk / "certificate.json").mkdir()
    assert checked(desk) == 2
    assert main(["check", "a\0b", "--trust", str(desk / "trust.json")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 3


def test_a_trust_file_that_is_none_is_told_from_a_certificate_that_is_none(
    desk: Path, judges: Judges, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in (b"no json", b"[" * 100_000, b" " * 1_000_001, b"\xff", b"7"):
        (desk / "trust.json").write_bytes(text)
        assert checked(desk) == 1
        assert "trust_form" in capsys.readouterr().out
        assert judges.judge((desk / "certificate.json").read_bytes(), text) == "trust_form"


def test_a_hundred_megabytes_are_refused_without_being_read(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (desk / "certificate.json").open("wb") as file:
        file.truncate(100_000_000)
    assert len(encoding.load(desk / "certificate.json")) == encoding.LARGEST + 1
    assert checked(desk) == 1
    assert "too_large" in capsys.readouterr().out


def test_a_field_is_closed_into_a_file_that_can_be_written(
    desk: Path, file: bytes, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    root = next(iter(check(file, office.trust)["documents"]))
    words = ["disclose", str(desk / "certificate.json"), "--close", f"{root}/name", "--out"]
    assert main([*words, str(desk / "other.json")]) == 0
    assert check((desk / "other.json").read_bytes(), office.trust)["documents"][root]["closed"] == 1
    assert main([*words, str(desk / "none" / "other.json")]) == 2
    assert main(["disclose", str(desk / "certificate.json"), "--close", "0xzz", "--out", str(desk / "x")]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_the_state_is_told_for_the_blocks_that_the_file_proves(
    desk: Path, file: bytes, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    last, first = check(file, office.trust)["block"], encoding.read(file)["records"][0]["block"]
    for block in (first, last):
        assert checked(desk, "--json", "--as-of", str(block)) == 0
        assert json.loads(capsys.readouterr().out)["block"] == block
    for block in (-1, 0, first - 1, last + 1, 10**30):
        assert checked(desk, "--as-of", str(block)) == 1
        assert "as_of" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["check", "trust", "disclose"])
def test_its_help_stands_in_both_languages(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    told = " ".join(capsys.readouterr().out.split())
    for lang in ("zh", "en"):
        assert sentence(f"cli.command_{command}", lang) in told
