"""The village of ``story``, and pages over a copy of its mirror."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.reader import Reader
from tests.api.story import Copy, Village, play
from tests.county import County


@pytest.fixture(scope="session")
def village(county: County) -> Village:
    return play(county)


@pytest.fixture
def copy(village: Village, tmp_path: Path) -> Copy:
    return Copy(village.county, tmp_path)


@pytest.fixture(scope="module")
def pages(village: Village, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Pages over the whole county, never verified."""
    return Copy(village.county, tmp_path_factory.mktemp("pages")).pages()
