"""The commands on the sample: an import by a clerk, the second person's signature, up and down."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from ledger.sample.messy import write_messy
from tests.conftest import ROOT
from tests.flows.conftest import Sample

pytestmark = pytest.mark.node

VILLAGE = "350921990201"


def test_a_register_that_is_on_the_chain_signs_nothing(sample: Sample) -> None:
    shell = sample.shell
    book = str(shell.home / "workbooks" / f"register-{VILLAGE}.xlsx")
    before = shell.json("chain", "status")["block"]
    found = shell.json("import", book, "--yes")
    assert found["counts"] == {"rows": 70, "importable": 0, "mend": 0, "unchanged": 70, "duplicate": 0}
    assert found["signed"] == 0
    assert shell.json("chain", "status")["block"] == before


def test_a_new_register_is_judged_signed_and_known_afterwards(sample: Sample, tmp_path: Path) -> None:
    from ledger.intake.columns import Field
    from ledger.intake.template import write_register
    from ledger.sample.world import generate

    shell, world = sample.shell, generate()
    rows = [dict(row.cells) for row in world.assets if row.village == 0 and row.cells.get(Field.OWN_NUMBER)][:12]
    for place, row in enumerate(rows):
        row |= {Field.OWN_NUMBER: f"NEW-{place:04d}", Field.NAME: f"新增资产{place}", Field.YEAR: 2025}
    book = tmp_path / "new.xlsx"
    write_register(book, "新增资产（虚构数据）", "测试", rows)

    dry = shell.json("import", str(book), "--dry-run")
    assert (dry["counts"]["importable"], dry["signed"]) == (12, 0)
    said = shell.run("import", str(book), "--yes")
    assert "12" in said.stdout
    assert "12/12" in said.stderr
    again = shell.json("import", str(book), "--yes")
    assert (again["counts"]["unchanged"], again["signed"]) == (12, 0)
    # Another content under a number that is registered is no import: it is to be mended.
    rows[0][Field.PLACE] = "别处"
    write_register(book, "新增资产（虚构数据）", "测试", rows)
    changed = shell.json("import", str(book), "--yes", code=1)
    assert (changed["counts"]["mend"], changed["signed"]) == (1, 0)


def test_a_messy_register_comes_back_annotated_and_nothing_is_signed(sample: Sample, tmp_path: Path) -> None:
    shell, book, back = sample.shell, tmp_path / "messy.xlsx", tmp_path / "back.xlsx"
    write_messy(book)
    before = shell.json("chain", "status")["block"]
    found = shell.json("import", str(book), "--dry-run", "--annotated", str(back), code=1)
    assert found["counts"]["mend"] > 0
    assert all(problem["cell"] or problem["reason"] for row in found["rows"] for problem in row.get("problems", []))
    assert back.exists()
    assert shell.json("chain", "status")["block"] == before
    for lang in ("zh", "en"):
        assert shell.run("import", str(book), "--dry-run", code=1, lang=lang).stdout


def test_what_is_no_workbook_is_said_in_one_sentence(sample: Sample, tmp_path: Path) -> None:
    book = tmp_path / "text.xlsx"
    book.write_text("no workbook")
    assert sample.shell.json("import", str(book), code=1)["error"]["code"] == "WorkbookNone"


def test_the_second_person_reads_what_was_filed_and_sends_it(sample: Sample) -> None:
    shell = sample.shell
    [waiting] = shell.json("approve", "list")["waiting"]
    assert waiting["function"] == "Assets.confirm"
    [name] = waiting["arguments"]["ids"]
    assert "鱼塘" in name
    assert f": {name}\n" in shell.run("approve", "list", lang="zh").stdout
    assert shell.json("approve", "send", waiting["call"], "--key", "bureau.decide.1", code=1)["error"]["code"] == (
        "SameOfficer"
    )
    sent = shell.json("approve", "send", waiting["call"])
    assert sent["key"] == "bureau.decide.2"
    assert shell.json("approve", "list") == {"waiting": []}
    assert shell.json("approve", "send", waiting["call"], code=1)["error"]["code"] == "FilingUnknown"


def test_what_is_unknown_is_said_so(sample: Sample) -> None:
    shell = sample.shell
    assert shell.json("asset", "show", "0x" + "00" * 16, code=1)["error"]["code"] == "AssetUnknown"
    assert shell.json("asset", "show", "0x12", code=1)["error"]["code"] == "IdMalformed"
    for nobody in ("nobody", ""):
        assert shell.json("notices", "--party", nobody, code=1)["error"]["code"] == "PartyNotFound"
    assert shell.json("notices", "--party", "合作社", code=1)["error"]["code"] == "PartyNotOne"


@pytest.mark.parametrize("damage", ["of another release", "no database"])
def test_a_mirror_that_keeps_up_from_starting_is_read_again_while_nothing_runs(sample: Sample, damage: str) -> None:
    shell, mirror = sample.shell, sample.shell.home / "mirror.db"
    before = shell.json("rebuild")["digest"]
    sample.node.stop()
    try:
        if damage == "no database":
            for path in shell.home.glob("mirror.db*"):
                path.unlink()
            mirror.write_bytes(b"torn" * 1000)
        else:
            with closing(sqlite3.connect(mirror)) as connection:
                connection.execute("ALTER TABLE recodes DROP COLUMN since")
        assert shell.json("up", "--detach", code=1)["error"]["code"] == "UpFailed"
        if damage == "no database":
            mirror.unlink()
        assert shell.json("resync")["digest"] == before
        assert not sample.node.alive()
    finally:
        sample.node.start()
    assert shell.json("verify")["ok"]


def test_up_goes_on_with_what_stands_and_down_leaves_it(sample: Sample, unused_port: int) -> None:
    shell = sample.shell
    record = (shell.home / "chain" / "deployment.json").read_bytes()
    environment = os.environ | {"LEDGER_HOME": str(shell.home)}

    def ledger(*words: str) -> dict[str, object]:
        command = [sys.executable, "-m", "ledger", *words, "--json"]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=120, check=True)
        found: dict[str, object] = orjson.loads(done.stdout)
        return found

    try:
        up = ledger("up", "--detach", "--port", str(unused_port))
        assert up["url"] == f"http://127.0.0.1:{unused_port}/"
        with urllib.request.urlopen(str(up["url"])) as page:
            assert page.status == 200
        assert ledger("up", "--detach")["pid"] == up["pid"]
        assert ledger("down") == {"stopped": True}
        # Whoever copies the files now copies all that was written.
        assert not list(shell.home.glob("*.db-wal"))
        # What doctor says to type keeps the URL.
        assert ledger("up", "--detach")["url"] == up["url"]
        assert ledger("down") == {"stopped": True}
    finally:
        sample.node.start()
    assert (shell.home / "chain" / "deployment.json").read_bytes() == record
