"""A workbook of 100,000 rows is read whole, within bounded memory."""

import resource
from pathlib import Path

import pytest
import xlsxwriter

from ledger.intake.dry_run import dry_run
from ledger.intake.rows import Settings
from tests.intake.conftest import HEADER, asset


def write_long(path: Path, count: int) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("资产")
        page.write_row(0, 0, HEADER)
        for number in range(count):
            page.write_row(
                number + 1, 0, asset(f"ZC-{number}", f"地块{number}", 1 + number % 977 / 100, f"位置{number}")
            )
    return path


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_read(tmp_path: Path, settings: Settings) -> None:
    report = dry_run(write_long(tmp_path / "huge.xlsx", 100_000), settings)
    assert len(report.importable()) == 100_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1 << 20, "a gigabyte, in kilobytes"
