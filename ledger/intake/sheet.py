"""One worksheet's cells as text, read as a stream; nothing is inferred and nothing is calculated.

The reader is our own because the usual ones hide what a register must know: one gives a cached error as an empty cell
and every number as a float, another needs ten times as long, and a cell at XFD1048576 makes some of them allocate the
whole rectangle. Here it costs nothing: cells beyond column 64 and rows without a value are passed over.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

__all__ = ["MAX_COLUMNS", "Line", "Merge", "SheetMarkup", "letter", "parse", "read_sheet", "read_strings"]

MAX_COLUMNS = 64
"""A register has twenty columns; a border drawn to the end of the sheet has 16,384."""
MAX_MERGES = 20_000
_PIECE = 1 << 18
_FONT = (
    "b",
    "i",
    "u",
    "strike",
    "outline",
    "shadow",
    "condense",
    "extend",
    "color",
    "sz",
    "rFont",
    "family",
    "charset",
)
_WITHIN_CELL = frozenset(("is", "r", "rPr", "rPh", "phoneticPr", "vertAlign", "scheme", *_FONT))


class SheetMarkup(Exception):
    """The part is not the XML that a workbook is made of: broken, or with a document type of its own."""


@dataclass(slots=True)
class Line:
    """One row of a sheet: texts by column (0 is A), and what a bare text would hide."""

    number: int
    texts: dict[int, str]
    numbers: set[int] = field(default_factory=set)
    """Columns that the workbook stores as numbers: their text is the stored one, not the displayed one."""
    formulas: set[int] = field(default_factory=set)
    errors: set[int] = field(default_factory=set)
    """Columns whose value is an error such as #REF!."""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged rectangle, rows from 1 and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def letter(column: int) -> str:
    """0 -> A, 26 -> AA: the name of a column as the spreadsheet shows it."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_strings(part: IO[bytes]) -> list[str]:
    """The shared strings of a workbook, in order; phonetic guides are left out. Raises SheetMarkup."""
    strings: list[str] = []
    pieces: list[str] = []
    in_text = in_guide = False

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal in_text, in_guide
        if tag == "t":
            in_text = not in_guide
        elif tag == "rPh":
            in_guide = True
        elif tag == "si":
            pieces.clear()

    def end(tag: str) -> None:
        nonlocal in_text, in_guide
        if tag == "t":
            in_text = False
        elif tag == "rPh":
            in_guide = False
        elif tag == "si":
            strings.append("".join(pieces))

    def text(data: str) -> None:
        if in_text:
            pieces.append(data)

    parse(part, start, end, text)
    return strings


def read_sheet(part: IO[bytes], strings: list[str], take: Callable[[Line], None]) -> list[Merge]:
    """Hand every row that holds something to `take`, in the order of the file; the merged rectangles come at the end.

    A cell ends where the next one, the next row or the rest of the sheet begins: so the ends of tags need no call, and
    a hundred thousand rows take three seconds less. Raises SheetMarkup; whatever `take` raises passes through.
    """
    line = Line(0, {})
    column, kind, formula, filled = -1, "n", False, False
    pieces: list[str] = []
    merges: list[Merge] = []

    def end_cell() -> None:
        if 0 <= column < MAX_COLUMNS and (filled or formula):
            value = (pieces[0] if len(pieces) == 1 else "".join(pieces).strip()) if filled else ""
            if kind == "s":
                value = _shared(strings, value)
            elif kind == "n":
                line.numbers.add(column)
            elif kind == "e":
                line.errors.add(column)
            if formula:
                line.formulas.add(column)
            if value or formula:
                line.texts[column] = value

    def end_row() -> None:
        nonlocal line
        end_cell()
        if line.texts:
            take(line)
            line = Line(line.number, {})

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal line, column, kind, formula, filled
        if tag == "c":
            end_cell()
            place = attributes.get("r")
            column = _column(place) if place else column + 1
            kind = attributes.get("t", "n")
            formula = filled = False
        elif tag == "v" or tag == "t":
            if not filled:
                filled = True
                pieces.clear()
        elif tag == "f":
            formula = True
        elif tag not in _WITHIN_CELL:
            end_row()
            column = -1
            if tag == "row":
                number = attributes.get("r")
                hidden = attributes.get("hidden") in ("1", "true")
                line = Line(_count(number) if number else line.number + 1, {}, hidden=hidden)
            elif tag == "mergeCell" and len(merges) < MAX_MERGES:
                merges.append(_merge(attributes.get("ref", "")))

    parse(part, start, None, pieces.append)
    end_row()
    return merges


def _shared(strings: list[str], index: str) -> str:
    place = _count(index)
    if place >= len(strings):
        raise SheetMarkup(f"shared string {index}")
    return strings[place]


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise SheetMarkup(f"number {text!r}")
    return int(text)


_columns: dict[str, int] = {}


def _column(place: str) -> int:
    letters = place.rstrip("0123456789")
    found = _columns.get(letters)
    if found is None:
        if not (0 < len(letters) <= 3 and letters.isascii() and letters.isupper()):
            raise SheetMarkup(f"cell at {place!r}")
        found = 0
        for character in letters:
            found = found * 26 + ord(character) - 64
        found -= 1
        _columns[letters] = found
    return found


def _merge(reference: str) -> Merge:
    first, _, last = reference.partition(":")
    last = last or first
    rows = [place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for place in (first, last)]
    if not all(row.isascii() and row.isdigit() for row in rows):
        raise SheetMarkup(f"merged cells {reference!r}")
    return Merge(int(rows[0]), _column(first), int(rows[1]), _column(last))


def parse(
    part: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Drive the handlers over one XML part, tags without their prefix. Raises SheetMarkup.

    A document type is refused: no workbook has one, and entities are how a small part becomes a large text.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def first(tag: str, attributes: dict[str, str]) -> None:
        # Some writers prefix every tag (x:row); only then is each one cut.
        if ":" in tag:
            parser.StartElementHandler = lambda name, given: start(name.rpartition(":")[2], given)
            parser.EndElementHandler = (lambda name: end(name.rpartition(":")[2])) if end else None
        else:
            parser.StartElementHandler = start
        start(tag.rpartition(":")[2], attributes)

    def doctype(*_named: object) -> None:
        raise SheetMarkup("document type")

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.casefold() not in ("utf-8", "utf-16"):
            raise SheetMarkup(f"encoding {encoding}")

    parser.StartElementHandler = first
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declared
    try:
        while piece := part.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise SheetMarkup(str(problem)) from problem
