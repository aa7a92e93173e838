"""An import that is interrupted, and one that is sent twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.assets import queries
from ledger.intake.plan import Plan
from ledger.intake.signing import prepare, sign
from ledger.kit.numbers import Role
from ledger.store import timeline
from tests.county import County
from tests.flows import registers

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
