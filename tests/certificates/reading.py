"""A PDF as its reader has it: its pages' words, the files inside, and what a telephone sees in the printed square."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import zlib
from dataclasses import dataclass

import pypdfium2
import typst
import zxingcpp

from tests.conftest import lacking

NOTO = "Noto Serif CJK SC"


@dataclass(frozen=True)
class Sheet:
    """``pages``: words without any space. ``files``: name and content. ``codes``: what the squares say."""

    pages: list[str]
    files: dict[str, bytes]
    codes: list[str]
    right: float
    """Where the rightmost letter ends, as a part of the page's width."""

    @property
    def text(self) -> str:
        return "".join(self.pages)


def tight(text: str) -> str:
    """Without spaces. A hyphen at the end of a line may part a word or stand in it: PDFium gives a sign of its own."""
    return "".join(text.replace("\x02", "-").replace("\ufffe", "-").split())


def read(content: bytes) -> Sheet:
    sheet = pypdfium2.PdfDocument(content)
    pages, codes, right = [], [], 0.0
    for page in sheet:
        words = page.get_textpage()
        pages.append(tight(words.get_text_range()))
        right = max(right, *(words.get_charbox(at)[2] / page.get_width() for at in range(words.count_chars())))
        picture = page.render(scale=3, grayscale=True)
        rows = memoryview(bytes(picture.buffer)).cast("B", (picture.height, picture.stride))
        codes += [code.text for code in zxingcpp.read_barcodes(rows)]
        picture.close()
        words.close()
        page.close()
    inside = [sheet.get_attachment(at) for at in range(sheet.count_attachments())]
    files = {one.get_name(): bytes(one.get_data()) for one in inside}
    sheet.close()
    return Sheet(pages, files, codes, right)


def picture(content: bytes, number: int) -> bytes:
    """A page as a PNG, in greys."""
    sheet = pypdfium2.PdfDocument(content)
    page = sheet[number - 1]
    seen = page.render(scale=1.8, grayscale=True)
    lines = memoryview(bytes(seen.buffer)).cast("B", (seen.height * seen.stride,))
    rows = b"".join(b"\0" + lines[at : at + seen.width] for at in range(0, seen.height * seen.stride, seen.stride))
    head = struct.pack(">IIBBBBB", seen.width, seen.height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    page.close()
    sheet.close()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )


def have_fonts() -> None:
    """Fonts with rare characters: installed where this may be done, else the test is skipped with the reason."""
    if NOTO not in typst.Fonts().families() and os.geteuid() == 0 and shutil.which("apt-get"):
        for words in (["update"], ["install", "-y", "--no-install-recommends", "fonts-noto-cjk"]):
            subprocess.run(["apt-get", *words], capture_output=True, timeout=300, check=False)
    if NOTO not in typst.Fonts().families():
        lacking("there are no fonts with rare Chinese characters: apt-get install fonts-noto-cjk")
