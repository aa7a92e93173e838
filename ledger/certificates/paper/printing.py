"""Prints a report: the typesetter, its fonts, the square that leads to the issuer's page, the file inside."""

import io
import json
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import segno
import typst

from ledger.certificates.errors import CertificateRefused
from ledger.certificates.paper.layout import laid, parts
from ledger.certificates.store import Kept, State
from ledger.kit.locale import Lang, say
from verifier.check import check
from verifier.trust import Trust
from verifier.values import Values

STANDARD: Literal["a-3a"] = "a-3a"
"""PDF/A-3 takes attachments; level a demands the meaning of every sign and refuses a glyph that no font has."""

FAMILIES = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
"""Free families of fonts with Chinese characters, the best first."""

_TEMPLATE = Path(__file__).with_name("report.typ")
_REGIONS = {"zh": "CN", "en": "GB"}
_NO_GLYPH = re.compile(r'text `"(.*)"` could not be displayed')


@dataclass(frozen=True, slots=True)
class Paper:
    """How a paper is printed. ``site``: the issuer's address, None where none is known. ``now``: UTC seconds."""

    lang: Lang
    site: str | None
    now: int


def printed(content: bytes, trust: Trust, kept: Kept | None, paper: Paper) -> bytes:
    """Return the PDF of a certificate's file. ``kept``: how it stands here, None for one that was not issued here.

    verifier Refusal where the file does not hold; CertificateRefused: PaperRevoked, PaperSite, PaperFont, PaperGlyph.
    """
    facts, time = check(content, trust), Values(paper.lang).time
    if kept is not None and kept.revoked is not None:
        fields = {"time": time(kept.revoked), "reason": kept.reason}
        raise CertificateRefused("PaperRevoked", number=kept.number, **fields)
    number, lang = facts["number"], paper.lang
    url = None if paper.site is None else f"{address(paper.site)}/v/{number}"
    name, state = f"{number}.json", State.CURRENT if kept is None else kept.state
    stands = say(f"paper.state.{'unknown' if kept is None else state}", lang, time=time(paper.now), by=kept and kept.by)
    file = say("paper.file", lang, name=name, size=len(content))
    signers = [own.name for account in trust.signed if (own := trust.organisation(account)) is not None]
    believed = {"fingerprint": trust.fingerprint.hex(), "until": time(trust.until)}
    basis = {
        "trust": say("paper.trust", lang, **believed, names=say("paper.and", lang).join(signers)),
        "state": stands,
        "file": file,
    }
    told = laid(facts, lang, [(say(f"paper.label.{key}", lang), text) for key, text in basis.items()])
    told |= {
        "plain": number,
        "lang": lang,
        "region": _REGIONS[lang],
        "warning": stands if state in (State.SUPERSEDED, State.OUTDATED) else None,
        "lookup": parts(say("paper.lookup" if url else "paper.lookup_unknown", lang, url=url, number=number)),
        "page": say("paper.page", lang, page="\n", pages="\n").split("\n"),
        "file": {"name": name, "description": file},
        "url": url,
        "square": square(url) if url else None,
    }
    return _set(told, content, paper.now)


def address(site: str) -> str:
    """Return an issuer's address without what is too much. CertificateRefused PaperSite for anything but a web
    address."""
    try:
        parts = urlsplit(site.strip())
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or parts.query or parts.fragment or "@" in parts.netloc or re.search(r"[^!-~]", site.strip()):
        raise CertificateRefused("PaperSite", site=site)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def square(url: str) -> str:
    """Return the QR code of an address as SVG, with its quiet zone."""
    out = io.BytesIO()
    segno.make(url, micro=False, error="m").save(out, kind="svg", xmldecl=False)
    return out.getvalue().decode()


def _set(told: dict[str, Any], content: bytes, now: int) -> bytes:
    fonts, families = _fonts(os.environ.get("LEDGER_FONTS"))
    inputs = {"told": json.dumps(told | {"fonts": families}), "file": content.decode()}
    compiler = typst.Compiler(_TEMPLATE.read_bytes(), font_paths=fonts, sys_inputs=inputs)
    try:
        made = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=now)
    except typst.TypstError as error:
        if (missing := _NO_GLYPH.search(error.message)) is None:
            raise
        raise CertificateRefused("PaperGlyph", text=missing[1], families=", ".join(families)) from error
    assert isinstance(made, bytes)
    return made


@cache
def _fonts(folder: str | None) -> tuple[typst.Fonts, list[str]]:
    """The fonts of this machine and of LEDGER_FONTS, and the families to be taken. PaperFont."""
    paths: list[Any] = [folder] if folder else []
    fonts = typst.Fonts(font_paths=paths)
    named = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)
    return fonts, chosen(named.families(), fonts.families())


def chosen(named: list[str], found: list[str]) -> list[str]:
    """Return the families to be taken, the best first: those of the folder that was named, then the known ones that
    were found. CertificateRefused PaperFont where there are none."""
    families = [*named, *(name for name in FAMILIES if name in found and name not in named)]
    if not families:
        raise CertificateRefused("PaperFont")
    return families
