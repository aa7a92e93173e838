"""A run over a sample of mutants: written down line by line, taken up again where it stopped."""

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from contracts.mutate.compiler import Compiler
from contracts.mutate.mutants import Mutant, drawn, every
from contracts.mutate.trial import noticed, ordered, unaltered

Result = dict[str, Any]


def run(count: int, seed: int, record: Path, again: bool = False) -> list[Result]:
    """Try mutants in the order of the seed until `count` were alive: they compile, and their code is another.

    `again`: those that survived are tried once more, with the tests as they are now.
    """
    known = {row["mutant"]: row for row in read(record)}
    if again:
        known = {name: row for name, row in known.items() if row["result"] != "survived"}
    results = []
    with Compiler() as compiler, record.open("a", encoding="utf-8") as book:
        alive = 0
        for mutant in drawn(every(compiler), seed):
            row = known.get(mutant.id)
            if row is None:
                row = tried(compiler, mutant)
                book.write(json.dumps(row, ensure_ascii=False) + "\n")
                book.flush()
                print(row["result"], mutant.id, *row["by"][:1], file=sys.stderr, flush=True)
            results.append(row)
            alive += row["result"] in ("killed", "survived")
            if alive == count:
                break
    return results


def tried(compiler: Compiler, mutant: Mutant) -> Result:
    """What became of one mutant: stillborn, the same code, killed, survived."""
    start = time.monotonic()
    row: Result = {"mutant": mutant.id, "operator": mutant.edit.operator, "diff": mutant.diff(), "by": []}
    built = compiler.built({mutant.path: mutant.text()})
    if built is None:
        row["result"] = "stillborn"
    elif unaltered(built):
        row["result"] = "the same code"
    else:
        likely, others = ordered(Path(mutant.path).stem)
        row["by"] = (noticed(built, likely, "-x") if likely else []) or noticed(built, others, "-x")
        row["result"] = "killed" if row["by"] else "survived"
    return row | {"seconds": round(time.monotonic() - start, 1)}


def read(record: Path) -> list[Result]:
    """What was written down so far; of a mutant that was tried again, the last result."""
    if not record.exists():
        return []
    rows = (json.loads(line) for line in record.read_text("utf-8").splitlines())
    return list({row["mutant"]: row for row in rows}.values())


def report(results: list[Result]) -> str:
    """Score by operator, and every survivor with its diff."""
    counted = Counter((row["operator"], row["result"]) for row in results)
    lines = ["| operator | killed | survived |", "|---|---|---|"]
    for operator in sorted({operator for operator, _ in counted}):
        lines.append(f"| {operator} | {counted[operator, 'killed']} | {counted[operator, 'survived']} |")
    total = Counter(row["result"] for row in results)
    alive = total["killed"] + total["survived"]
    share = 100 * total["killed"] / alive if alive else 0.0
    lines.append(f"\n{alive} mutants, {total['killed']} killed ({share:.1f} %), {total['survived']} survived.")
    lines.append(f"Not counted: {total['stillborn']} that do not compile, {total['the same code']} with the same code.")
    for row in results:
        if row["result"] == "survived":
            lines.append(f"\n{row['mutant']}\n{row['diff']}")
    return "\n".join(lines)
