"""The style sheet: text is dark enough, nothing shades or loads from elsewhere."""

from __future__ import annotations

import re

from api.web.pages.render import STATIC

CSS = (STATIC / "ledger.css").read_text("utf-8")
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", CSS))


def luminance(colour: str) -> float:
    """WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_stands_out_from_every_ground_it_may_stand_on() -> None:
    grounds = ["#ffffff", *(COLOURS[name] for name in ("wash", "pine-wash", "amber-wash", "red-wash"))]
    texts = [COLOURS[name] for name in ("ink", "grey", "pine", "amber", "red")]
    weak = [(text, ground) for text in texts for ground in grounds if contrast(text, ground) < 4.5]
    assert weak == []


def test_nothing_shades_and_nothing_is_loaded() -> None:
    assert not re.search(r"gradient|@import|@font-face|url\(|box-shadow: (?!inset|none)", CSS)
