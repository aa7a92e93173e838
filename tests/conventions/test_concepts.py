"""One concept has one word: contract, package, main table; and every package of a concept has the same files."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.chain import abi
from ledger.indexer.concepts import MIRRORS
from ledger.store.registry import collect

BESIDE = {
    "AccessManager": "OpenZeppelin's, the government of the system",
    "Dossiers": "the hash chain of all concepts, kept by the store",
    "Kinds": "the catalogue; its tables belong to the concepts whose kinds they are",
}
"""Contracts that are no concept of their own, and why."""
WORDS = sorted(name.lower() for name in abi.load().contracts if name not in BESIDE)
FILES = {"__init__.py", "mirror.py", "queries.py", "commands.py"}


@pytest.mark.parametrize("word", WORDS)
def test_a_concept_has_its_package_with_the_same_files(root: Path, word: str) -> None:
    folder = root / "ledger" / word
    assert {path.name for path in folder.iterdir() if path.name != "__pycache__"} == FILES


@pytest.mark.parametrize("word", WORDS)
def test_a_concept_has_its_table_and_its_tests(root: Path, word: str) -> None:
    assert word in collect(MIRRORS).tables
    assert list((root / "tests" / word).glob("test_*.py"))
