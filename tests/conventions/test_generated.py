"""The constants of Solidity and Python are what chain-config/numbers.toml says, and numbers are never shared."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from ledger.certificates import tables

ROOT = Path(__file__).resolve().parents[2]


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "chain-config" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = _generator()


@pytest.mark.parametrize("path", GENERATE.text(), ids=lambda path: str(path.name))
def test_generated_file_has_not_drifted(path: Path) -> None:
    assert path.read_text("utf-8") == GENERATE.text()[path], "run: python chain-config/generate.py"


def test_the_verifiers_tables_have_not_drifted() -> None:
    assert tables.PATH.read_bytes() == tables.text(), "run: python -m ledger.certificates.tables"


def test_every_code_and_number_is_given_once() -> None:
    words, asset_kinds, right_kinds = GENERATE.load()
    families = {name: word["rows"] for name, word in words.items()}
    families |= {"asset_kind": asset_kinds, "right_kind": right_kinds}
    for name, rows in families.items():
        for key in ("code", "number", "zh", "en"):
            values = [row[key] for row in rows]
            assert len(set(values)) == len(values), (name, key)
