"""An import that is interrupted, and one that is sent twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.assets import queries
from ledger.intake.columns import Field
from ledger.intake.plan import Plan
from ledger.intake.signing import prepare, sign
from ledger.intake.template import write_register
from ledger.kit.numbers import Role
from ledger.sample.world import generate
from ledger.store import timeline
from tests.conftest import ROOT
from tests.county import County
from tests.flows import registers
from tests.flows.conftest import Sample

pytestmark = pytest.mark.node


def acts(county: County, plan: Plan, collective: bytes) -> int:
    """How often the chain has registered the rows of a plan."""
    with county.view() as view:
        mine = queries.search(view, collective=collective, limit=10_000)
        records = [record for row in mine for record in timeline.about(view, row.asset)]
    return sum(record.name == "AssetRegistered" for record in records)


def test_killed_between_two_batches_only_the_missing_go_in(county: County, tmp_path: Path) -> None:
    village = county.village()
    clerk = village.officers[Role.REGISTER][0]
    book = registers.write(tmp_path / "big.xlsx", [f"水田 {place}" for place in range(230)], prefix="KILL")
    running = sign(county.chain, clerk, village.id, county.documents, registers.plan(book))
    assert [(step.signed, step.total) for step in (next(running), next(running))] == [(0, 230), (100, 230)]
    del running

    # Read again from the file, as a new process would; documents keep their salts, so roots are the same.
    again = registers.plan(book)
    roots = [row.document for row in prepare(county.documents, again)]
    steps = list(sign(county.chain, clerk, village.id, county.documents, again))
    assert [(step.signed, step.total) for step in steps] == [(0, 130), (100, 130), (130, 130)]
    assert acts(county, again, village.id) == 230
    with county.view() as view:
        mirrored = {row.document for row in queries.search(view, collective=village.id, limit=10_000)}
    assert mirrored == set(roots)


def test_the_same_workbook_twice_signs_nothing(county: County, tmp_path: Path) -> None:
    village = county.village()
    clerk = village.officers[Role.REGISTER][0]
    book = registers.write(tmp_path / "twice.xlsx", ["水田", "旱地"], prefix="TWICE")
    first = list(sign(county.chain, clerk, village.id, county.documents, registers.plan(book)))
    height = county.rpc.height()
    second = list(sign(county.chain, clerk, village.id, county.documents, registers.plan(book)))
    assert (first[-1].signed, [(step.signed, step.total) for step in second]) == (2, [(0, 0)])
    assert county.rpc.height() == height
    assert acts(county, registers.plan(book), village.id) == 2


def test_a_killed_process_leaves_whole_batches_and_the_next_one_signs_the_rest(sample: Sample, tmp_path: Path) -> None:
    shell, world = sample.shell, generate()
    [row, *_] = [row.cells for row in world.assets if row.village == 1 and row.cells.get(Field.OWN_NUMBER)]
    rows = [{**row, Field.OWN_NUMBER: f"CUT-{at:04d}", Field.NAME: f"新增{at}"} for at in range(350)]
    book = tmp_path / "cut.xlsx"
    write_register(book, "登记表（虚构数据）", "测试", rows)
    words = [sys.executable, "-m", "ledger", "import", str(book), "--yes", "--lang", "en"]
    environment = os.environ | {"LEDGER_HOME": str(shell.home)}
    with subprocess.Popen(words, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as cut:
        assert cut.stderr is not None
        for line in cut.stderr:
            if b"100/350" in line:
                break
        cut.kill()
    found = shell.json("import", str(book), "--yes")
    unchanged = found["counts"]["unchanged"]
    assert unchanged % 100 == 0
    assert 100 <= unchanged < 350
    assert found["signed"] == 350 - unchanged
    assert shell.json("import", str(book), "--yes")["counts"]["unchanged"] == 350
    shell.run("rebuild")
    shell.run("verify")
