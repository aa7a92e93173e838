"""The deliberately messy workbook, and exactly what a dry run says about it, in both languages.

After a wanted change: `python -m tests.intake.test_messy` writes the workbook and the reports anew; read the diff.
"""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ledger.intake.dry_run import dry_run
from ledger.intake.report import Report
from ledger.intake.rows import Settings
from ledger.kit.locale import LANGS, Lang
from ledger.sample.messy import write_messy
from ledger.sample.places import VILLAGES, divisions

HERE = Path(__file__).parent
BOOK = HERE / "messy.xlsx"


def read() -> Report:
    return dry_run(BOOK, Settings(divisions(), area=VILLAGES[0].area))


def as_json(report: Report, lang: Lang) -> str:
    return json.dumps(report.to_dict(lang), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("lang", LANGS)
def test_the_report_is_the_expected_one(lang: Lang) -> None:
    expected = (HERE / f"messy.report.{lang}.json").read_text("utf-8")
    found: dict[str, Any] = read().to_dict(lang)
    # The bytes of a workbook depend on the compressor of the Python that wrote it.
    assert json.loads(expected)["file"]["name"] == found["file"]["name"]
    assert json.loads(expected) | {"file": None} == found | {"file": None}


def test_the_committed_workbook_is_what_the_generator_writes(tmp_path: Path) -> None:
    write_messy(tmp_path / "messy.xlsx")
    with zipfile.ZipFile(BOOK) as there, zipfile.ZipFile(tmp_path / "messy.xlsx") as here:
        assert {name: there.read(name) for name in there.namelist()} == {
            name: here.read(name) for name in here.namelist()
        }


def test_every_problem_says_where_what_why_and_what_to_do() -> None:
    rows = read().to_dict("en")["rows"]
    problems = [(row, problem) for row in rows for problem in row.get("problems", [])]
    assert len(problems) >= 20
    for row, problem in problems:
        assert problem["reason"], row
        assert problem["mend"], row
        assert bool(problem["title"]) == (problem["code"] not in {"KeyMissing", "KeyTwice"})
        assert re.fullmatch(r"[A-Z]+\d+", problem["cell"]) or not problem["title"]


def test_english_sentences_are_english() -> None:
    for row in read().to_dict("en")["rows"]:
        for problem in row.get("problems", []):
            sentence = re.sub(r"“[^”]*”|(Close|of these[^:]*): .*", "", problem["reason"] + problem["mend"])
            assert not re.search(r"[\u4e00-\u9fff]", sentence), sentence


if __name__ == "__main__":
    write_messy(BOOK)
    for one in LANGS:
        (HERE / f"messy.report.{one}.json").write_text(as_json(read(), one), "utf-8")
