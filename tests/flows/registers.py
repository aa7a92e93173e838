"""Workbooks for the stories, in the county's village."""

from pathlib import Path

from ledger.intake.columns import Field
from ledger.intake.dry_run import dry_run
from ledger.intake.plan import Plan, plans
from ledger.intake.rows import Settings
from ledger.intake.template import write_register
from ledger.kit.codes import uscc
from ledger.kit.divisions import Divisions
from tests.cast import VILLAGE

OWNER = "N2350999MA7654321" + uscc.check_digit("N2350999MA7654321")
DIVISIONS = Divisions({"330110": "测试县", "330110005": "测试镇", "330110005003": "测试村"})


def write(path: Path, names: list[str], prefix: str = "ZC") -> Path:
    """A register of croplands of five mu each; their own numbers follow from prefix and place."""
    rows: list[dict[Field, str | int | float | None]] = [
        {
            Field.SERIAL: place,
            Field.NAME: name,
            Field.KIND: "耕地",
            Field.OWN_NUMBER: f"{prefix}{place:04d}",
            Field.YEAR: 2019,
            Field.DIVISION: f"{VILLAGE:014d}"[:12],
            Field.PLACE: f"村东 {place}",
            Field.AREA: 5,
            Field.AREA_UNIT: "亩",
            Field.OWNER: "测试村股份经济合作社",
            Field.OWNER_CODE: OWNER,
        }
        for place, name in enumerate(names, 1)
    ]
    write_register(path, "集体资产登记表（虚构数据）", "测试", rows)
    return path


def plan(path: Path) -> Plan:
    """The one plan of a register whose rows are all good."""
    report = dry_run(path, Settings(DIVISIONS))
    assert not [row.problems for row in report.rows if row.problems]
    [found] = plans(report.importable())
    return found
