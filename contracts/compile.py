"""Compiles contracts/src and writes contracts/abi, one JSON file per contract that can be deployed.

    python contracts/compile.py          write what changed, remove what is gone
    python contracts/compile.py --check  write nothing; exit 1 when a file differs or the compiler warns

The compiler is the pinned npm `solc`, driven by py-solc-x through contracts/solc. The output depends on the sources
and the settings below alone: no metadata hash, no paths. Interfaces, abstract contracts and libraries get no file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import solcx

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "contracts" / "src"
TARGET = ROOT / "contracts" / "abi"
SOLC = ROOT / "contracts" / "solc" / "solc-v0.8.37"
# Deployed as it is: the government of the system.
ADOPTED = ["node_modules/@openzeppelin/contracts/access/manager/AccessManager.sol"]
PARTS = ("abi", "storageLayout", "evm.bytecode", "evm.deployedBytecode.object")
SETTINGS: dict[str, Any] = {
    "evmVersion": "london",
    "optimizer": {"enabled": True, "runs": 200},
    "viaIR": False,
    "metadata": {"bytecodeHash": "none", "appendCBOR": False},
    "remappings": ["@openzeppelin/=node_modules/@openzeppelin/"],
    "outputSelection": {"*": {"*": [*PARTS], "": ["ast"]}},
}


def compile_sources() -> dict[str, Any]:
    """The compiler's standard JSON output. Raises solcx.exceptions.SolcError, with every message, on an error."""
    paths = [path.relative_to(ROOT).as_posix() for path in sorted(SOURCES.rglob("*.sol"))] + ADOPTED
    sources = {path: {"content": (ROOT / path).read_text(encoding="utf-8")} for path in paths}
    request = {"language": "Solidity", "sources": sources, "settings": SETTINGS}
    output: dict[str, Any] = solcx.compile_standard(request, solc_binary=SOLC, base_path=str(ROOT), allow_empty=True)
    return output


def concrete(source: dict[str, Any]) -> list[str]:
    """Names of the contracts of one source that can be deployed."""
    nodes = source["ast"]["nodes"]
    return [n["name"] for n in nodes if n.get("contractKind") == "contract" and not n["abstract"]]


def artifacts(output: dict[str, Any]) -> dict[str, str]:
    """File name -> text. Raises ValueError when two contracts share a name or one needs linking."""
    files: dict[str, str] = {}
    for path, source in output["sources"].items():
        if not path.startswith("contracts/src/") and path not in ADOPTED:
            continue
        for name in concrete(source):
            built = output["contracts"][path][name]
            if f"{name}.json" in files:
                raise ValueError(f"two contracts are called {name}")
            if built["evm"]["bytecode"]["linkReferences"]:
                raise ValueError(f"{name} needs a linked library: make the library's functions internal")
            deployed = built["evm"]["deployedBytecode"]["object"]
            artifact = {
                "contractName": name,
                "codeSize": len(deployed) // 2,
                # Where each state variable lies: proofs of storage derive their keys from it.
                "storage": {row["label"]: int(row["slot"]) for row in built["storageLayout"]["storage"]},
                "abi": built["abi"],
                "bytecode": "0x" + built["evm"]["bytecode"]["object"],
                "deployedBytecode": "0x" + deployed,
            }
            files[f"{name}.json"] = json.dumps(artifact, indent=2, ensure_ascii=False) + "\n"
    return files


def warnings(output: dict[str, Any]) -> list[str]:
    """What the compiler says about our own sources."""
    ours = [e for e in output.get("errors", []) if e.get("sourceLocation", {}).get("file", "").startswith("contracts/")]
    return [str(e["formattedMessage"]) for e in ours]


def main(check: bool) -> int:
    """Exit code: 0 when everything agrees (or was written), 1 otherwise."""
    try:
        output = compile_sources()
        files = artifacts(output)
    except (solcx.exceptions.SolcError, ValueError) as error:
        print(getattr(error, "message", error), file=sys.stderr)
        return 1
    present = {path.name: path.read_text(encoding="utf-8") for path in TARGET.glob("*.json")}
    changed = sorted(name for name in files.keys() | present.keys() if files.get(name) != present.get(name))
    for message in warnings(output):
        print(message, file=sys.stderr)
    for name in changed:
        print(f"contracts/abi/{name} {'differs from the sources' if check else 'written'}", file=sys.stderr)
    if check:
        return int(bool(changed or warnings(output)))
    TARGET.mkdir(exist_ok=True)
    for name in changed:
        if name in files:
            (TARGET / name).write_text(files[name], encoding="utf-8")
        else:
            (TARGET / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
