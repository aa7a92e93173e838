"""From importable rows to rows for signing."""

from ledger.intake.dry_run import dry_run
from ledger.intake.plan import plans
from ledger.intake.rows import Settings
from ledger.kit.codes import uscc
from tests.intake.conftest import OWNER, Write, asset

OTHER = "N1350999MA7654321" + uscc.check_digit("N1350999MA7654321")


def test_rows_are_gathered_by_collective_and_keep_their_order(write: Write, settings: Settings) -> None:
    rows = [asset("B"), asset("A", 信用代码=OTHER), asset("A"), asset("C", 信用代码=OTHER)]
    found = plans(dry_run(write(rows), settings).importable())
    assert [(plan.owner, [row.keys[0].parts[2] for row in plan.rows]) for plan in found] == [
        (OTHER, ["A", "C"]),
        (OWNER, ["B", "A"]),
    ]


def test_the_same_workbook_gives_the_same_rows_for_signing(write: Write, settings: Settings) -> None:
    path = write([asset(f"ZC-{number}") for number in range(250)])
    signed = [
        [plan.new_assets(lambda row: row.natural) for plan in plans(dry_run(path, settings).importable())]
        for _ in range(2)
    ]
    assert signed[0] == signed[1]
    assert len(signed[0][0]) == 250
    assert {row.quantity for row in signed[0][0]} == {333_333}
