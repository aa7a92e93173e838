"""Bugs that a person could write, planted one by one: which tests find each.

contracts/test/planted/*.toml: `[[bug]]` with a name, what it means, a source, and what stands there before and after.
"""

import tomllib
from dataclasses import dataclass

from contracts.compile import ROOT, SOURCES
from contracts.mutate.compiler import Compiler
from contracts.mutate.trial import noticed, ordered

FOLDER = ROOT / "contracts" / "test" / "planted"


@dataclass(frozen=True, slots=True)
class Bug:
    """One bug; `source` below contracts/src."""

    name: str
    means: str
    source: str
    before: str
    after: str

    def text(self) -> str:
        """The source with the bug. ValueError unless what it replaces stands there exactly once."""
        text = (SOURCES / self.source).read_text("utf-8")
        if text.count(self.before) != 1:
            raise ValueError(f"{self.name}: {self.source} has its place {text.count(self.before)} times")
        return text.replace(self.before, self.after)


def bugs() -> list[Bug]:
    """All of them, by file and place."""
    paths = sorted(FOLDER.glob("*.toml"))
    return [Bug(**row) for path in paths for row in tomllib.loads(path.read_text("utf-8"))["bug"]]


def run(names: list[str]) -> int:
    """Print a table as it grows: bug, and which tests found it. 1 when one was not found."""
    missed = 0
    print("| bug | what it means | found by |\n|---|---|---|")
    with Compiler() as compiler:
        for bug in bugs():
            if names and bug.name not in names:
                continue
            built = compiler.built({f"contracts/src/{bug.source}": bug.text()})
            if built is None:
                raise ValueError(f"{bug.name} does not compile")
            found = noticed(built, ordered("")[1])
            missed += not found
            print(f"| {bug.name} | {bug.means} | {_shown(found)} |", flush=True)
    return int(bool(missed))


def _shown(found: list[str]) -> str:
    """The stateful runs and the first others by name, and how many more."""
    runs = [name for name in found if "stateful" in name]
    others = [name for name in found if name not in runs]
    shown = [f"`{name.rpartition('::')[2]}`" for name in [*runs, *others[:4]]]
    more = f" and {len(others) - 4} more" if len(others) > 4 else ""
    return (", ".join(shown) or "**nothing**") + more
