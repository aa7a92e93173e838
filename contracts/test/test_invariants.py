"""The numbered invariants of contracts/README.md and the tests that bear their numbers are the same numbers."""

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_every_invariant_is_proved_by_number() -> None:
    section = (HERE.parent / "README.md").read_text("utf-8").partition("## Invariants")[2]
    listed = {int(number) for number in re.findall(r"^(\d+)\. ", section, re.MULTILINE)}
    sources = [path.read_text("utf-8") for path in HERE.rglob("*.py")]
    named = [re.findall(r"\binvariants? ((?:\d+(?:, | and )?)+)", text, re.IGNORECASE) for text in sources]
    assert {int(n) for rows in named for row in rows for n in re.findall(r"\d+", row)} == listed
