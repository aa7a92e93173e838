"""Opening a file that says it is a workbook: judged by its content, measured before anything is read."""

import hashlib
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath
from typing import TypeVar

from ledger.intake.errors import WorkbookError
from ledger.intake.sheet import Line, Merge, SheetMarkup, parse, read_sheet, read_strings

__all__ = ["MAX_BYTES", "MAX_EXPANDED", "Sheet", "Workbook"]

MAX_BYTES = 64 << 20
MAX_EXPANDED = 256 << 20
"""All parts together, unpacked: 100,000 rows of fifteen columns take about 55 MB, the most that is read about 110."""
MAX_PARTS = 2_000
_Result = TypeVar("_Result")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet by its name; hidden ones are listed and never read."""

    name: str
    part: str
    hidden: bool


class Workbook:
    """An .xlsx file on disk, as far as it can be trusted: `sheets` in their order, `read` streams one.

    Raises WorkbookError with a code that says what the file is instead, or which limit it goes beyond.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._require_zip()
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as problem:
            raise WorkbookError("WorkbookBroken", file=path.name) from problem
        try:
            self._measure()
            self._relations = self._guard(self._read_relations)
            self.sheets: list[Sheet] = self._guard(self._read_sheets)
            self._strings: list[str] | None = None
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(self, *_raised: object) -> None:
        self._archive.close()

    @property
    def sha256(self) -> str:
        """Of the file's bytes, hex."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def read(self, sheet: Sheet, take: Callable[[Line], None]) -> list[Merge]:
        """Stream the rows of a sheet into `take`; returns the merged rectangles."""
        if self._strings is None:
            self._strings = self._guard(self._read_strings)
        strings = self._strings

        def stream() -> list[Merge]:
            with self._archive.open(sheet.part) as part:
                return read_sheet(part, strings, take)

        return self._guard(stream)

    def _require_zip(self) -> None:
        size = self.path.stat().st_size
        if size > MAX_BYTES:
            raise WorkbookError("WorkbookTooLarge", file=self.path.name, megabytes=size >> 20, limit=MAX_BYTES >> 20)
        with self.path.open("rb") as file:
            start = file.read(8)
            if start.startswith(b"PK\x03\x04"):
                return
            locked = start == _OLE and _ENCRYPTED in file.read()
        code = "WorkbookLocked" if locked else "WorkbookOld" if start == _OLE else "WorkbookNone"
        raise WorkbookError(code, file=self.path.name)

    def _measure(self) -> None:
        """Refuse by the declared sizes: the archive module never unpacks more of a part than it declares."""
        parts = self._archive.infolist()
        expanded = sum(part.file_size for part in parts)
        if len(parts) > MAX_PARTS or expanded > MAX_EXPANDED:
            raise WorkbookError(
                "WorkbookExpands", file=self.path.name, megabytes=expanded >> 20, limit=MAX_EXPANDED >> 20
            )

    def _read_relations(self) -> dict[str, dict[str, str]]:
        main = self._targets("_rels/.rels", "").get("officeDocument", "")
        if not main.endswith(".xml") or main not in self._archive.namelist():
            raise WorkbookError("WorkbookOther" if main else "WorkbookNone", file=self.path.name)
        folder, _, name = main.rpartition("/")
        return {"main": {"part": main}, "parts": self._targets(f"{folder}/_rels/{name}.rels".lstrip("/"), folder)}

    def _targets(self, part: str, folder: str) -> dict[str, str]:
        """Targets of a relations part, by id and (the first of each) by the last word of the type."""
        targets: dict[str, str] = {}

        def start(tag: str, given: dict[str, str]) -> None:
            if tag == "Relationship" and given.get("TargetMode") != "External":
                path = given.get("Target", "")
                whole = normpath(path if path.startswith("/") else f"{folder}/{path}").lstrip("/")
                targets[given.get("Id", "")] = whole
                targets.setdefault(given.get("Type", "").rpartition("/")[2], whole)

        if part in self._archive.namelist():
            with self._archive.open(part) as stream:
                parse(stream, start)
        return targets

    def _read_sheets(self) -> list[Sheet]:
        sheets: list[Sheet] = []
        root: list[str] = []

        def start(tag: str, given: dict[str, str]) -> None:
            root.append(tag) if not root else None
            if tag == "sheet":
                target = next((value for name, value in given.items() if name.endswith(":id")), "")
                part = self._relations["parts"].get(target, "")
                if "worksheets/" in part:
                    sheets.append(Sheet(given.get("name", ""), part, given.get("state", "visible") != "visible"))

        with self._archive.open(self._relations["main"]["part"]) as stream:
            parse(stream, start)
        if root != ["workbook"] or not sheets:
            raise WorkbookError("WorkbookOther", file=self.path.name)
        return sheets

    def _read_strings(self) -> list[str]:
        part = self._relations["parts"].get("sharedStrings")
        if part is None or part not in self._archive.namelist():
            return []
        with self._archive.open(part) as stream:
            return read_strings(stream)

    def _guard(self, act: Callable[[], _Result]) -> _Result:
        try:
            return act()
        except (SheetMarkup, zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as problem:
            raise WorkbookError("WorkbookBroken", file=self.path.name) from problem
