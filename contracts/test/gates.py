"""Reads from the sources which gate stands before every function that changes something, and writes gates.toml.

    python contracts/test/gates.py          write the table
    python contracts/test/gates.py --check  write nothing; exit 1 when the table differs

A person's gate must stand in the function itself. What enrolled contracts call may ask its gate one call deeper.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "contracts" / "src"
TABLE = Path(__file__).with_name("gates.toml")

OPEN = {
    "Rights.lapse": "writes what time has done already",
    "Orders.expire": "writes what time has done already",
    "Transfers.expire": "writes what time has done already",
    "Postings.file": "states an intention; the three gates are asked when the filing is used",
    "Postings.checkPair": "asks the gates itself, for the contract that calls; a filing is its target's alone",
}
"""Functions without a gate of their own, and why. The list is closed."""
TWICE = {"Postings.change": "the areas of those who come and of those who go"}
"""Functions that ask twice, and why."""

PERSONS = re.compile(
    r"\b(_actingPairAll|_actingPair|_actingAll|_acting|_releasingPair|_releasing|_administering|_gate)\("
)
FUNCTION = re.compile(r"\bfunction\s+(\w+)\s*\(")
CONTRACT = re.compile(r"^(abstract\s+)?contract\s+(\w+)(?:\s+is\s+([^{]+?))?\s*\{", re.MULTILINE)


@dataclass
class Source:
    """One contract: its bases, and its functions as (head, body) by name; overloads follow each other."""

    abstract: bool
    bases: list[str]
    functions: list[tuple[str, str, str]] = field(default_factory=list)


def read() -> dict[str, Source]:
    """Every contract of the sources."""
    found = {}
    for path in sorted(SOURCES.rglob("*.sol")):
        text = re.sub(r"//[^\n]*|/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        for match in CONTRACT.finditer(text):
            bases = re.findall(r"\b([A-Z]\w+)\b(?=\s*[,(]|\s*$)", match.group(3) or "")
            source = found[match.group(2)] = Source(bool(match.group(1)), bases)
            source.functions = list(functions(text[match.end() :]))
    return found


def functions(text: str) -> Iterator[tuple[str, str, str]]:
    """Name, head up to the brace, and body of every function that has one."""
    for match in FUNCTION.finditer(text):
        end = closing(text, match.end() - 1, "()")
        brace = text.find("{", end)
        if brace < 0 or ";" in text[end:brace]:
            continue
        yield match.group(1), text[match.start() : brace], text[brace : closing(text, brace, "{}")]


def closing(text: str, start: int, pair: str) -> int:
    """Just behind the bracket that closes the one at `start`."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == pair[0]) - (text[at] == pair[1])
        if depth == 0:
            return at + 1
    raise ValueError(text[start : start + 80])


def table() -> dict[str, dict[str, str]]:
    """`Contract.function` -> its row. ValueError for a function without a gate, or with two."""
    sources = read()
    rows = {}
    for name, source in sources.items():
        if source.abstract:
            continue
        known = inherited(sources, name)
        for function, head, body in known:
            if re.search(r"\b(external|public)\b", head) and not re.search(r"\b(view|pure)\b", head):
                rows[f"{name}.{function}"] = row(f"{name}.{function}", head, body, known)
    return dict(sorted(rows.items()))


def inherited(sources: dict[str, Source], name: str) -> list[tuple[str, str, str]]:
    own = list(sources[name].functions)
    for base in sources[name].bases:
        if base in sources:
            own += inherited(sources, base)
    return own


def row(key: str, head: str, body: str, known: list[tuple[str, str, str]]) -> dict[str, str]:
    """What is asked before anything changes."""
    persons = list(PERSONS.finditer(body))
    if re.search(r"\brestricted\b", head):
        return {"gate": "government"}
    if key in OPEN:
        return {"gate": "open", "why": OPEN[key]}
    if persons:
        if len(persons) != 1 + (key in TWICE):
            raise ValueError(f"{key} has {len(persons)} gates")
        gate = persons[0].group(1)
        end = closing(body, persons[0].end() - 1, "()")
        return persons_row(gate, arguments(body[persons[0].end() : end - 1]))
    reached = closure(body, known)
    if capability := re.search(r"ENROLMENTS\.demand\(\s*msg\.sender,\s*Capability\.(\w+)", reached):
        return {"gate": "enrolled", "capability": capability.group(1).lower()}
    if "NotTheLocker(" in reached:
        return {"gate": "locker"}
    raise ValueError(f"{key} has no gate")


def persons_row(gate: str, args: list[str]) -> dict[str, str]:
    """Role, whose will it is, where; how many persons; whether the act only releases."""
    releasing = "releasing" in gate
    if gate == "_administering":
        role, party, area = "admin", args[0], args[1]
    elif gate == "_gate":
        role, party, area, releasing = args[1].removeprefix("Role.").lower(), args[2], args[3], args[4] == "true"
    else:
        role, party, area = args[0].removeprefix("Role.").lower(), args[1], args[2]
    return {
        "gate": "releasing" if releasing else "acting",
        "persons": "two" if "Pair" in gate else "one",
        "role": role,
        "party": party,
        "area": area,
    }


def closure(body: str, known: list[tuple[str, str, str]]) -> str:
    """A body with the bodies of the internal functions that it reaches."""
    names = {name: text for name, head, text in known if re.search(r"\b(internal|private)\b", head)}
    reached, text = set[str](), body
    while fresh := {name for name in names if re.search(rf"\b{name}\(", text)} - reached:
        reached |= fresh
        text += "".join(names[name] for name in sorted(fresh))
    return text


def arguments(text: str) -> list[str]:
    """Arguments of one call, each on one line."""
    parts, depth, last = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            parts.append(text[last:at])
            last = at + 1
    return [" ".join(part.split()) for part in [*parts, text[last:]]]


def rendered() -> str:
    """The table as TOML."""
    lines = ["# Generated by contracts/test/gates.py from contracts/src: change it there.", ""]
    for name, columns in table().items():
        inside = ", ".join(f'{key} = "{value}"' for key, value in columns.items())
        lines.append(f'"{name}" = {{ {inside} }}')
    return "\n".join(lines) + "\n"


def main(check: bool) -> int:
    """Exit code."""
    text = rendered()
    if check:
        return int(not TABLE.exists() or TABLE.read_text("utf-8") != text)
    TABLE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
