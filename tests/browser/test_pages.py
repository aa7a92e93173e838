"""The pages in a real browser: nothing in the console, nothing from elsewhere, both languages, narrow and printed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser.conftest import Played
from tests.certificates.reading import picture

pytestmark = [pytest.mark.node, pytest.mark.browser, pytest.mark.slow]

FONTS = ["", "DejaVu Sans", "Liberation Sans", "Noto Sans CJK SC", "Noto Serif CJK SC", "WenQuanYi Micro Hei"]
"""What a machine has of them; the first is the style sheet's own choice."""
DESK = {"width": 1200, "height": 900}
# Text that is shown, without what is in another language on purpose, commands, codes and the folded technical part.
SHOWN = """skipped => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const at = walker.currentNode.parentElement;
    if (!at.closest(skipped) && walker.currentNode.data.trim()) found.push(walker.currentNode.data.trim());
  }
  return found;
}"""
SKIPPED = "code, kbd, .num, details, script, style"


@pytest.fixture
def page(chromium: Any, site: str) -> Iterator[Any]:
    """A page that fails the test on a word in the console or a request to another host."""
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    page = context.new_page()
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert told == []
    assert [address for address in asked if not address.startswith(f"{site}/")] == []
    assert asked != []


@pytest.fixture(scope="module")
def story(site: str) -> str:
    """The asset whose cell the demo altered."""
    verdict = httpx.get(f"{site}/api/v1/verify/latest").json()["verdict"]
    [finding] = verdict["findings"]
    return f"/assets/{finding['key']['asset']}"


@pytest.fixture
def addresses(site: str, story: str) -> list[str]:
    hits = httpx.get(f"{site}/api/v1/assets?limit=200").json()["assets"]
    longest = max(hits, key=lambda hit: len(hit["name"]))
    held_back = next(hit for hit in hits if hit["status"] == "announced")
    return ["/", "/assets", story, f"/assets/{longest['asset']}", f"/assets/{held_back['asset']}", "/assets?text=zzz"]


def shown(page: Any, skipped: str) -> list[str]:
    found: list[str] = page.evaluate(SHOWN, skipped)
    return found


def test_the_altered_cell_is_the_first_thing_seen(page: Any, site: str, story: str) -> None:
    page.goto(site)
    red = page.locator(".check.altered")
    assert "数据库有 1 处被改动" in red.inner_text()
    assert "ledger rebuild" in red.inner_text()
    red.locator("a").click()
    assert page.url == site + story
    box = page.locator(".check.altered").inner_text()
    before, after = re.findall(r"([\d.,]+) 亩", box)
    assert float(after.replace(",", "")) == pytest.approx(10 * float(before.replace(",", "")), abs=0.1)
    assert "演示时有意手工改动" in box


def test_chinese_has_no_stray_english(page: Any, site: str, addresses: list[str]) -> None:
    for address in addresses:
        page.goto(site + address)
        stray = [text for text in shown(page, f"{SKIPPED}, [lang=en]:not(html)") if re.search(r"[A-Za-z]{2,}", text)]
        assert stray == [], address


def test_english_has_no_stray_chinese(page: Any, site: str, addresses: list[str]) -> None:
    page.goto(site + "/")
    page.get_by_text("English").click()
    for address in addresses:
        page.goto(site + address)
        assert page.locator("html").get_attribute("lang") == "en"
        skipped = f"{SKIPPED}, [lang=zh], [lang=zh-CN]:not(html)"
        assert [text for text in shown(page, skipped) if re.search(r"[\u3000-\u9fff\uff00-\uffef]", text)] == [], (
            address
        )
    page.get_by_text("中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_a_search_goes_into_the_address_and_back(page: Any, site: str) -> None:
    page.goto(site + "/assets")
    page.select_option("select[name=burden]", "mortgaged")
    page.get_by_role("button").click()
    assert "burden=mortgaged" in page.url
    assert page.locator("table.register tbody tr").count() == 1
    page.get_by_text("清除条件").click()
    assert page.locator("table.register tbody tr").count() == 50


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [320, 390, 700, 800, 1000])
def test_a_phone_never_scrolls_sideways(page: Any, site: str, addresses: list[str], lang: str, width: int) -> None:
    """Nor does a tablet, whatever fonts it has: other ones are wider."""
    page.set_viewport_size({"width": width, "height": 844})
    for address in [*addresses, "/v/", "/v/0000-0000-0000-0000-0000"]:
        page.goto(f"{site}{address}{'&' if '?' in address else '?'}lang={lang}")
        for font in FONTS:
            page.evaluate("font => { document.body.style.fontFamily = font }", font)
            assert page.evaluate("document.documentElement.scrollWidth") == width, (address, font)


def test_a_story_prints_on_a4(page: Any, site: str, story: str) -> None:
    page.goto(site + story)
    printed: bytes = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    sizes = {tuple(map(float, size.split())) for size in re.findall(rb"/MediaBox \[0 0 ([\d. ]+)\]", printed)}
    assert all((round(width), round(height)) == (595, 842) for width, height in sizes)


def test_a_table_is_printed_as_a_table_with_its_sums_once(page: Any, site: str) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 900})  # a sheet of A4 without its margins
    style = "(name) => getComputedStyle(document.querySelector(name)).display"
    for lang in ("zh", "en"):
        page.goto(f"{site}/assets?lang={lang}")
        shown = [
            page.evaluate(style, name) for name in (".register td", ".register tfoot", "form.filters", "header nav")
        ]
        assert shown == ["table-cell", "table-row-group", "none", "none"]
        assert page.evaluate("document.documentElement.scrollWidth") == 688


def test_pictures_of_the_pages(page: Any, site: str, story: str, played: Played, tmp_path: Path) -> None:
    """With LEDGER_SCREENSHOTS they are kept: those of the README."""
    folder = Path(os.environ.get("LEDGER_SCREENSHOTS", tmp_path))
    for name, address, height in (
        ("villages", "/", 900),
        ("assets", "/assets?lang=en&text=西湾", 760),
        ("asset", story, 1400),
        ("check", "/v/?lang=en", 1100),
    ):
        page.set_viewport_size({"width": 1200, "height": height})
        page.goto(site + address + ("" if "lang" in address else "?lang=zh"))
        if name == "check":
            (tmp_path / "certificate.json").write_bytes(played.certificate)
            page.wait_for_selector("body[data-ready=yes]")
            page.set_input_files("#certificate-file", tmp_path / "certificate.json")
            page.wait_for_selector("#result[data-state=proved]")
            page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=folder / f"{name}.png")
    (folder / "paper.png").write_bytes(picture(played.paper, 1))
    for path in folder.glob("*.png"):
        assert 10_000 < path.stat().st_size < 300_000
