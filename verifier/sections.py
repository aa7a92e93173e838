"""The lines of a report under the headings of their matters; what belongs where stands in tables.json."""

from collections.abc import Iterable, Iterator
from functools import cache

from verifier.fold import pinned
from verifier.values import Line

HEADING = "heading"


@cache
def _sections() -> dict[str, str]:
    return {key: name for name, row in pinned()["sections"].items() for key in row["keys"]}


def headed(lines: Iterable[Line], lang: str) -> Iterator[Line]:
    """Each line, and before the first of a section its heading."""
    current = None
    for line in lines:
        own = _sections().get(line.key, current)
        if own != current and own is not None:
            current = own
            yield Line(HEADING, str(pinned()["sections"][own][lang]))
        yield line


def printed(lines: Iterable[Line], lang: str) -> Iterator[str]:
    """For a terminal."""
    for line in headed(lines, lang):
        yield f"\n【{line}】" if line.key == HEADING else line
