"""The tables of docs/doctor.md, made from the checks and their sentences. Run as a module it writes them."""

from __future__ import annotations

import re
from pathlib import Path

from ledger.doctor.checks import CHECKS
from ledger.doctor.outcome import State
from ledger.kit.locale import LANGS, Lang, say, sentences
from tests.conftest import ROOT

PATH = ROOT / "docs" / "doctor.md"
_HEADS: dict[Lang, str] = {
    "en": "| looks at | what is wrong | type |\n|---|---|---|",
    "zh": "| 看什么 | 毛病 | 输入 |\n|---|---|---|",
}
_STATES: dict[Lang, dict[State, str]] = {
    "en": {State.FAULT: "**fault**", State.WARNING: "warning"},
    "zh": {State.FAULT: "**故障**", State.WARNING: "提醒"},
}


def page(path: Path = PATH) -> str:
    """The page with the tables as they must be; what stands around them stays."""
    text = path.read_text("utf-8")
    for lang in LANGS:
        mark = f"<!-- checks {lang} -->"
        before, *_, after = text.split(mark)
        text = f"{before}{mark}\n{table(lang)}\n{mark}{after}"
    return text


def table(lang: Lang) -> str:
    """One row for each thing that a check may find."""
    lines = [_HEADS[lang]]
    for check in CHECKS:
        title, looks = (say(f"doctor.{check.name}.{key}", lang) for key in ("title", "looks"))
        first = f"**{title}**{'：' if lang == 'zh' else ': '}{looks}"
        for name, case in check.cases.items():
            text = _blank(sentences(lang)[f"doctor.{check.name}.{name}"])
            typed = f"`{_blank(case.command)}`" if case.command else ""
            lines.append(f"| {first} | {_STATES[lang][case.state]} {text} | {typed} |")
            first = ""
    return "\n".join(lines)


def _blank(text: str) -> str:
    return re.sub(r"\{\w+\}", "…", text).replace("|", "\\|")


if __name__ == "__main__":
    PATH.write_text(page(), "utf-8")
