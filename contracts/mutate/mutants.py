"""Which mutants there are, and which of them a seed draws."""

import difflib
import hashlib
from dataclasses import dataclass
from functools import cached_property

from contracts.compile import ROOT
from contracts.mutate.compiler import Compiler
from contracts.mutate.operators import Edit, edits

LEFT_OUT = ("/interfaces/", "/types/Numbers.sol")
"""Words without code, and what is generated."""


@dataclass(frozen=True)
class Mutant:
    """One change of one source."""

    path: str
    edit: Edit

    @cached_property
    def id(self) -> str:
        """Stable as long as the source is: file:line:byte operator and a number that tells twins apart."""
        source = (ROOT / self.path).read_bytes()
        line = source[: self.edit.start].count(b"\n") + 1
        return f"{self.path.removeprefix('contracts/src/')}:{line}:{self.edit.start} {self.edit.operator} {self._mark}"

    @property
    def _mark(self) -> str:
        return " ".join(self.edit.text.decode().split())[:40] or "-"

    def text(self) -> str:
        """The source with the change."""
        source = (ROOT / self.path).read_bytes()
        return (source[: self.edit.start] + self.edit.text + source[self.edit.end :]).decode()

    def diff(self) -> str:
        """What was changed, in the words of diff."""
        lines = ((ROOT / self.path).read_text("utf-8").splitlines(), self.text().splitlines())
        rows = list(difflib.unified_diff(*lines, lineterm="", n=0))[2:]
        return "\n".join(row for row in rows if not row.startswith("@@"))


def every(compiler: Compiler) -> list[Mutant]:
    """All of them, in the order of the sources."""
    found = []
    for path, tree in compiler.trees().items():
        if not any(part in path for part in LEFT_OUT):
            source = (ROOT / path).read_bytes()
            found += [Mutant(path, edit) for edit in edits(tree, source)]
    return list(dict.fromkeys(found))


def drawn(mutants: list[Mutant], seed: int) -> list[Mutant]:
    """All of them in the order that the seed gives: the first n are the sample of n. A change of one source leaves the
    order of the others' mutants as it was."""
    return sorted(mutants, key=lambda mutant: hashlib.sha256(f"{seed} {mutant.id}".encode()).digest())
