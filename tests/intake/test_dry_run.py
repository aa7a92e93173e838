"""A dry run of a register: what can be imported, what must be mended, what the chain has, what repeats."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.intake.dry_run import dry_run
from ledger.intake.report import Report
from ledger.intake.rows import Known, Owner, Settings, Status
from ledger.kit.ids import NaturalKey
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.natural_key import by_own_number, by_parcel_code
from ledger.kit.numbers import AssetKind, Unit
from tests.intake.conftest import HEADER, OWNER, VILLAGE, Write, asset


def codes(report: Report) -> list[list[str]]:
    return [[problem.error.code for problem in result.problems] for result in report.rows]


def test_a_row_becomes_an_asset(write: Write, settings: Settings) -> None:
    report = dry_run(write([asset("ZC-1", "东洋水田", 1.5, "村东", 原值=1200.5)]), settings)
    [row] = report.importable()
    assert row.natural == by_own_number(OWNER, 2019, "ZC-1")
    assert (row.name, row.kind, row.unit, row.quantity, row.value) == (
        "东洋水田",
        AssetKind.CROPLAND,
        Unit.AREA,
        100_000,
        120_050,
    )
    assert (row.jurisdiction, row.division) == (35092199020100, "海云镇（虚构）青屿村")
    assert row.document() == {
        "name": "东洋水田",
        "kind": "耕地",
        "division": "35092199020100",
        "division_name": "海云镇（虚构）青屿村",
        "place": "村东",
        "quantity": 100_000,
        "unit": "0.01平方米",
        "stated": "1.5亩",
        "value_fen": 120_050,
        "owner": "",
        "owner_code": OWNER,
        "note": "",
        "own_number": "ZC-1",
        "year": 2019,
    }


def test_every_change_is_shown(write: Write, settings: Settings) -> None:
    report = dry_run(write([asset("ZC-1", area="１，２００．５")]), settings)
    assert [(change.code, change.before, change.after) for change in report.rows[0].changes] == [
        ("full_width", "１，２００．５", "800,333.33平方米"),
        ("commas", "１，２００．５", "800,333.33平方米"),
        ("unit", "１，２００．５ 亩", "800,333.33平方米"),
    ]


def test_all_problems_of_a_row_are_named_at_once(write: Write, settings: Settings) -> None:
    path = write([asset("ZC-1", "", "x", 资产类别="飞船", 编号年份="", 坐落区划="月球", 信用代码="1")])
    assert codes(dry_run(path, settings)) == [
        ["CellMissing", "KindUnknown", "UsccLength", "DivisionUnknown", "CellMissing"]
    ]


@pytest.mark.parametrize("header", ["面积（亩）", "面积(亩)", "面积\n（亩）", " 面 积（亩）*"])
def test_a_title_may_carry_the_unit(write: Write, settings: Settings, header: str) -> None:
    titles = [header if title == "面积" else title for title in HEADER]
    report = dry_run(write([asset("ZC-1", area=15, 面积单位="")], header=titles), settings)
    assert [row.quantity for row in report.importable()] == [1_000_000]


def test_english_titles_and_words_are_understood(write: Write, settings: Settings) -> None:
    titles = ["Asset name", "Kind of asset", "Own number", "Year of number", "Division", "Area", "Area unit"]
    path = write([["East field", "cropland", "A1", 2019, VILLAGE, 2, "ha"]], header=titles)
    report = dry_run(path, replace(settings, owner=Owner(OWNER, "青屿村股份经济合作社")))
    assert [(row.quantity, row.owner.code) for row in report.importable()] == [(2_000_000, OWNER)]


def test_totals_headings_blanks_and_signatures_are_passed_over_and_named(write: Write, settings: Settings) -> None:
    blank: list[Any] = [None] * len(HEADER)
    rows: list[Sequence[Any]] = [
        ["一、耕地", *blank[1:]],
        ["（二）", "水田", *blank[2:]],
        asset("ZC-1"),
        ["小计", *blank[1:6], 5],
        [" 合　计 ", *blank[1:6], 5],
        HEADER,
        [*blank[:6], ("=0", 0), "亩"],
        ["示例：旧粮仓", "仓库", "ZC-9"],
        ["填表人：某某", None, "审核人：某某"],
    ]
    report = dry_run(write(rows), settings)
    assert [result.number for result in report.rows] == [4]
    assert [(row, why) for row, why, _ in report.sheets[0].skipped] == [
        (2, "heading"),
        (3, "heading"),
        (5, "total"),
        (6, "total"),
        (7, "header"),
        (9, "example"),
        (10, "foot"),
    ]
    assert report.sheets[0].blank == 1


def test_an_asset_whose_name_holds_the_word_total_is_an_asset(write: Write, settings: Settings) -> None:
    assert len(dry_run(write([asset("ZC-1", "会计室合计三间房屋")]), settings).importable()) == 1


def test_rows_outside_the_officers_area(write: Write, settings: Settings) -> None:
    path = write([asset("ZC-1"), asset("ZC-2", 坐落区划="350921990202"), asset("ZC-3", 坐落区划=VILLAGE + "04")])
    report = dry_run(path, replace(settings, area=Jurisdiction(35092199020100)))
    assert codes(report) == [[], ["AreaOutside"], []]


def test_collectives_that_are_not_known(write: Write, settings: Settings) -> None:
    path = write([asset("ZC-1")])
    assert codes(dry_run(path, replace(settings, owners={OWNER: "青屿村"}))) == [[]]
    assert codes(dry_run(path, replace(settings, owners={}))) == [["OwnerUnknown"]]


class TestAgainstTheChain:
    """The natural key decides whether a row is registered; what it says decides whether it is unchanged."""

    def known(self, path: Path, settings: Settings) -> dict[NaturalKey, Known]:
        rows = dry_run(path, settings).importable()
        return {row.natural: Known(row.kind, row.jurisdiction, row.quantity, row.document()) for row in rows}

    def test_the_same_workbook_again_is_unchanged(self, write: Write, settings: Settings) -> None:
        path = write([asset("ZC-1"), asset("ZC-2")])
        report = dry_run(path, replace(settings, known=self.known(path, settings)))
        assert report.counts == {
            Status.IMPORTABLE: 0,
            Status.MEND: 0,
            Status.UNCHANGED: 2,
            Status.DUPLICATE: 0,
        }

    def test_only_the_new_row_of_a_longer_workbook_goes_in(self, write: Write, settings: Settings) -> None:
        known = self.known(write([asset("ZC-1")]), settings)
        report = dry_run(write([asset("ZC-1"), asset("ZC-2")]), replace(settings, known=known))
        assert [row.natural for row in report.importable()] == [by_own_number(OWNER, 2019, "ZC-2")]

    def test_a_registered_asset_that_differs_is_no_import(self, write: Write, settings: Settings) -> None:
        known = self.known(write([asset("ZC-1")]), settings)
        report = dry_run(write([asset("ZC-1", area=6)]), replace(settings, known=known))
        assert codes(report) == [["AssetDiffers"]]
        assert report.rows[0].problems[0].error.fields == {"fields": "quantity、stated"}

    def test_without_its_document_only_the_chain_is_compared(self, write: Write, settings: Settings) -> None:
        row = dry_run(write([asset("ZC-1")]), settings).importable()[0]
        known = {row.natural: Known(row.kind, row.jurisdiction, row.quantity)}
        report = dry_run(write([asset("ZC-1", "另一个名称")]), replace(settings, known=known))
        assert report.counts[Status.UNCHANGED] == 1

    def test_an_asset_known_by_its_number_gets_no_second_id_from_its_code(
        self, write: Write, settings: Settings
    ) -> None:
        known = self.known(write([asset("ZC-1")]), settings)
        titles = [*HEADER, "承包地块编码"]
        path = write([[*asset("ZC-1"), "3509219902010300021"]], header=titles)
        assert dry_run(path, settings).importable()[0].natural == by_parcel_code("3509219902010300021")
        assert codes(dry_run(path, replace(settings, known=known))) == [["AssetOtherCode"]]


class TestAgainstEachOther:
    """One number, one asset; look-alikes are held back until somebody has looked."""

    def test_the_same_row_twice(self, write: Write, settings: Settings) -> None:
        report = dry_run(write([asset("ZC-1"), asset("ZC-2"), asset("ZC-1")]), settings)
        assert [(result.status, result.like) for result in report.rows] == [
            (Status.IMPORTABLE, None),
            (Status.IMPORTABLE, None),
            (Status.DUPLICATE, 0),
        ]
        assert len(report.importable(duplicates=True)) == 2

    def test_the_same_number_with_other_content_holds_both_back(self, write: Write, settings: Settings) -> None:
        report = dry_run(write([asset("ZC-1"), asset("zc-1", area=6)]), settings)
        assert codes(report) == [["KeyTwice"], ["KeyTwice"]]
        assert not report.importable()

    def test_another_number_for_what_looks_the_same(self, write: Write, settings: Settings) -> None:
        rows = [asset("ZC-1", place="村东"), asset("ZC-2", place="村东"), asset("ZC-3", place="村西")]
        report = dry_run(write(rows), settings)
        assert [result.status for result in report.rows] == [Status.IMPORTABLE, Status.DUPLICATE, Status.IMPORTABLE]
        assert len(report.importable()) == 2
        assert len(report.importable(duplicates=True)) == 3
