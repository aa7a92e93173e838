"""Progress: a bar on a terminal, a line for each phase elsewhere, nothing with --json."""

import os
import subprocess
import sys

import pytest

STORY = """
import sys
from ledger.cli.bar import Bar
from ledger.cli.command import Io
with Bar(Io(sys.argv[1], sys.argv[2] == "json"), "verify") as bar:
    for done in range(0, 101, 50):
        bar("chain", done, 100)
    bar("wider", 0, 0)
    bar("rows", 7, 7)
"""


def told(lang: str, mode: str) -> list[str]:
    """What a program says on stderr that is no terminal."""
    done = subprocess.run([sys.executable, "-c", STORY, lang, mode], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_elsewhere_each_phase_is_a_line_in_the_readers_language() -> None:
    chain, wider, rows = told("en", "plain")
    assert chain == "Reading and proving the chain, blocks: 100"
    assert rows.endswith(": 7")
    assert "everything" in wider
    assert told("zh", "plain")[0] == "读取并验证链（区块）：100"


def test_a_program_that_reads_the_answer_is_told_nothing_else() -> None:
    assert told("en", "json") == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_terminal_shows_a_bar_that_fills(lang: str) -> None:
    ours, theirs = os.openpty()
    with subprocess.Popen([sys.executable, "-c", STORY, lang, "plain"], stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while more := _read(ours):
            shown += more
        assert process.wait() == 0
    os.close(ours)
    words = shown.decode()
    assert "50/100" in words
    assert "100/100" in words
    assert ("blocks" if lang == "en" else "区块") in words


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other side is closed: how Linux says the end
        return b""
