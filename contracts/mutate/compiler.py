"""One warm compiler, and the contracts that a change of one source reaches."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from contracts.compile import ROOT, SETTINGS, SOURCES

ENTRIES = {f"contracts/src/{path.name}": path.stem for path in sorted(SOURCES.glob("*.sol"))}
"""Source -> the contract in it that can be deployed."""
WORDS = "contracts/test/Words.sol"
"""The libraries of `types` behind a contract: what the vectors are asked of."""


class Compiler:
    """`with Compiler() as compiler: compiler.built(sources)`."""

    def __enter__(self) -> "Compiler":
        script = Path(__file__).with_name("compiler.js")
        self._node = subprocess.Popen(
            ["node", str(script)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._node.stdin is not None
        self._node.stdin.close()
        self._node.wait()

    def trees(self) -> dict[str, Any]:
        """Source -> syntax tree with types, of every source of ours."""
        paths = [path.relative_to(ROOT).as_posix() for path in sorted(SOURCES.rglob("*.sol"))]
        output = self._ask({path: (ROOT / path).read_text("utf-8") for path in paths}, {"*": {"": ["ast"]}})
        return {path: output["sources"][path]["ast"] for path in paths}

    def built(self, changed: Mapping[str, str]) -> dict[str, dict[str, Any]] | None:
        """Artifact by name of every contract that the changed sources reach. None: it does not compile."""
        entries = {path: name for path, name in (ENTRIES | {WORDS: "Words"}).items() if reached(path) & set(changed)}
        wanted = {path: {name: ["abi", "evm.bytecode.object"]} for path, name in entries.items()}
        texts = {path: (ROOT / path).read_text("utf-8") for path in entries} | dict(changed)
        output = self._ask(texts, wanted)
        if any(error["severity"] == "error" for error in output.get("errors", [])):
            return None
        found = {name: output["contracts"][path][name] for path, name in entries.items()}
        return {
            name: {"contractName": name, "abi": row["abi"], "bytecode": "0x" + row["evm"]["bytecode"]["object"]}
            for name, row in found.items()
        }

    def _ask(self, texts: Mapping[str, str], wanted: dict[str, Any]) -> Any:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        sources = {path: {"content": text} for path, text in texts.items()}
        settings = SETTINGS | {"outputSelection": wanted}
        self._node.stdin.write(json.dumps({"language": "Solidity", "sources": sources, "settings": settings}) + "\n")
        self._node.stdin.flush()
        for line in self._node.stdout:  # the wasm may say something of its own first
            if line.startswith("{"):
                return json.loads(line)
        raise RuntimeError("the compiler ended")


def reached(path: str) -> set[str]:
    """A source and all of ours that it imports, at any depth."""
    found, fresh = set[str](), {path}
    while fresh:
        each = fresh.pop()
        found.add(each)
        names = re.findall(r"\bfrom \"(\.[^\"]+)\"", (ROOT / each).read_text("utf-8"))
        fresh |= {(ROOT / each).parent.joinpath(name).resolve().relative_to(ROOT).as_posix() for name in names} - found
    return found
