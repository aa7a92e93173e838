"""Constants of one library, and which one stands next to each: Role.HOLD -> Role.LEND."""

import re

from contracts.compile import SOURCES


def _neighbours() -> dict[str, tuple[str, ...]]:
    text = (SOURCES / "types" / "Numbers.sol").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for library, body in re.findall(r"^library (\w+) \{(.*?)^\}", text, re.MULTILINE | re.DOTALL):
        names = re.findall(r"constant (\w+) =", body)
        for at, name in enumerate(names):
            found[f"{library}.{name}"] = (f"{library}.{names[(at + 1) % len(names)]}",) if len(names) > 1 else ()
    return found


NEIGHBOURS = _neighbours()
"""Constant -> what may stand there instead."""
