"""Files that are no workbook, or too much of one: refused with a sentence, before anything of them is read."""

import tracemalloc
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ledger.intake.dry_run import dry_run
from ledger.intake.errors import WorkbookError
from ledger.intake.rows import Settings
from ledger.intake.workbook import MAX_EXPANDED
from ledger.kit.locale import LANGS
from tests.intake.conftest import HEADER, Write, asset

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refusal(path: Path, settings: Settings) -> str:
    with pytest.raises(WorkbookError) as raised:
        dry_run(path, settings)
    for lang in LANGS:
        what, mend = raised.value.say(lang).split("\n")
        assert what
        assert mend
    return raised.value.code


def parts(path: Path, **changed: str) -> Path:
    """A smallest workbook, with some parts other than they should be (sheet, book, strings)."""
    sheet = changed.get("sheet", f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>')
    book = changed.get(
        "book",
        f'<workbook xmlns="{MAIN}" xmlns:r="{TYPES}"><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>',
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Id="r" Type="{TYPES}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships><Relationship Id="rId1" Type="{TYPES}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{TYPES}/sharedStrings" Target="strings.xml"/></Relationships>',
        )
        archive.writestr("xl/workbook.xml", book)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/strings.xml", changed.get("strings", "<sst/>"))
    return path


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "WorkbookNone"),
        (b"name,kind\nfield,1\n", "WorkbookNone"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "WorkbookNone"),
        (b"%PDF-1.7 ...", "WorkbookNone"),
        (OLE + bytes(600), "WorkbookOld"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "WorkbookLocked"),
        (b"PK\x03\x04" + b"broken" * 50, "WorkbookBroken"),
    ],
)
def test_content_decides_not_the_file_name(tmp_path: Path, settings: Settings, content: bytes, code: str) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(content)
    assert refusal(path, settings) == code


def test_a_workbook_under_another_name_is_read(write: Write, settings: Settings) -> None:
    path = write([asset("A1")])
    other = path.rename(path.with_suffix(".csv"))
    assert len(dry_run(other, settings).importable()) == 1


def test_an_archive_that_is_no_workbook(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"...")
    assert refusal(path, settings) == "WorkbookNone"
    assert refusal(parts(path, book="<document/>"), settings) == "WorkbookOther"


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path: Path, settings: Settings) -> None:
    path = parts(tmp_path / "bomb.xlsx")
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/media/image.bin", "w") as entry,
    ):
        for _ in range((MAX_EXPANDED >> 20) + 1):
            entry.write(bytes(1 << 20))
    assert path.stat().st_size < 3 << 20
    tracemalloc.start()
    assert refusal(path, settings) == "WorkbookExpands"
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def test_a_cell_at_the_end_of_the_sheet_costs_nothing(tmp_path: Path, settings: Settings) -> None:
    far = '<row r="1"><c r="A1" t="str"><v>x</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = parts(tmp_path / "far.xlsx", sheet=f'<worksheet xmlns="{MAIN}"><sheetData>{far}</sheetData></worksheet>')
    assert refusal(path, settings) == "HeaderMissing"


@pytest.mark.parametrize(
    "sheet",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>',
        "<worksheet><sheetData><row r='1'>",
        "<worksheet><sheetData><row r='x'/></sheetData></worksheet>",
        "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>7</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r='1'><c r='!' ><v>7</v></c></row></sheetData></worksheet>",
        "<worksheet><mergeCells><mergeCell ref='A1:?'/></mergeCells></worksheet>",
        '<?xml version="1.0" encoding="gb18030"?><worksheet/>',
        "no markup",
    ],
)
def test_broken_parts(tmp_path: Path, settings: Settings, sheet: str) -> None:
    assert refusal(parts(tmp_path / "broken.xlsx", sheet=sheet), settings) == "WorkbookBroken"


def test_tags_may_have_a_prefix_and_texts_may_stand_in_the_cell(tmp_path: Path, settings: Settings) -> None:
    def cell(text: object) -> str:
        return f'<x:c t="inlineStr"><x:is><x:r><x:rPr><x:b/></x:rPr><x:t>{text}</x:t></x:r></x:is></x:c>'

    rows = "".join(f"<x:row>{''.join(map(cell, row))}</x:row>" for row in (HEADER, asset("A1")))
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    report = dry_run(parts(tmp_path / "prefixed.xlsx", sheet=sheet), settings)
    assert [row.quantity for row in report.importable()] == [333_333]


def test_no_header_in_the_first_fifteen_rows(write: Write, settings: Settings) -> None:
    assert len(dry_run(write([asset("A1")], above=14), settings).importable()) == 1
    assert refusal(write([asset("A1")], above=15), settings) == "HeaderMissing"


def test_a_header_without_the_columns_that_matter(write: Write, settings: Settings) -> None:
    path = write([["水田", 5, "亩"]], header=["资产名称", "面积", "面积单位"])
    assert refusal(path, settings) == "ColumnsMissing"


def test_more_rows_than_are_read(write: Write, settings: Settings) -> None:
    path = write([asset(f"A{number}") for number in range(5)])
    assert refusal(path, replace(settings, max_rows=4)) == "WorkbookRows"


@hypothesis_settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 6000), value=st.integers(0, 255))
def test_a_flipped_byte_is_read_or_refused_and_never_a_crash(
    write: Write, settings: Settings, tmp_path: Path, place: int, value: int
) -> None:
    whole = tmp_path / "whole"
    if not whole.exists():
        whole.write_bytes(write([asset("A1"), asset("A2")]).read_bytes())
    content = bytearray(whole.read_bytes())
    content[place % len(content)] = value
    path = tmp_path / "flipped"
    path.write_bytes(content)
    with suppress(WorkbookError):
        dry_run(path, settings)
